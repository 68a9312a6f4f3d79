import type { Selectable } from 'kysely';
import type { PlatformName } from '../domain/platform-name.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import { deadOwners } from './owners.ts';
import type { LedgerTables } from './schema.ts';

export type NotificationRow = Selectable<LedgerTables['notifications']>;

export type AttemptRow = Selectable<LedgerTables['attempts']>;

/**
 * Marks as uncertain every attempt in `sending` whose call can't be running any more: its owner is gone, or its deadline has
 * passed. What it made of the message has to be looked up.
 */
export async function markLost(trx: Writing, context: LedgerContext, of: { sender: string } | { platform: PlatformName }, tick: number): Promise<void> {
  const sending = trx.selectFrom('attempts').selectAll().where('state', '=', 'sending');
  const rows = await ('sender' in of ? sending.where('sender', '=', of.sender) : sending.where('platform', '=', of.platform)).execute();
  if (rows.length === 0) return;
  const dead = await deadOwners(trx, context, rows.map((row) => row.owner));
  for (const found of rows) {
    if (found.clock !== context.clock.id) {
      await markUncertainRow(trx, found, deadlineOf(found));
      continue;
    }
    const row = await pullStartBack(trx, context, found, tick);
    const deadline = deadlineOf(row);
    // The call ended no later than its deadline, and no later than now.
    if (dead.has(row.owner) || tick >= deadline) await markUncertainRow(trx, row, Math.min(tick, deadline));
  }
}

/** One that started ahead of `tick` did so under a clock that has gone back since: from now on it counts as just started. */
export async function pullStartBack<Row extends Pick<AttemptRow, 'id' | 'clock' | 'started_tick'>>(trx: Writing, context: LedgerContext, row: Row, tick: number): Promise<Row> {
  if (row.clock !== context.clock.id || row.started_tick <= tick) return row;
  await trx.updateTable('attempts').set({ started_tick: tick }).where('id', '=', row.id).execute();
  return { ...row, started_tick: tick };
}

/**
 * A provider may make the message some seconds after the connection broke or it answered with an error: looked for sooner, it
 * would not be found, and be sent twice. From the start of the call, milliseconds; a proposal of ours.
 */
export const SETTLE_AFTER_MS = 5_000;

/** From which tick on an attempt of unknown outcome may be looked up. One of a clock that is gone may be at once. */
export function settleTick(context: LedgerContext, { clock, started_tick: startedTick }: Pick<AttemptRow, 'clock' | 'started_tick'>): number {
  return clock === context.clock.id ? startedTick + SETTLE_AFTER_MS : Number.NEGATIVE_INFINITY;
}

/** The tick at which an attempt's call has ended by itself. */
export function deadlineOf(row: Pick<AttemptRow, 'started_tick' | 'call_timeout_ms'>): number {
  return row.started_tick + row.call_timeout_ms;
}

/** Its slot too is held as if the call had lasted for as long as the provider may still make the message. */
export async function markUncertainRow(trx: Writing, { id, started_tick: startedTick }: Pick<AttemptRow, 'id' | 'started_tick'>, endedTick: number): Promise<void> {
  const ended = Math.max(endedTick, startedTick + SETTLE_AFTER_MS);
  // Only while it is under way: what became of it may have been told since it was read.
  await trx.updateTable('attempts').set({ state: 'uncertain', ended_tick: ended }).where('id', '=', id).where('state', '=', 'sending').execute();
  await trx.updateTable('notifications').set({ state: 'uncertain' }).where('attempt_id', '=', id).where('state', '=', 'sending').execute();
}
