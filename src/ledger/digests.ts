import type { DigestAlert } from '../domain/message.ts';
import { severityRank } from '../domain/severity.ts';
import { arrivingAmong } from './arriving.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { NotificationRow } from './lost-attempts.ts';
import { stillWantedAs } from './superseded.ts';
import type { AlertStandingRow } from './superseded.ts';
import { rankOf, REACHED, STILL_ASKING_MS } from './waiting-line.ts';

/** A digest is held on by so much while alerts have been taken in that haven't asked for a page yet, milliseconds. */
const COMING_MS = 1_000;

/** A digest leaves once this long has brought no further alert for its destination, and after the longest hold anyway, milliseconds. */
const QUIET_MS = 2_000;
const LONGEST_HOLD_MS = 20_000;

/**
 * How much longer it is held where its worst page waits by another route as well, milliseconds: one of the two goes first, and the
 * slot of the other then serves somebody who has heard nothing yet.
 */
const SECOND_ROUTE_MS = 2_000;

/** One page among those that would go out in one message. */
export interface Joined {
  id: string;
  code: string;
  severity: NotificationRow['severity'];
  rank: number;
  wantedAt: number;
  repeatDue: boolean;
}

/** A page that may leave in a digest, with its alert as recorded; all null where that isn't known. */
type Candidate = Pick<NotificationRow, 'id' | 'code' | 'responder'> & { [column in keyof AlertStandingRow]: AlertStandingRow[column] | null };

/** Pages of one destination by one route go out together. */
export function bundleOf({ address_index, route }: Pick<NotificationRow, 'address_index' | 'route'>): string {
  return `${address_index}:${route}`;
}

/** Whether so much of a sender's limit is used that the rest is kept for digests. */
export function isTimeForDigests(used: number, limit: number): boolean {
  return used >= Math.ceil(limit / 2);
}

/** Everything that would leave with this page now, the first in line first; or until when it is held because more may come. */
export async function gather(trx: Writing, context: LedgerContext, note: NotificationRow, tick: number, now: Date): Promise<{ pages: Joined[] } | { heldUntil: number }> {
  const hold = await holdOf(trx, context, note, tick, now);
  if (tick < hold.until) return { heldUntil: hold.until };
  const pages = await collect(trx, context, note, tick, now);
  const [first] = pages;
  if (first && tick < hold.until + SECOND_ROUTE_MS && (await waitsByAnotherRoute(trx, context, note, first, tick))) return { heldUntil: hold.until + SECOND_ROUTE_MS };
  return { pages };
}

/** Those that a message names, each alert once. */
export function toDigest(pages: readonly DigestAlert[]): DigestAlert[] {
  const byCode = new Map<string, DigestAlert>();
  for (const { code, severity } of pages) if (!byCode.has(code)) byCode.set(code, { code, severity });
  return [...byCode.values()];
}

/** Pages that may leave with this one: to the same place by the same way, not under way, and asked for lately. */
function stillWanted(trx: Writing, context: LedgerContext, { address_index, route }: NotificationRow, tick: number) {
  return trx
    .selectFrom('notifications as n')
    .where('n.address_index', '=', address_index)
    .where('n.state', 'in', ['pending', 'failed_temporary'])
    .where('n.may_join', '=', 1)
    .where('n.route', '=', route)
    .where('n.asked_clock', '=', context.clock.id)
    .where('n.asked_tick', '>=', tick - STILL_ASKING_MS);
}

async function holdOf(trx: Writing, context: LedgerContext, note: NotificationRow, tick: number, now: Date): Promise<{ until: number }> {
  const waiting = await stillWanted(trx, context, note, tick)
    .select(({ fn }) => ['n.severity', fn.max('n.entered_tick').as('newest'), fn.min('n.entered_tick').as('oldest')])
    .groupBy('n.severity')
    .execute();
  // One ahead of ours was written before the clock went back.
  const last = Math.min(tick, Math.max(...waiting.map(({ newest }) => Number(newest))));
  const first = Math.min(tick, ...waiting.map(({ oldest }) => Number(oldest)));
  const worst = Math.max(severityRank(note.severity), ...waiting.map(({ severity }) => severityRank(severity)));
  const coming = (await areMoreComing(trx, worst, now)) ? tick + COMING_MS : Number.NEGATIVE_INFINITY;
  return { until: Math.min(Math.max(last + QUIET_MS, coming), first + LONGEST_HOLD_MS) };
}

/**
 * Alerts on record that have done nothing yet: in a burst their pages come faster than the workers begin with them. What is less urgent than
 * the worst of those that wait, or a drill, holds up nothing: in a flood such ones stay where they are on purpose.
 */
async function areMoreComing(trx: Writing, urgency: number, now: Date): Promise<boolean> {
  const alert = await trx
    .selectFrom('alerts')
    .select('code')
    .where('started_at', 'is', null)
    .where('severity_rank', '>=', urgency)
    .where('drill', '=', 0)
    .where('accepted_at', '>=', now.getTime() - LONGEST_HOLD_MS)
    .where('accepted_at', '<=', now.getTime())
    .where('open', '=', 1)
    .executeTakeFirst();
  return alert !== undefined;
}

async function collect(trx: Writing, context: LedgerContext, note: NotificationRow, tick: number, now: Date): Promise<Joined[]> {
  const found = await stillWanted(trx, context, note, tick)
    .leftJoin('alerts as l', 'l.code', 'n.code')
    .select(['n.id', 'n.code', 'n.severity', 'n.responder', 'n.destination_kind', 'n.wanted_at', 'n.repeat_due', 'n.retry_clock', 'n.retry_from_tick', 'n.retry_after_ms', 'l.revision', 'l.round', 'l.escalation_level', 'l.acknowledged_by', 'l.next_deadline'])
    .where((is) => is.or([is('l.code', 'is', null), is.and([is('l.open', '=', 1), is('l.status', '!=', 'acknowledged')])]))
    .execute();
  const rows = await withoutSuperseded(trx, found.filter((row) => !isHeldBack(row, context, tick)), now);
  const arriving = await arrivingAmong(trx, context, rows.flatMap(({ code, revision }) => (revision === null ? [] : [{ code, revision }])), tick);
  const reached = await reachedOtherwise(trx, note.route, rows);
  return rows
    .filter(({ code }) => !arriving.has(code))
    .map((row) => ({
      id: row.id, code: row.code, severity: row.severity, wantedAt: row.wanted_at, repeatDue: row.repeat_due === 1,
      rank: rankOf({ purpose: 'page', severity: row.severity }, row.destination_kind === 'channel' || row.responder === null || reached.has(`${row.code} ${row.responder}`)),
    }))
    .sort((a, b) => b.rank - a.rank || a.wantedAt - b.wantedAt || (a.id < b.id ? -1 : 1));
}

/** A provider asked to be left alone before this one is tried again. */
export function isHeldBack(row: Pick<NotificationRow, 'retry_clock' | 'retry_from_tick' | 'retry_after_ms'>, { clock }: LedgerContext, tick: number): boolean {
  const until = retryTick(row, clock.id, tick);
  return until !== null && tick < until;
}

/** From which tick on a page that failed may be tried again; null when nothing was said, or under a clock that is gone. */
export function retryTick({ retry_clock, retry_from_tick, retry_after_ms }: Pick<NotificationRow, 'retry_clock' | 'retry_from_tick' | 'retry_after_ms'>, clockId: string, tick: number): number | null {
  if (retry_from_tick === null || retry_after_ms === null || retry_clock !== clockId) return null;
  return Math.min(retry_from_tick, tick) + retry_after_ms;
}

/** What is over by now is left to its own turn, at which it is withdrawn. */
async function withoutSuperseded<Row extends Candidate>(trx: Writing, rows: readonly Row[], now: Date): Promise<Row[]> {
  const judged = rows.map((row) => ({ row, still: row.round === null ? 'yes' : stillWantedAs(row, toStanding(row), now) }));
  const past = judged.flatMap(({ row, still }) => (still === 'unless_reached' ? [row] : []));
  const reached = await reachedOtherwise(trx, null, past);
  return judged.flatMap(({ row, still }) => (still === 'no' || (still === 'unless_reached' && reached.has(`${row.code} ${row.responder}`)) ? [] : [row]));
}

function toStanding({ round, escalation_level, acknowledged_by, next_deadline }: Candidate): AlertStandingRow {
  return { round: round ?? 0, escalation_level: escalation_level ?? 0, acknowledged_by, next_deadline };
}

/** By any route but this one, or by any at all. */
async function reachedOtherwise(trx: Writing, route: NotificationRow['route'] | null, rows: readonly Pick<NotificationRow, 'code' | 'responder'>[]): Promise<Set<string>> {
  const responders = [...new Set(rows.map(({ responder }) => responder).filter((responder) => responder !== null))];
  if (responders.length === 0) return new Set();
  const reaching = trx
    .selectFrom('notifications')
    .select(['code', 'responder'])
    .where('responder', 'in', responders)
    .where('code', 'in', [...new Set(rows.map(({ code }) => code))])
    .where('purpose', '=', 'page')
    .where('state', 'in', REACHED);
  const reached = await (route === null ? reaching : reaching.where('route', '!=', route)).execute();
  return new Set(reached.map(({ code, responder }) => `${code} ${responder}`));
}

/** The routes' names decide which of the two is held, so that they don't wait for one another. */
async function waitsByAnotherRoute(trx: Writing, context: LedgerContext, { route, responder }: NotificationRow, { code }: Joined, tick: number): Promise<boolean> {
  if (responder === null) return false;
  const other = await trx
    .selectFrom('notifications')
    .select('id')
    .where('responder', '=', responder)
    .where('code', '=', code)
    .where('route', '<', route)
    .where('state', '=', 'pending')
    .where('may_join', '=', 1)
    .where('asked_clock', '=', context.clock.id)
    .where('asked_tick', '>=', tick - STILL_ASKING_MS)
    .executeTakeFirst();
  return other !== undefined;
}
