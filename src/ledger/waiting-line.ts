import type { Kysely } from 'kysely';
import { CLOSED_STATUSES } from '../domain/alert.ts';
import type { AlertStatus } from '../domain/alert.ts';
import type { Purpose } from '../domain/message.ts';
import type { Route } from '../domain/platform-name.ts';
import { SEVERITIES, severityRank } from '../domain/severity.ts';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { WantedNotification } from './ledger.ts';
import type { LedgerTables } from './schema.ts';
import type { SenderRoom } from './slots.ts';

/** Somebody better placed who was told to come back. */
export interface Waiter {
  backTick: number;
  expiresTick: number;
}

/** How long a place is kept for a caller that is late, at most; less where the window is short. */
const MAX_GRACE_MS = 5_000;

/** Pages before answers (a person is waiting), answers before notices; within each the worse severity, and of one severity what is news. */
const PURPOSE_RANK: Record<Purpose, number> = { page: 2, answer: 1, notice: 0 };

export function rankOf({ purpose, severity }: Pick<WantedNotification, 'purpose' | 'severity'>, redundant: boolean): number {
  return 2 * (PURPOSE_RANK[purpose] * SEVERITIES.length + severityRank(severity)) + (redundant ? 0 : 1);
}

/** A page whose caller asked this recently is still wanted, milliseconds: callers come back every 15 s at the latest. */
export const STILL_ASKING_MS = 20_000;

/** States of a message that its reader has, or is about to have. */
export const REACHED = ['sending', 'sent', 'delivered', 'read'] as const;

/** Where somebody stands in a sender's line. */
export interface Place {
  id: string;
  rank: number;
  wantedAt: number;
  /** What it leaves together with: they need one slot. Null for what leaves by itself. */
  bundle: string | null;
}

/**
 * A page that tells its reader nothing new: the same alert has reached them by another route. A post in a channel is none that
 * anybody is counted on to read. Until everybody has been served once, neither takes a slot from those who know nothing yet.
 */
export async function isRedundant(trx: Writing, { purpose, code, route, destination, responder }: WantedNotification): Promise<boolean> {
  if (purpose !== 'page') return false;
  if (destination.kind === 'channel' || responder === null) return true;
  const reached = await trx
    .selectFrom('notifications')
    .select('id')
    .where('code', '=', code)
    .where('responder', '=', responder)
    .where('route', '!=', route)
    .where('purpose', '=', 'page')
    .where('state', 'in', REACHED)
    .executeTakeFirst();
  return reached !== undefined;
}

/**
 * Null when the caller may send now, or the tick at which it should ask again. It may send when a slot is free and everybody
 * better placed still finds one at the time they come back: a slot that nobody better can use isn't left idle, and the last
 * one isn't taken from them.
 */
export function comeBackAt(room: SenderRoom, better: Waiter[], tick: number, windowMs: number): number | null {
  const free = room.limit - room.releases.length;
  if (free >= 1 && allStillFit(free - 1, room.releases, better)) return null;
  // The better placed take the slots that come free first; after a whole window everything is reckoned anew.
  const fullWindow = tick + windowMs + 1;
  const release = room.releases[better.length - free] ?? fullWindow;
  const expiry = free >= 1 ? Math.min(...better.map((waiter) => waiter.expiresTick + 1)) : Number.POSITIVE_INFINITY;
  return Math.max(tick + 1, Math.min(release, expiry, fullWindow));
}

function allStillFit(free: number, releases: number[], better: Waiter[]): boolean {
  const inOrder = better.map((waiter) => waiter.backTick).sort((a, b) => a - b);
  return inOrder.every((back, index) => free + releases.filter((release) => release <= back).length > index);
}

/** Those on a sender who go before this place and are still expected, a bundle as one. Who stopped asking is no longer counted. */
export async function betterWaiters(trx: Writing, context: LedgerContext, sender: string, { id, rank, wantedAt, bundle }: Place, tick: number): Promise<Waiter[]> {
  const rows = await trx
    .selectFrom('waiting')
    .select(({ fn }) => [fn.coalesce('bundle', 'notification_id').as('leaves_as'), fn.min('back_tick').as('back'), fn.max('expires_tick').as('expires')])
    .where('sender', '=', sender)
    .where('clock', '=', context.clock.id)
    .where('expires_tick', '>=', tick)
    // Further ahead than any place is ever kept: written under a clock that has since gone back.
    .where('expires_tick', '<=', tick + context.windowMs + 1 + graceMs(context))
    .where('notification_id', '!=', id)
    .where((is) =>
      is.or([
        is('rank', '>', rank),
        is.and([is('rank', '=', rank), is('wanted_at', '<', wantedAt)]),
        is.and([is('rank', '=', rank), is('wanted_at', '=', wantedAt), is('notification_id', '<', id)]),
      ]),
    )
    .groupBy(({ fn }) => fn.coalesce('bundle', 'notification_id'))
    .execute();
  return rows.filter(({ leaves_as }) => leaves_as !== bundle).map(({ back, expires }) => ({ backTick: Number(back), expiresTick: Number(expires) }));
}

/** Somebody of the same bundle comes back by then, and would send for all of it. */
export async function isFetched(trx: Writing, context: LedgerContext, { id, bundle }: Place, tick: number, byTick: number): Promise<boolean> {
  const other = await trx
    .selectFrom('waiting')
    .select('notification_id')
    .where('bundle', '=', bundle)
    .where('notification_id', '!=', id)
    .where('clock', '=', context.clock.id)
    .where('expires_tick', '>=', tick)
    .where('back_tick', '<=', byTick)
    .executeTakeFirst();
  return other !== undefined;
}

/** Keeps the caller's place until a little after the time it was told to come back. */
export async function standInLine(trx: Writing, context: LedgerContext, wanted: WantedNotification, { rank, wantedAt, bundle }: Place, tick: number, backTick: number): Promise<void> {
  await trx
    .deleteFrom('waiting')
    .where('sender', '=', wanted.sender)
    .where((is) => is.or([is('clock', '!=', context.clock.id), is('expires_tick', '<', tick)]))
    .execute();
  const row = {
    code: wanted.code,
    sender: wanted.sender,
    purpose: wanted.purpose,
    after_acknowledgment: wanted.afterAcknowledgment ? 1 : 0,
    rank,
    wanted_at: wantedAt,
    clock: context.clock.id,
    back_tick: backTick,
    expires_tick: backTick + graceMs(context),
    bundle,
  };
  await trx
    .insertInto('waiting')
    .values({ notification_id: wanted.id, ...row })
    .onConflict((conflict) => conflict.column('notification_id').doUpdateSet(row))
    .execute();
}

export async function leaveLine(trx: Writing, notificationIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('waiting').where('notification_id', 'in', notificationIds).execute();
}

/** Pages of one alert that are told to come back later, soonest first. Who stopped asking is no longer counted. */
export async function pagesInLine(context: LedgerContext, code: string, now: Date): Promise<{ route: Route; until: Date }[]> {
  return context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    const rows = await db
      .selectFrom('waiting as w')
      .innerJoin('notifications as n', 'n.id', 'w.notification_id')
      .select(['n.route', 'w.back_tick'])
      .where('w.code', '=', code)
      .where('w.purpose', '=', 'page')
      .where('w.clock', '=', context.clock.id)
      .where('w.expires_tick', '>=', tick)
      .orderBy('w.back_tick')
      .orderBy('n.id')
      .execute();
    return rows.map(({ route, back_tick }) => ({ route, until: toWallTime(back_tick, tick, now) }));
  });
}

/** How many messages are told to come back later on a sender, and the tick at which the last of them is; null when none waits. */
export async function lineOn(db: Kysely<LedgerTables>, context: LedgerContext, sender: string, tick: number): Promise<{ waiting: number; lastTick: number | null }> {
  const { count, last } = await db
    .selectFrom('waiting')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('back_tick').as('last')])
    .where('sender', '=', sender)
    .where('clock', '=', context.clock.id)
    .where('expires_tick', '>=', tick)
    .executeTakeFirstOrThrow();
  return { waiting: Number(count), lastTick: last === null ? null : Number(last) };
}

/** Pages that an alert's new status has ended keep no place. */
export async function leaveLineAfter(trx: Writing, code: string, status: AlertStatus): Promise<void> {
  const isClosed = CLOSED_STATUSES.includes(status);
  if (!isClosed && status !== 'acknowledged') return;
  const pages = trx.deleteFrom('waiting').where('code', '=', code).where('purpose', '=', 'page');
  await (isClosed ? pages : pages.where('after_acknowledgment', '=', 0)).execute();
}

function graceMs(context: LedgerContext): number {
  return Math.min(MAX_GRACE_MS, Math.floor(context.windowMs / 12));
}
