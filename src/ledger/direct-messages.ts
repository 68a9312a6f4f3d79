import type { Kysely, Selectable } from 'kysely';
import type { DirectMessage, DirectRequest } from '../domain/direct-message.ts';
import { pageAheadId } from '../domain/escalation/page-ahead.ts';
import type { Place } from './field-cipher.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import { directNotificationId } from './ledger.ts';
import type { AcceptedDirect, DirectTaken, UnstartedDirect } from './ledger.ts';
import type { LedgerTables } from './schema.ts';

type DirectRow = Selectable<LedgerTables['direct_messages']>;

export async function takenBefore(context: LedgerContext, asked: DirectRequest): Promise<DirectTaken | null> {
  const keyIndex = keyIndexOf(context, asked);
  return keyIndex === null ? null : context.store.read((db) => byKey(db, keyIndex, contentIndexOf(context, asked)));
}

export async function acceptDirect(context: LedgerContext, message: AcceptedDirect): Promise<DirectTaken> {
  const row = toRow(context, message);
  return context.store.write(async (trx) => {
    const before = row.key_index === null ? null : await byKey(trx, row.key_index, row.content_index);
    if (before) return before;
    // People read both kinds of code out, so that one never stands for two.
    if (await trx.selectFrom('alerts').select('code').where('code', '=', message.code).executeTakeFirst()) return { result: 'code_taken', code: message.code };
    const { numInsertedOrUpdatedRows } = await trx.insertInto('direct_messages').values(row).onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 0n) return { result: 'created', code: message.code };
    // Another process has written the same key meanwhile, or the code was taken.
    return (row.key_index === null ? null : await byKey(trx, row.key_index, row.content_index)) ?? { result: 'code_taken', code: message.code };
  });
}

export async function directMessage(context: LedgerContext, code: string): Promise<DirectMessage | null> {
  return context.store.read(async (db) => {
    const row = await db.selectFrom('direct_messages').selectAll().where('code', '=', code).executeTakeFirst();
    if (!row) return null;
    const ids = notificationsOf(row);
    const sent = await db
      .selectFrom('notifications as n')
      .leftJoin('attempts as a', 'a.id', 'n.attempt_id')
      .select(['n.id', 'n.state', 'a.sent_at', 'a.failure_code'])
      .where('n.id', 'in', ids)
      .execute();
    // A page that the alert needed no more was withdrawn, and a notice of its own followed.
    const [last] = sent.toSorted((a, b) => ids.indexOf(b.id) - ids.indexOf(a.id));
    return fromRow(context, row, last);
  });
}

/** What it is sent as, in that order. */
function notificationsOf({ code, status, alert, responder, route }: DirectRow): string[] {
  const own = directNotificationId(code);
  return status === 'as_page' && alert !== null && responder !== null ? [pageAheadId({ code: alert, message: code, responder, route }), own] : [own];
}

export async function unstartedDirect(context: LedgerContext, limit: number): Promise<UnstartedDirect[]> {
  return context.store.read((db) =>
    db.selectFrom('direct_messages').select(['code', 'route']).where('started_at', 'is', null).where('status', '!=', 'already_told').orderBy('accepted_at').orderBy('code').limit(limit).execute(),
  );
}

export async function markDirectStarted(context: LedgerContext, code: string, at: Date): Promise<void> {
  await context.store.write((trx) => trx.updateTable('direct_messages').set({ started_at: at.getTime() }).where('code', '=', code).where('started_at', 'is', null).execute());
}

export async function markDirectUnsent(context: LedgerContext, code: string, reason: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('direct_messages').set({ unsent_reason: reason }).where('code', '=', code).execute());
}

async function byKey(db: Kysely<LedgerTables> | Writing, keyIndex: string, contentIndex: string): Promise<DirectTaken | null> {
  const row = await db.selectFrom('direct_messages').select(['code', 'content_index']).where('key_index', '=', keyIndex).executeTakeFirst();
  return row ? { result: row.content_index === contentIndex ? 'duplicate' : 'conflict', code: row.code } : null;
}

/** A key is its caller's own. */
function keyIndexOf({ cipher }: LedgerContext, { key, by }: DirectRequest): string | null {
  return key === undefined ? null : cipher.index('direct-message-key', JSON.stringify([by, key]));
}

/** A plain hash would let anyone who reads the file try out what was said. */
function contentIndexOf({ cipher }: LedgerContext, { route, to, text, mediaRef, alert }: DirectRequest): string {
  return cipher.index('direct-message', JSON.stringify([route, to, text, mediaRef ?? null, alert ?? null]));
}

function toRow(context: LedgerContext, message: AcceptedDirect): DirectRow {
  const { asked, code, recipient, status, alert, acceptedAt } = message;
  return {
    code,
    key_index: keyIndexOf(context, asked),
    content_index: contentIndexOf(context, asked),
    sent_by: asked.by,
    route: asked.route,
    responder: recipient.kind === 'responder' ? recipient.responder : null,
    channel: recipient.kind === 'channel' ? recipient.channel : null,
    status,
    alert,
    sealed_text: context.cipher.seal(place(code, 'sealed_text'), asked.text),
    sealed_media: asked.mediaRef === undefined ? null : context.cipher.seal(place(code, 'sealed_media'), asked.mediaRef),
    accepted_at: acceptedAt.getTime(),
    started_at: null,
    unsent_reason: null,
  };
}

type Sent = Pick<Selectable<LedgerTables['notifications']>, 'state'> & { sent_at: number | null; failure_code: string | null };

function fromRow({ cipher }: LedgerContext, row: DirectRow, sent: Sent | undefined): DirectMessage {
  const open = (column: 'sealed_text' | 'sealed_media'): string | null => (row[column] === null ? null : cipher.open(place(row.code, column), row[column]));
  return {
    code: row.code,
    by: row.sent_by,
    route: row.route,
    recipient: row.responder === null ? { kind: 'channel', channel: row.channel ?? '' } : { kind: 'responder', responder: row.responder },
    status: row.status,
    alert: row.alert,
    acceptedAt: new Date(row.accepted_at),
    text: open('sealed_text'),
    mediaRef: open('sealed_media'),
    delivery: row.status === 'already_told' ? null : deliveryOf(row, sent),
  };
}

function deliveryOf({ unsent_reason: unsent }: DirectRow, sent: Sent | undefined): NonNullable<DirectMessage['delivery']> {
  if (unsent !== null) return { state: 'failed_permanent', reason: unsent, sentAt: null };
  if (!sent) return { state: 'pending', reason: null, sentAt: null };
  const hasFailed = sent.state === 'failed_permanent' || sent.state === 'failed_temporary';
  return { state: sent.state, reason: hasFailed ? sent.failure_code : null, sentAt: sent.sent_at === null ? null : new Date(sent.sent_at) };
}

function place(code: string, column: 'sealed_text' | 'sealed_media'): Place {
  return { table: 'direct_messages', row: code, column };
}
