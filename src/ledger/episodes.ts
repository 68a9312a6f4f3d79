import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Detection } from '../domain/detection.ts';
import type { Badness, KnownEpisode, RepeatDecision } from '../domain/episode.ts';
import { placeBeside } from '../domain/escalation/place-beside.ts';
import type { AlertPlan } from '../domain/plan.ts';
import { worseOf } from '../domain/severity.ts';
import { isWorseStage } from '../domain/stage.ts';
import { addToTimeline, toStage, toStageText } from './alerts.ts';
import { episodeIndex, type DetectionIndexes } from './detection-indexes.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { KeptWithAlert, AcceptedAlert, AcceptResult, EpisodeDetection, EpisodeJudge, PendingRaise } from './ledger.ts';
import type { LedgerTables } from './schema.ts';

export type DetectionRow = Selectable<LedgerTables['episode_detections']>;

/** What an episode is judged by. `over`: this alert is over, whatever its row says. */
export async function knownEpisode(trx: Kysely<LedgerTables>, episodeIndex: string, over: string | null): Promise<KnownEpisode> {
  return { open: await openAlert(trx, episodeIndex, over), judged: await judgedAlert(trx, episodeIndex) };
}

export async function episodeOf({ store, cipher }: LedgerContext, detection: Detection): Promise<KnownEpisode | null> {
  const index = episodeIndex(cipher, detection);
  return index === null ? null : store.read((db) => knownEpisode(db, index, null));
}

/** The worst, where an undone resolve has left several; one that is only recorded was never open. */
async function openAlert(trx: Kysely<LedgerTables>, episodeIndex: string, over: string | null): Promise<KnownEpisode['open']> {
  const rows = await trx.selectFrom('alerts').select(['code', 'stage', 'severity', 'plan']).where('episode_index', '=', episodeIndex).where('open', '=', 1)
    .orderBy('severity_rank', 'desc').orderBy('accepted_at', 'desc').execute();
  const row = rows.find(({ code, plan }) => code !== over && (JSON.parse(plan) as AlertPlan).mode !== 'record');
  if (!row) return null;
  const raises = await trx.selectFrom('episode_detections').select(['stage', 'severity']).where('code', '=', row.code).where('outcome', '=', 'pending').execute();
  return { code: row.code, ...raises.map(toBadness).reduce(worst, toBadness(row)) };
}

async function judgedAlert(trx: Kysely<LedgerTables>, episodeIndex: string): Promise<KnownEpisode['judged']> {
  const row = await trx.selectFrom('alerts').select(['code', 'stage', 'severity', 'found', 'resolved_at']).where('episode_index', '=', episodeIndex)
    .where('found', 'is not', null).where('resolved_at', 'is not', null).orderBy('resolved_at', 'desc').limit(1).executeTakeFirst();
  if (!row || row.found === null || row.resolved_at === null) return null;
  return { code: row.code, ...toBadness(row), found: row.found, resolvedAtMs: row.resolved_at };
}

function toBadness({ stage, severity }: Pick<DetectionRow, 'stage' | 'severity'>): Badness {
  return { stage: stage === null ? null : toStage(stage), severity };
}

function worst(one: Badness, other: Badness): Badness {
  const isWorse = one.stage === null || (other.stage !== null && isWorseStage(other.stage, one.stage));
  return { stage: isWorse ? other.stage : one.stage, severity: worseOf(one.severity, other.severity) };
}

export async function findDetection(trx: Writing, keyIndex: string): Promise<DetectionRow | undefined> {
  return trx.selectFrom('episode_detections').selectAll().where('key_index', '=', keyIndex).executeTakeFirst();
}

interface Repeat {
  alert: AcceptedAlert;
  indexes: DetectionIndexes;
  decided: RepeatDecision;
  judge: EpisodeJudge;
}

/** Keeps a detection with the alert that it belongs to; a raise is told by the alert itself, anything else by a line in its story. */
export async function addDetection(trx: Writing, { cipher }: LedgerContext, { alert, indexes, decided, judge }: Repeat): Promise<AcceptResult> {
  const { code, decision, reason } = decided;
  const id = randomUUID();
  const detection = alert.detection as Detection;
  const plan = decided.decision === 'raise' ? judge.planFrom(decided.from) : null;
  const row: DetectionRow = {
    id, code, key_index: indexes.key, content_index: indexes.content,
    sealed_detection: cipher.seal(placeOf(id), JSON.stringify({ detection, agent: judge.agent, by: alert.by, content: alert.content })),
    sealed_kept: alert.kept === undefined ? null : cipher.seal(keptPlace(id), JSON.stringify(alert.kept)),
    stage: toStageText(detection.stage), severity: (plan ?? alert.plan).severity,
    decision, reason, plan: plan && JSON.stringify(plan), received_at: alert.acceptedAt.getTime(), outcome: plan && 'pending',
  };
  await trx.insertInto('episode_detections').values(row).execute();
  if (plan === null) await tellJoined(trx, row, alert.acceptedAt);
  return { result: 'repeated', code, decision, reason, raise: plan && { id, code, detection, agent: judge.agent, by: alert.by, content: alert.content, kept: alert.kept, plan, reason, receivedAt: alert.acceptedAt } };
}

async function tellJoined(trx: Writing, { id, code, stage, severity, reason }: DetectionRow, at: Date): Promise<void> {
  const entry = { at: at.toISOString(), kind: 'joined' as const, reason: `stage_${stage}_${severity},${reason}` };
  await addToTimeline(trx, { code, timeline: [{ seq: placeBeside(id), entry }] });
}

export async function pendingRaises(context: LedgerContext, limit: number): Promise<PendingRaise[]> {
  const rows = await context.store.read((db) =>
    db.selectFrom('episode_detections').selectAll().where('outcome', '=', 'pending').orderBy('received_at').orderBy('id').limit(limit).execute());
  return rows.flatMap((row) => {
    const { id, code, plan, reason } = row;
    return plan === null ? [] : [{ id, code, plan: JSON.parse(plan) as AlertPlan, reason, receivedAt: new Date(row.received_at), ...openDetection(context, row) }];
  });
}

/** One that raised nothing, because somebody else had raised the alert as far, has joined it. */
export async function markRaised(context: LedgerContext, id: string, outcome: 'raised' | 'not_raised', at: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const row = await trx.updateTable('episode_detections').set({ outcome }).where('id', '=', id).where('outcome', '=', 'pending').returningAll().executeTakeFirst();
    if (row && outcome === 'not_raised') await tellJoined(trx, { ...row, reason: 'not_worse' }, at);
  });
}

/** Lets a raise go whose alert was over, and its key with it; the alert that it is with when that was done before, else null. */
export async function releaseRaise(trx: Writing, id: string): Promise<string | null> {
  const { numUpdatedRows } = await trx.updateTable('episode_detections').set({ outcome: 'anew', key_index: null }).where('id', '=', id).where('outcome', '=', 'pending').executeTakeFirst();
  if (numUpdatedRows > 0n) return null;
  return (await trx.selectFrom('episode_detections').select('code').where('id', '=', id).executeTakeFirstOrThrow()).code;
}

/** Notes the alert that it went to instead, with all that was said of it. */
export async function moveRaise(trx: Writing, id: string, code: string): Promise<void> {
  await trx.updateTable('episode_detections').set({ code }).where('id', '=', id).execute();
  await trx.updateTable('further_words').set({ code }).where('detection_id', '=', id).execute();
}

/** It went nowhere: it is as it was. */
export async function holdRaise(trx: Writing, id: string, keyIndex: string | null): Promise<void> {
  await trx.updateTable('episode_detections').set({ outcome: 'pending', key_index: keyIndex }).where('id', '=', id).execute();
}

export async function episodeDetections(context: LedgerContext, code: string): Promise<EpisodeDetection[]> {
  const rows = await context.store.read((db) => db.selectFrom('episode_detections').selectAll().where('code', '=', code).orderBy('received_at').orderBy('id').execute());
  return rows.map((row) => ({ at: new Date(row.received_at), decision: row.decision, reason: row.reason, outcome: row.outcome, ...openDetection(context, row) }));
}

/** What was handed in, and what came with it. */
export function openDetection({ cipher }: LedgerContext, row: DetectionRow): Pick<PendingRaise, 'detection' | 'agent' | 'by' | 'content' | 'kept'> {
  const kept = row.sealed_kept === null ? {} : { kept: JSON.parse(cipher.open(keptPlace(row.id), row.sealed_kept)) as KeptWithAlert };
  return { ...(JSON.parse(cipher.open(placeOf(row.id), row.sealed_detection)) as Pick<PendingRaise, 'detection' | 'agent' | 'by' | 'content'>), ...kept };
}

function keptPlace(id: string): { table: string; row: string; column: string } {
  return { table: 'episode_detections', row: id, column: 'sealed_kept' };
}

function placeOf(id: string): { table: string; row: string; column: string } {
  return { table: 'episode_detections', row: id, column: 'sealed_detection' };
}
