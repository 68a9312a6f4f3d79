import type { Kysely } from 'kysely';
import type { Destination } from '../domain/people.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { Headroom, PageUnderWay, PostedMessage } from './ledger.ts';
import { notificationsAt, notificationsTo, selectPosted, toPosted } from './posted-rows.ts';
import type { PostedRow } from './posted-rows.ts';
import type { LedgerTables } from './schema.ts';
import { readRoom } from './slots.ts';
import { lineOn } from './waiting-line.ts';

/** Every copy that went out, repeats included, oldest first. */
export async function posted(context: LedgerContext, code: string): Promise<PostedMessage[]> {
  const rows = await context.store.read((db) => selectPosted(db).where('n.code', '=', code).orderBy('a.sent_at').orderBy('a.id').execute());
  return rows.map((row) => toPosted(context, row));
}

export async function postedByRef(context: LedgerContext, platform: PlatformName, providerId: string): Promise<PostedMessage | null> {
  const row = await context.store.read((db) =>
    selectPosted(db).where('a.provider_id', '=', providerId).where('a.platform', '=', platform).orderBy('a.sent_at', 'desc').executeTakeFirst(),
  );
  return row ? toPosted(context, row) : null;
}

export async function postedByNotification(context: LedgerContext, notificationId: string): Promise<PostedMessage | null> {
  const row = await context.store.read((db) =>
    selectPosted(db).where('n.id', '=', notificationId).orderBy('a.sent_at', 'desc').executeTakeFirst(),
  );
  return row ? toPosted(context, row) : null;
}

/** Told as sent when their call began. */
export async function pagesUnderWay(context: LedgerContext, of: { notificationId: string } | { destination: Destination }): Promise<PageUnderWay[]> {
  const rows = await context.store.read((db) => {
    const underWay = db
      .selectFrom('attempts as a')
      .innerJoin('attempt_notifications as an', 'an.attempt_id', 'a.id')
      .innerJoin('notifications as n', 'n.id', 'an.notification_id')
      .innerJoin('alerts as l', 'l.code', 'n.code')
      .select(['n.id as notification_id', 'n.code', 'n.step', 'a.started_at'])
      .where('n.purpose', '=', 'page')
      .where('a.state', 'in', ['sending', 'uncertain'])
      .where('a.given_up', '=', 0)
      .where('l.open', '=', 1)
      .orderBy('a.started_at', 'desc');
    if ('notificationId' in of) return underWay.where('n.id', '=', of.notificationId).execute();
    const index = context.cipher.index(of.destination.platform, of.destination.address);
    return underWay.where('n.id', 'in', notificationsAt(db, index)).where(({ fn }) => fn.coalesce('an.earlier_address_index', 'n.address_index'), '=', index).execute();
  });
  return rows.map((row) => ({ notificationId: row.notification_id, code: row.code, step: row.step, sentAt: new Date(row.started_at) }));
}

/** Pages looked through for alerts that were resolved lately. */
const RESOLVED_PAGES = 100;

export async function openAlertsAt(context: LedgerContext, destination: Destination): Promise<PostedMessage[]> {
  return latestOfEach(context, await context.store.read((db) => pagesAt(db, context, destination).where('l.open', '=', 1).execute()));
}

export async function resolvedAlertsAt(context: LedgerContext, destination: Destination): Promise<PostedMessage[]> {
  return latestOfEach(context, await context.store.read((db) => pagesAt(db, context, destination).where('l.status', '=', 'resolved').limit(RESOLVED_PAGES).execute()));
}

export async function resolvedPagesTo(context: LedgerContext, responder: string): Promise<PostedMessage[]> {
  return latestOfEach(context, await context.store.read((db) => pagesTo(db, responder).where('l.status', '=', 'resolved').limit(RESOLVED_PAGES).execute()));
}

/** Pages that reached a destination, newest first, each with its alert. */
function pagesAt(db: Kysely<LedgerTables>, context: LedgerContext, destination: Destination) {
  const index = context.cipher.index(destination.platform, destination.address);
  return pagesOut(db).where('n.id', 'in', notificationsAt(db, index)).where(({ fn }) => fn.coalesce('an.earlier_address_index', 'n.address_index'), '=', index);
}

/** Pages that reached a person by whatever way. */
function pagesTo(db: Kysely<LedgerTables>, responder: string) {
  return pagesOut(db).where('n.id', 'in', notificationsTo(db, responder)).where(({ fn }) => fn.coalesce('an.earlier_responder', 'n.responder'), '=', responder);
}

/** Pages that their providers took, newest first, each with its alert. */
function pagesOut(db: Kysely<LedgerTables>) {
  return selectPosted(db)
    .innerJoin('alerts as l', 'l.code', 'n.code')
    .where('n.purpose', '=', 'page')
    .where('a.state', 'in', ['sent', 'delivered', 'read'])
    .orderBy('a.sent_at', 'desc')
    .orderBy('a.id');
}

/** One message an alert: the latest page of it. */
function latestOfEach(context: LedgerContext, rows: readonly PostedRow[]): PostedMessage[] {
  const latest = new Map<string, PostedMessage>();
  for (const row of rows) if (!latest.has(row.code)) latest.set(row.code, toPosted(context, row));
  return [...latest.values()];
}

/** When a platform last took a message. */
export async function lastSentBy(context: LedgerContext, platform: PlatformName): Promise<Date | null> {
  const newest = async (state: 'sent' | 'delivered' | 'read', overdueTold: 0 | 1): Promise<number> => {
    // As attempts_by_receipt orders them, so that it is one look at the end of a range.
    const row = await context.store.read((db) => db.selectFrom('attempts').select('sent_at').where('platform', '=', platform).where('state', '=', state)
      .where('overdue_told', '=', overdueTold).where('sent_at', 'is not', null).orderBy('sent_at', 'desc').limit(1).executeTakeFirst());
    return Number(row?.sent_at ?? 0);
  };
  const at = Math.max(...(await Promise.all((['sent', 'delivered', 'read'] as const).flatMap((state) => [newest(state, 0), newest(state, 1)]))));
  return at === 0 ? null : new Date(at);
}

export async function headroom(context: LedgerContext, sender: string, now: Date): Promise<Headroom> {
  return context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    const { limit, releases } = await readRoom(db, context, sender, tick);
    const { waiting, lastTick } = await lineOn(db, context, sender, tick);
    const atWall = (at: number | null): Date | null => (at === null ? null : toWallTime(at, tick, now));
    return { limit, used: releases.length, freeAt: atWall(releases[0] ?? null), waiting, waitingUntil: atWall(lastTick) };
  });
}
