import type { Selectable } from 'kysely';
import { disprovedByAnAnswer, senderTrouble } from '../domain/failure.ts';
import type { Failure } from '../domain/failure.ts';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { FailingSender } from './ledger.ts';
import type { AttemptRow } from './lost-attempts.ts';
import type { LedgerTables } from './schema.ts';

/** So many failures with no success between them, to more than one destination, and it is the sender that fails. A proposal of ours. */
const FAILURES_IN_A_ROW = 3;

/** From one try of a failing sender to the next, milliseconds: twice as long each time. Proposals of ours. */
const FIRST_PROBE_MS = 5_000;
const LONGEST_PROBE_MS = 60_000;

/** Longest that a probe's time can lie ahead, its own call included, milliseconds: further ahead, the clock has gone back since. */
const FURTHEST_PROBE_MS = 2 * LONGEST_PROBE_MS;

/**
 * After failures that were reported of messages taken before: a message that was taken so long ago, and of which nothing bad has been told
 * since, counts as having arrived, milliseconds. Some carriers tell no more than that they took it. A proposal of ours.
 */
const NOTHING_TOLD_MS = 60_000;

/** What hasn't failed for so long is no longer told as failing, milliseconds; the next page by it is still a probe. */
const TOLD_FOR_MS = 60 * 60_000;

export type SenderHealth = Selectable<LedgerTables['sender_health']>;

/** What is known of a sender that has failed; undefined where it never has. */
export async function healthOf(trx: Writing, sender: string): Promise<SenderHealth | undefined> {
  return trx.selectFrom('sender_health').selectAll().where('sender', '=', sender).executeTakeFirst();
}

/** It is failing, and its next probe isn't due yet. */
export function isToBeLeftAlone(health: SenderHealth, context: LedgerContext, tick: number): boolean {
  return health.failing_since !== null && probeIn(health, context, tick) > 0;
}

/** Milliseconds until one page is let through to see whether it is back. */
function probeIn({ clock, probe_tick: probeTick }: SenderHealth, context: LedgerContext, tick: number): number {
  if (clock !== context.clock.id || probeTick === null || probeTick > tick + FURTHEST_PROBE_MS) return 0;
  return Math.max(0, probeTick - tick);
}

/** This attempt is the probe: until its outcome is known, or would have been, there is no other. */
export async function noteProbe(trx: Writing, context: LedgerContext, { sender, probes, clock, reported_tick }: SenderHealth, probe: { attemptId: string; callTimeoutMs: number }, tick: number): Promise<void> {
  await trx
    .updateTable('sender_health')
    .set({
      probes: probes + 1, probe_attempt: probe.attemptId, probe_tick: tick + probe.callTimeoutMs + waitAfter(probes + 1), clock: context.clock.id,
      ...(clock === context.clock.id ? {} : { well_tick: null, reported_tick: reported_tick === null ? null : 0, taken_tick: null }),
    })
    .where('sender', '=', sender)
    .execute();
}

/**
 * A message was taken: whatever was wrong with calls is over. After failures that were reported that shows nothing by itself, until one
 * arrives, or nothing bad is told for a while.
 */
export async function noteTaken(trx: Writing, context: LedgerContext, attempt: AttemptRow, tick: number): Promise<void> {
  const health = await healthOf(trx, attempt.sender);
  if (!health) return;
  if (health.reported_tick === null) return noteWell(trx, context, attempt.sender, tick);
  if (!isSinceReport(health, context, attempt)) return;
  const taken = health.clock === context.clock.id ? health.taken_tick : null;
  if (taken !== null && Math.abs(tick - taken) >= NOTHING_TOLD_MS) return noteWell(trx, context, attempt.sender, tick);
  if (taken === null) await trx.updateTable('sender_health').set({ taken_tick: tick }).where('sender', '=', attempt.sender).execute();
}

/** A message has arrived that left after the last one that was reported as failed. */
export async function noteArrived(trx: Writing, context: LedgerContext, attempt: AttemptRow, tick: number): Promise<void> {
  const health = await healthOf(trx, attempt.sender);
  if (health && health.reported_tick !== null && isSinceReport(health, context, attempt)) await noteWell(trx, context, attempt.sender, tick);
}

/** Under an earlier clock, which is gone, all began before. */
function isSinceReport({ clock, reported_tick }: SenderHealth, context: LedgerContext, attempt: AttemptRow): boolean {
  return attempt.clock === context.clock.id && (clock !== context.clock.id || reported_tick === null || attempt.started_tick > reported_tick);
}

async function noteWell(trx: Writing, context: LedgerContext, sender: string, tick: number): Promise<void> {
  await trx
    .updateTable('sender_health')
    .set({
      failures: 0, first_address: null, several_addresses: 0, failing_since: null, probes: 0, probe_tick: null, probe_attempt: null, reported_tick: null, taken_tick: null,
      clock: context.clock.id, well_tick: tick,
    })
    .where('sender', '=', sender)
    .where((is) => is.or([is('failures', '>', 0), is('failing_since', 'is not', null)]))
    .execute();
}

/**
 * A call failed, or (`told`) its message was taken and reported as failed later: it counts where that says something of its sender. Within
 * the transaction that books it.
 */
export async function noteFailed(trx: Writing, context: LedgerContext, attempt: AttemptRow, failure: Failure, now: Date, tick: number, { told = false } = {}): Promise<void> {
  const before = await healthOf(trx, attempt.sender);
  const trouble = senderTrouble(failure);
  if (before?.probe_attempt === attempt.id) await endProbe(trx, before, tick);
  if (trouble === null || (before && isOldNews(before, attempt, tick))) return;
  const address = await addressOf(trx, attempt.id);
  const failures = (before?.failures ?? 0) + 1;
  const first = before?.first_address ?? address;
  const several = before?.several_addresses === 1 || first !== address;
  const isFailing = trouble === 'broken' || (failures >= FAILURES_IN_A_ROW && several);
  const since = before?.failing_since ?? null;
  // What is written down of its ticks must be of one clock.
  const isAnew = isFailing && (since === null || (told && before?.clock !== context.clock.id));
  const changes = {
    failures, first_address: first, several_addresses: several ? 1 : 0, failure_kind: failure.kind, failure_code: failure.code, failed_at: now.getTime(),
    ...(told ? { reported_tick: newestReport(before, context, attempt), taken_tick: null } : {}),
    ...(isAnew ? { failing_since: since ?? now.getTime(), clock: context.clock.id, well_tick: null, probes: 0, probe_tick: tick + waitAfter(0), probe_attempt: null } : {}),
  };
  const blank = { failing_since: null, clock: context.clock.id, well_tick: null, probes: 0, probe_tick: null, probe_attempt: null, reported_tick: null, taken_tick: null };
  await trx
    .insertInto('sender_health')
    .values({ sender: attempt.sender, ...blank, ...changes })
    .onConflict((conflict) => conflict.column('sender').doUpdateSet(changes))
    .execute();
}

function newestReport(before: SenderHealth | undefined, context: LedgerContext, { clock, started_tick: startedTick }: AttemptRow): number {
  const earlier = before?.clock === context.clock.id ? (before.reported_tick ?? 0) : 0;
  return clock === context.clock.id ? Math.max(earlier, startedTick) : earlier;
}

async function endProbe(trx: Writing, { sender, probes }: SenderHealth, tick: number): Promise<void> {
  await trx.updateTable('sender_health').set({ probe_attempt: null, probe_tick: tick + waitAfter(probes) }).where('sender', '=', sender).execute();
}

/** A call that began before the last recovery says only what was known then. */
function isOldNews({ clock, well_tick: wellTick }: SenderHealth, attempt: AttemptRow, tick: number): boolean {
  return wellTick !== null && clock === attempt.clock && wellTick <= tick && attempt.started_tick < wellTick;
}

function waitAfter(probes: number): number {
  return Math.min(LONGEST_PROBE_MS, FIRST_PROBE_MS * 2 ** probes);
}

async function addressOf(trx: Writing, attemptId: string): Promise<string | null> {
  const note = await trx
    .selectFrom('notifications as n')
    .innerJoin('attempt_notifications as an', 'an.notification_id', 'n.id')
    .select('n.address_index')
    .where('an.attempt_id', '=', attemptId)
    .executeTakeFirst();
  return note?.address_index ?? null;
}

/**
 * The platform answered a question with these credentials. That shows refused credentials and being out of reach to be over; whether it takes
 * messages again, where it took none, only a message can show: one may try at once. Of a number that is refused, a limit of the day or
 * messages that don't arrive it shows nothing.
 */
export async function noteAnswers(context: LedgerContext, sender: string, now: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const health = await healthOf(trx, sender);
    if (!health || health.failing_since === null || health.failure_kind === null || health.failure_code === null || health.reported_tick !== null) return;
    const said = disprovedByAnAnswer({ kind: health.failure_kind, code: health.failure_code });
    if (said === 'over') return noteWell(trx, context, sender, await context.clock.tick(trx, now));
    if (said === 'may_pass' && health.probe_attempt === null) await trx.updateTable('sender_health').set({ probe_tick: null }).where('sender', '=', sender).execute();
  }, { sender });
}

/** Those that are failing now, by name. */
export async function failingSenders(context: LedgerContext, now: Date): Promise<FailingSender[]> {
  return context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    const rows = await db.selectFrom('sender_health').selectAll().where('failed_at', '>', now.getTime() - TOLD_FOR_MS).orderBy('sender').execute();
    return rows.flatMap((row) => (row.failing_since === null || row.failure_code === null ? [] : [{
      sender: row.sender, since: new Date(row.failing_since), code: row.failure_code, nextTry: toWallTime(tick + probeIn(row, context, tick), tick, now),
    }]));
  });
}
