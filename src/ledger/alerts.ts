import type { Kysely, Selectable } from 'kysely';
import { CLOSED_STATUSES, toTimeOrder } from '../domain/alert.ts';
import type { AlertView, TimelineEntry } from '../domain/alert.ts';
import type { AlertPlan } from '../domain/plan.ts';
import { severityRank } from '../domain/severity.ts';
import type { Stage } from '../domain/stage.ts';
import { keyIndex, type DetectionIndexes } from './detection-indexes.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { AcceptedAlert, AlertFilter, AlertRecord, KeptWithAlert, TakenUnder } from './ledger.ts';
import type { LedgerTables } from './schema.ts';
import { leaveLineAfter } from './waiting-line.ts';

type AlertRow = Selectable<LedgerTables['alerts']>;

/** Read at once where what is looked for is sealed. */
const ALERTS_AT_A_TIME = 200;

export async function unstarted(context: LedgerContext, limit: number): Promise<AcceptedAlert[]> {
  const rows = await context.store.read((db) =>
    db.selectFrom('alerts').selectAll().where('started_at', 'is', null).orderBy('severity_rank', 'desc').orderBy('accepted_at').orderBy('code').limit(limit).execute(),
  );
  return rows.map((row) => fromRow(context, row));
}

export async function markStarted(context: LedgerContext, code: string, at: Date): Promise<void> {
  await context.store.write((trx) =>
    trx.updateTable('alerts').set({ started_at: at.getTime() }).where('code', '=', code).where('started_at', 'is', null).execute(),
  );
}

export async function isStarted(context: LedgerContext, code: string): Promise<boolean> {
  const row = await context.store.read((db) => db.selectFrom('alerts').select('started_at').where('code', '=', code).executeTakeFirst());
  return row !== undefined && row.started_at !== null;
}

export async function accepted(context: LedgerContext, code: string): Promise<AcceptedAlert | null> {
  const row = await context.store.read((db) => db.selectFrom('alerts').selectAll().where('code', '=', code).executeTakeFirst());
  return row ? fromRow(context, row) : null;
}

export async function record(context: LedgerContext, update: AlertRecord, at: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('alerts')
      .set(({ eb, fn, val }) => ({
        started_at: fn.coalesce('started_at', val(at.getTime())),
        revision: update.revision,
        status: update.status,
        // Nobody is called after a drill: unanswered, it is over.
        open: update.status === 'unanswered' ? eb(val(1), '-', eb.ref('drill')) : isOpen(update.status),
        severity: update.severity,
        severity_rank: severityRank(update.severity),
        ...(update.stage === undefined ? {} : { stage: toStageText(update.stage) }),
        ...(update.round === undefined ? {} : { round: update.round }),
        escalation_level: update.escalationLevel,
        acknowledged_by: update.acknowledgedBy,
        next_deadline: update.nextDeadline,
        found: update.found ?? null,
        resolved_at: update.status === 'resolved' ? fn.coalesce('resolved_at', val(at.getTime())) : null,
      }))
      .where('code', '=', update.code)
      .where('revision', '<', update.revision)
      .executeTakeFirst();
    if (update.reached) await trx.updateTable('alerts').set({ status: 'notified' }).where('code', '=', update.code).where('status', '=', 'triggered').execute();
    await addToTimeline(trx, update);
    if (numUpdatedRows > 0n) await leaveLineAfter(trx, update.code, update.status);
  });
}

export async function alert(context: LedgerContext, code: string): Promise<AlertView | null> {
  return context.store.read(async (db) => {
    const row = await db.selectFrom('alerts').selectAll().where('code', '=', code).executeTakeFirst();
    if (!row) return null;
    return toView(context, row, (await timelines(db, [code])).get(code) ?? []);
  });
}

export async function revisionOf(context: LedgerContext, code: string): Promise<number | null> {
  const row = await context.store.read((db) => db.selectFrom('alerts').select('revision').where('code', '=', code).executeTakeFirst());
  return row?.revision ?? null;
}

export async function openRevisions({ store }: LedgerContext): Promise<ReadonlyMap<string, number>> {
  const rows = await store.read((db) => db.selectFrom('alerts').select(['code', 'revision']).where('open', '=', 1).execute());
  return new Map(rows.map(({ code, revision }) => [code, revision]));
}

export async function takenUnder(context: LedgerContext, key: string): Promise<TakenUnder | null> {
  const index = keyIndex(context.cipher, key);
  return context.store.read(async (db) => {
    const alert = await db.selectFrom('alerts').select(['code', 'accepted_at']).where('key_index', '=', index).executeTakeFirst();
    if (alert) return { code: alert.code, at: new Date(alert.accepted_at), isRecorded: false };
    const detection = await db.selectFrom('episode_detections').select(['code', 'decision', 'received_at']).where('key_index', '=', index).executeTakeFirst();
    return detection ? { code: detection.code, at: new Date(detection.received_at), isRecorded: detection.decision === 'record' } : null;
  });
}

/** Open ones first, then the worst, then the oldest. */
export async function alerts(context: LedgerContext, { open, status, severity, unit, limit }: AlertFilter): Promise<AlertView[]> {
  return context.store.read(async (db) => {
    const ordered = db
      .selectFrom('alerts')
      .selectAll()
      .orderBy('open', 'desc')
      .orderBy('severity_rank', 'desc')
      .orderBy('accepted_at')
      .orderBy('code');
    const wanted = { ...(open === undefined ? {} : { open: open ? 1 : 0 }), ...(status === undefined ? {} : { status }), ...(severity === undefined ? {} : { severity }) };
    const chosen = ordered.where((eb) => eb.and(wanted));
    const some = (count: number, from: number): Promise<AlertRow[]> => chosen.limit(count).offset(from).execute();
    return toViews(context, db, unit === undefined ? await some(limit, 0) : await ofUnit(context, unit, limit, some));
  });
}

/** The unit is sealed with the finding, so it is looked for in what was read, some alerts at a time. */
async function ofUnit(context: LedgerContext, unit: string, limit: number, some: (count: number, from: number) => Promise<AlertRow[]>): Promise<AlertRow[]> {
  const found: AlertRow[] = [];
  for (let from = 0; ; from += ALERTS_AT_A_TIME) {
    const rows = await some(ALERTS_AT_A_TIME, from);
    found.push(...rows.filter((row) => detectionOf(context, row).unit === unit));
    if (found.length >= limit || rows.length < ALERTS_AT_A_TIME) return found.slice(0, limit);
  }
}

export async function heldAlerts(context: LedgerContext, after: string | null, limit: number): Promise<AlertView[]> {
  return context.store.read(async (db) => {
    const held = db.selectFrom('alerts').selectAll().where('open', '=', 1).where('status', '=', 'acknowledged').orderBy('code').limit(limit);
    return toViews(context, db, await (after === null ? held : held.where('code', '>', after)).execute());
  });
}

async function toViews(context: LedgerContext, db: Kysely<LedgerTables>, rows: readonly AlertRow[]): Promise<AlertView[]> {
  const stories = await timelines(db, rows.map((row) => row.code));
  return rows.map((row) => toView(context, row, stories.get(row.code) ?? []));
}

function isOpen(status: AlertView['status']): number {
  return CLOSED_STATUSES.includes(status) ? 0 : 1;
}

export async function addToTimeline(trx: Writing, { code, timeline }: Pick<AlertRecord, 'code' | 'timeline'>): Promise<void> {
  if (timeline.length === 0) return;
  await trx
    .insertInto('timeline')
    .values(timeline.map(({ seq, entry }) => ({ code, seq, entry: JSON.stringify(entry) })))
    .onConflict((conflict) => conflict.columns(['code', 'seq']).doNothing())
    .execute();
}

async function timelines(db: Kysely<LedgerTables>, codes: string[]): Promise<Map<string, TimelineEntry[]>> {
  const stories = new Map<string, TimelineEntry[]>();
  const besides = new Set<string>();
  if (codes.length === 0) return stories;
  const lines = await db.selectFrom('timeline').selectAll().where('code', 'in', codes).orderBy('code').orderBy('seq').execute();
  for (const line of lines) {
    const story = stories.get(line.code) ?? [];
    story.push(JSON.parse(line.entry) as TimelineEntry);
    stories.set(line.code, story);
    if (line.seq < 0) besides.add(line.code);
  }
  // Lines that the workflow didn't write have no place among its own but their time.
  for (const code of besides) stories.set(code, toTimeOrder(stories.get(code) ?? []));
  return stories;
}

/** An alert's row as it begins, and by which it is found again. */
export function toRow({ cipher }: LedgerContext, alert: AcceptedAlert, indexes: DetectionIndexes): AlertRow {
  const { detection, plan } = alert;
  return {
    code: alert.code,
    key_index: indexes.key,
    content_index: indexes.content,
    sealed_detection: cipher.seal(detectionPlace(alert.code), JSON.stringify(detection)),
    sealed_kept: alert.kept === undefined ? null : cipher.seal(keptPlace(alert.code), JSON.stringify(alert.kept)),
    plan: JSON.stringify(plan),
    stage: toStageText(detection.stage),
    alert_type: alert.alertType,
    raised_by: alert.by ?? null,
    drill: alert.drill ? 1 : 0,
    accepted_at: alert.acceptedAt.getTime(),
    started_at: null,
    revision: -1,
    status: 'triggered',
    open: 1,
    severity: plan.severity,
    severity_rank: severityRank(plan.severity),
    round: 0,
    escalation_level: 0,
    acknowledged_by: null,
    next_deadline: null,
    episode_index: indexes.episode,
    found: null,
    resolved_at: null,
  };
}

function fromRow(context: LedgerContext, row: AlertRow): AcceptedAlert {
  return {
    code: row.code,
    detection: detectionOf(context, row),
    alertType: row.alert_type,
    ...(row.raised_by === null ? {} : { by: row.raised_by }),
    plan: JSON.parse(row.plan) as AlertPlan,
    drill: row.drill === 1,
    acceptedAt: new Date(row.accepted_at),
    ...(row.sealed_kept === null ? {} : { kept: keptWithAlert(context, row) }),
  };
}

/** What came with an alert and goes on no platform; empty where nothing did, or retention removed it. */
export function keptWithAlert({ cipher }: LedgerContext, { code, sealed_kept: sealed }: Pick<AlertRow, 'code' | 'sealed_kept'>): KeptWithAlert {
  return sealed === null ? {} : (JSON.parse(cipher.open(keptPlace(code), sealed)) as KeptWithAlert);
}

export function detectionOf({ cipher }: LedgerContext, row: Pick<AlertRow, 'code' | 'sealed_detection'>): AcceptedAlert['detection'] {
  return JSON.parse(cipher.open(detectionPlace(row.code), row.sealed_detection)) as AcceptedAlert['detection'];
}

function toView(context: LedgerContext, row: AlertRow, timeline: TimelineEntry[]): AlertView {
  return {
    code: row.code,
    status: row.status,
    severity: row.severity,
    stage: row.stage === null ? null : toStage(row.stage),
    escalationLevel: row.escalation_level,
    acknowledgedBy: row.acknowledged_by,
    nextDeadline: row.next_deadline,
    duplicate: false,
    timeline,
    unit: detectionOf(context, row).unit ?? null,
    acceptedAt: new Date(row.accepted_at).toISOString(),
    drill: row.drill === 1,
  };
}

export function toStageText(stage: Stage | null): string | null {
  return stage === null ? null : String(stage);
}

export function toStage(text: string): Stage {
  return (/^\d$/.test(text) ? Number(text) : text) as Stage;
}

function keptPlace(code: string): { table: string; row: string; column: string } {
  return { table: 'alerts', row: code, column: 'sealed_kept' };
}

function detectionPlace(code: string): { table: string; row: string; column: string } {
  return { table: 'alerts', row: code, column: 'sealed_detection' };
}
