import type { AnewReason } from '../domain/episode.ts';
import { keptWithAlert, toRow } from './alerts.ts';
import { indexesOf, type DetectionIndexes } from './detection-indexes.ts';
import { addDetection, findDetection, holdRaise, knownEpisode, moveRaise, openDetection, releaseRaise, type DetectionRow } from './episodes.ts';
import { keepFurtherWords } from './further-words.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { AcceptedAlert, AcceptResult, EpisodeJudge, PendingRaise, Repeated } from './ledger.ts';

/** A detection on its way in: what it is found by is worked out once. */
interface Arriving {
  context: LedgerContext;
  alert: AcceptedAlert;
  indexes: DetectionIndexes;
}

/** One write transaction: what is known of the wound is judged by, and written to, under the same lock. */
export async function accept(context: LedgerContext, alert: AcceptedAlert, judge?: EpisodeJudge): Promise<AcceptResult> {
  const arriving = { context, alert, indexes: indexesOf(context.cipher, alert) };
  return context.store.write(async (trx) => (await findByKey(trx, arriving)) ?? place(trx, arriving, judge), lockOf(arriving));
}

export async function acceptAnew(context: LedgerContext, raise: PendingRaise, alert: AcceptedAlert, judge: EpisodeJudge): Promise<AcceptResult> {
  const arriving = { context, alert, indexes: indexesOf(context.cipher, alert) };
  return context.store.write(async (trx) => {
    const settled = await releaseRaise(trx, raise.id);
    if (settled !== null) return { result: 'duplicate', code: settled };
    // The ledger may not know yet that its alert is over.
    const placed = await place(trx, arriving, judge, raise.code);
    await (placed.result === 'code_taken' ? holdRaise(trx, raise.id, arriving.indexes.key) : moveRaise(trx, raise.id, placed.code));
    return placed;
  }, lockOf(arriving));
}

function lockOf({ indexes: { key, episode } }: Arriving): { detection: string[] } | undefined {
  const detection = [key, episode].filter((index) => index !== null);
  return detection.length === 0 ? undefined : { detection };
}

/** The caller's own key comes before anything else. A repeat in other words is a repeat, and its words are kept. */
async function findByKey(trx: Writing, { context, alert: repeat, indexes: { key, content } }: Arriving): Promise<AcceptResult | null> {
  if (key === null) return null;
  const alert = await trx.selectFrom('alerts').select(['code', 'content_index', 'sealed_kept']).where('key_index', '=', key).executeTakeFirst();
  const detection = alert ? undefined : await findDetection(trx, key);
  const found = alert ?? detection;
  if (!found) return null;
  const { code } = found;
  if (found.content_index !== content) return { result: 'conflict', code };
  const first = alert ? keptWithAlert(context, alert) : ((detection && openDetection(context, detection).kept) ?? {});
  const words = await keepFurtherWords(trx, context, repeat, { code, detection: detection?.id ?? null, first });
  return { result: 'duplicate', code, ...(words === null ? {} : { words }), ...(detection ? { repeated: repeatedAs(detection) } : {}) };
}

function repeatedAs({ decision, reason, outcome }: DetectionRow): Repeated & { isPending: boolean } {
  return { decision, reason, isPending: outcome === 'pending' };
}

async function place(trx: Writing, arriving: Arriving, judge: EpisodeJudge | undefined, over: string | null = null): Promise<AcceptResult> {
  const { context, alert, indexes } = arriving;
  if (judge === undefined || indexes.episode === null) return create(trx, arriving, null);
  const decided = judge.decide(await knownEpisode(trx, indexes.episode, over));
  if (decided.decision === 'new') return create(trx, arriving, decided.reason);
  return addDetection(trx, context, { alert, indexes, decided, judge });
}

async function create(trx: Writing, { context, alert, indexes }: Arriving, anew: AnewReason | null): Promise<AcceptResult> {
  const { code, plan } = alert;
  const told = anew === null ? alert : { ...alert, plan: { ...plan, reasons: [...plan.reasons, anew] } };
  const { numInsertedOrUpdatedRows } = await trx.insertInto('alerts').values(toRow(context, told, indexes)).onConflict((conflict) => conflict.column('code').doNothing()).executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return { result: 'code_taken', code };
  return { result: 'created', code, ...(anew === null ? {} : { anew }) };
}
