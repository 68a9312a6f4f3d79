import type { Kysely, Selectable } from 'kysely';
import type { ProviderRef } from '../platforms/platform.ts';
import type { Place } from './field-cipher.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { PostedMessage } from './ledger.ts';
import type { LedgerTables } from './schema.ts';

/** Messages with the notifications they carry and whom each went to, as the other queries narrow them. */
export function selectPosted(db: Kysely<LedgerTables> | Writing) {
  return db
    .selectFrom('attempts as a')
    .innerJoin('attempt_notifications as an', 'an.attempt_id', 'a.id')
    .innerJoin('notifications as n', 'n.id', 'an.notification_id')
    .select([
      'a.id as attempt_id', 'a.platform', 'a.provider_id', 'a.sealed_conversation', 'a.state', 'a.sent_at', 'a.sealed_text', 'a.digest',
      'n.id as notification_id', 'n.code', 'n.purpose', 'n.route', 'n.step',
    ])
    .select(({ fn }) => [
      fn.coalesce('an.earlier_destination_kind', 'n.destination_kind').as('destination_kind'),
      fn.coalesce('an.earlier_sealed_address', 'n.sealed_address').as('sealed_address'),
      fn.coalesce('an.earlier_responder', 'n.responder').as('responder'),
    ])
    .where('a.provider_id', 'is not', null)
    .where('a.sent_at', 'is not', null);
}

/** Notifications of which a message went to an address: those that go there now, and those that did before. Each half has its index. */
export function notificationsAt(db: Kysely<LedgerTables>, addressIndex: string) {
  return db.selectFrom('notifications').select('id').where('address_index', '=', addressIndex)
    .unionAll(db.selectFrom('attempt_notifications').select('notification_id as id').where('earlier_address_index', '=', addressIndex));
}

/** The same for a person. */
export function notificationsTo(db: Kysely<LedgerTables>, responder: string) {
  return db.selectFrom('notifications').select('id').where('responder', '=', responder)
    .unionAll(db.selectFrom('attempt_notifications').select('notification_id as id').where('earlier_responder', '=', responder));
}

export type PostedRow = Awaited<ReturnType<ReturnType<typeof selectPosted>['executeTakeFirstOrThrow']>>;

export function toPosted(context: LedgerContext, row: PostedRow): PostedMessage {
  const address = context.cipher.open(addressPlace(row.notification_id), row.sealed_address);
  return {
    notificationId: row.notification_id,
    attemptId: row.attempt_id,
    code: row.code,
    purpose: row.purpose,
    platform: row.platform,
    route: row.route,
    destination: { platform: row.platform, kind: row.destination_kind, address },
    responder: row.responder,
    step: row.step,
    ref: { id: row.provider_id ?? '', conversation: conversationOf(context, row.attempt_id, row.sealed_conversation) ?? address },
    state: row.state,
    sentAt: new Date(row.sent_at ?? 0),
    digest: row.digest === 1,
  };
}

/** Null while the provider's own id isn't known; the conversation is then the address, as it is outside Slack. */
export function refOf(context: LedgerContext, attempt: RefRow, address: string): ProviderRef | null {
  if (attempt.provider_id === null) return null;
  return { id: attempt.provider_id, conversation: conversationOf(context, attempt.id, attempt.sealed_conversation) ?? address };
}

type RefRow = Pick<Selectable<LedgerTables['attempts']>, 'id' | 'provider_id' | 'sealed_conversation'>;

function conversationOf(context: LedgerContext, attemptId: string, sealed: string | null): string | null {
  return sealed === null ? null : context.cipher.open(conversationPlace(attemptId), sealed);
}

export function conversationPlace(attemptId: string): Place {
  return { table: 'attempts', row: attemptId, column: 'sealed_conversation' };
}

export function addressPlace(notificationId: string): Place {
  return { table: 'notifications', row: notificationId, column: 'sealed_address' };
}

export function textPlace(attemptId: string): Place {
  return { table: 'attempts', row: attemptId, column: 'sealed_text' };
}
