import type { Destination } from '../domain/people.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { toWallTime } from './ledger-context.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { PostedMessage } from './ledger.ts';
import { selectPosted, toPosted } from './posted-rows.ts';
import { readRoom } from './slots.ts';

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

/** One message an alert: the latest page of it that reached this destination. */
export async function openAlertsAt(context: LedgerContext, destination: Destination): Promise<PostedMessage[]> {
  const addressIndex = context.cipher.index(destination.platform, destination.address);
  const rows = await context.store.read((db) =>
    selectPosted(db)
      .innerJoin('alerts as l', 'l.code', 'n.code')
      .where('n.address_index', '=', addressIndex)
      .where('n.purpose', '=', 'page')
      .where('a.state', 'in', ['sent', 'delivered', 'read'])
      .where('l.open', '=', 1)
      .orderBy('a.sent_at', 'desc')
      .orderBy('a.id')
      .execute(),
  );
  const latest = new Map<string, PostedMessage>();
  for (const row of rows) if (!latest.has(row.code)) latest.set(row.code, toPosted(context, row));
  return [...latest.values()];
}

/** `freeAt` is null when no slot is used. */
export async function headroom(context: LedgerContext, sender: string, now: Date): Promise<{ limit: number; used: number; freeAt: Date | null }> {
  const tick = context.clock.tick(now);
  const { limit, releases } = await context.store.read((db) => readRoom(db, context, sender, tick));
  const first = releases[0];
  return { limit, used: releases.length, freeAt: first === undefined ? null : toWallTime(first, tick, now) };
}
