import type { Kysely } from 'kysely';
import type { LedgerContext, Writing } from './ledger-context.ts';
import { SETTLE_AFTER_MS } from './lost-attempts.ts';
import type { LedgerTables } from './schema.ts';

/** What a sender's limit leaves. */
export interface SenderRoom {
  limit: number;
  /** When each used slot comes free, earliest first. For a call that still runs: the earliest possible. */
  releases: number[];
}

/**
 * How many slots are used: what it takes to know whether one is free. Ends further ahead of `tick` than that of a call in doubt can be were
 * written under a clock that has gone back since: from now on they count as just ended, for one window.
 */
export async function countUsed(trx: Writing, context: LedgerContext, sender: string, tick: number): Promise<number> {
  // Running ones first: a call that ends meanwhile is then counted twice rather than not at all.
  const running = await countRunning(trx, sender);
  const ended = await trx
    .selectFrom('attempts')
    .select((of) => [of.fn.countAll<number>().as('count'), of.fn.max('ended_tick').as('newest')])
    .where('sender', '=', sender)
    .where('clock', '=', context.clock.id)
    .where('holds_slot', '=', 1)
    .where('ended_tick', '>=', tick - context.windowMs)
    .executeTakeFirstOrThrow();
  if (Number(ended.newest ?? tick) > furthestEnd(tick)) await pullBack(trx, context, sender, tick);
  const earlier = await endsOfEarlierRun(trx, context, sender, tick, context.limitOf(sender));
  return Number(ended.count) + running + earlier.length;
}

/**
 * Reads the limit off the ledger: each message that was created, or may have been, holds a slot from its claim until a window
 * after its call ended, so that the provider, who stamps it somewhere within the call, never sees more in any window of its own.
 * A call that failed for certain created nothing and holds none.
 */
export async function readRoom(db: Kysely<LedgerTables> | Writing, context: LedgerContext, sender: string, tick: number): Promise<SenderRoom> {
  const { clock, windowMs } = context;
  const limit = context.limitOf(sender);
  const ended = await db
    .selectFrom('attempts')
    .select('ended_tick')
    .where('sender', '=', sender)
    .where('clock', '=', clock.id)
    .where('holds_slot', '=', 1)
    .where('ended_tick', '>=', tick - windowMs)
    .execute();
  const ends = ended.map(({ ended_tick: end }) => (end === null || end > furthestEnd(tick) ? tick : end));
  ends.push(...Array<number>(await countRunning(db, sender)).fill(tick), ...(await endsOfEarlierRun(db, context, sender, tick, limit)));
  return { limit, releases: ends.sort((a, b) => a - b).map((end) => end + windowMs + 1) };
}

/** A call in doubt ends when its provider can't make its message any more, which may be yet to come. */
function furthestEnd(tick: number): number {
  return tick + SETTLE_AFTER_MS;
}

async function countRunning(db: Kysely<LedgerTables> | Writing, sender: string): Promise<number> {
  const running = await db
    .selectFrom('attempts')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('state', '=', 'sending')
    .where('sender', '=', sender)
    .executeTakeFirstOrThrow();
  return Number(running.count);
}

/**
 * After the host restarted its count began anew at 0, and every earlier call ended before that. Within the first window only
 * the calls of the last window before the restart can matter, and never more of them than the limit.
 */
async function endsOfEarlierRun(db: Kysely<LedgerTables> | Writing, context: LedgerContext, sender: string, tick: number, limit: number): Promise<number[]> {
  if (tick > context.windowMs) return [];
  const last = await db
    .selectFrom('attempts')
    .select(['clock', 'ended_tick'])
    .where('sender', '=', sender)
    .where('clock', '!=', context.clock.id)
    .where('holds_slot', '=', 1)
    .where('ended_tick', 'is not', null)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  const latest = last[0];
  if (!latest) return [];
  const newest = Math.max(...last.filter((row) => row.clock === latest.clock).map((row) => row.ended_tick ?? 0));
  return last.filter((row) => row.clock === latest.clock && (row.ended_tick ?? 0) >= newest - context.windowMs).map(() => 0);
}

async function pullBack(trx: Writing, context: LedgerContext, sender: string, tick: number): Promise<void> {
  await trx
    .updateTable('attempts')
    .set({ ended_tick: tick })
    .where('sender', '=', sender)
    .where('clock', '=', context.clock.id)
    .where('holds_slot', '=', 1)
    .where('ended_tick', '>', furthestEnd(tick))
    .execute();
}
