import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Column types are those that SQLite and PostgreSQL share: text, integer and bigint. */
export const firstLedger: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await createAlerts(db);
    await createSending(db);
    await createWaiting(db);
    await createIncoming(db);
    await createKeeping(db);
  },
};

async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('code', 'text', (col) => col.primaryKey())
    .addColumn('key_index', 'text', (col) => col.unique())
    .addColumn('content_index', 'text', (col) => col.notNull())
    .addColumn('sealed_detection', 'text', (col) => col.notNull())
    .addColumn('plan', 'text', (col) => col.notNull())
    .addColumn('stage', 'text')
    .addColumn('alert_type', 'text')
    .addColumn('drill', 'integer', (col) => col.notNull())
    .addColumn('accepted_at', 'bigint', (col) => col.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('revision', 'integer', (col) => col.notNull())
    .addColumn('status', 'text', (col) => col.notNull())
    .addColumn('open', 'integer', (col) => col.notNull())
    .addColumn('severity', 'text', (col) => col.notNull())
    .addColumn('severity_rank', 'integer', (col) => col.notNull())
    .addColumn('escalation_level', 'integer', (col) => col.notNull())
    .addColumn('acknowledged_by', 'text')
    .addColumn('next_deadline', 'text')
    .execute();
  await db.schema.createIndex('alerts_by_urgency').on('alerts').columns(['open', 'severity_rank', 'accepted_at']).execute();
  await db.schema.createIndex('alerts_by_start').on('alerts').columns(['started_at', 'accepted_at']).execute();
  await db.schema
    .createTable('timeline')
    .addColumn('code', 'text', (col) => col.notNull())
    .addColumn('seq', 'integer', (col) => col.notNull())
    .addColumn('entry', 'text', (col) => col.notNull())
    .addPrimaryKeyConstraint('timeline_place', ['code', 'seq'])
    .execute();
}

async function createSending(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notifications')
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('code', 'text', (col) => col.notNull())
    .addColumn('purpose', 'text', (col) => col.notNull())
    .addColumn('severity', 'text', (col) => col.notNull())
    .addColumn('platform', 'text', (col) => col.notNull())
    .addColumn('route', 'text', (col) => col.notNull())
    .addColumn('destination_kind', 'text', (col) => col.notNull())
    .addColumn('address_index', 'text', (col) => col.notNull())
    .addColumn('sealed_address', 'text', (col) => col.notNull())
    .addColumn('responder', 'text')
    .addColumn('step', 'integer', (col) => col.notNull())
    .addColumn('wanted_at', 'bigint', (col) => col.notNull())
    .addColumn('state', 'text', (col) => col.notNull())
    .addColumn('attempt_id', 'text')
    .addColumn('repeat_due', 'integer', (col) => col.notNull())
    .addColumn('retry_clock', 'text')
    .addColumn('retry_from_tick', 'bigint')
    .addColumn('retry_after_ms', 'bigint')
    .execute();
  await db.schema.createIndex('notifications_by_code').on('notifications').column('code').execute();
  await db.schema.createIndex('notifications_by_address').on('notifications').column('address_index').execute();
  await createAttempts(db);
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('platform', 'text', (col) => col.notNull())
    .addColumn('sender', 'text', (col) => col.notNull())
    .addColumn('state', 'text', (col) => col.notNull())
    .addColumn('owner', 'text', (col) => col.notNull())
    .addColumn('repeat', 'integer', (col) => col.notNull())
    .addColumn('given_up', 'integer', (col) => col.notNull())
    .addColumn('holds_slot', 'integer', (col) => col.notNull())
    .addColumn('started_at', 'bigint', (col) => col.notNull())
    .addColumn('clock', 'text', (col) => col.notNull())
    .addColumn('started_tick', 'bigint', (col) => col.notNull())
    .addColumn('call_timeout_ms', 'bigint', (col) => col.notNull())
    .addColumn('ended_tick', 'bigint')
    .addColumn('sent_at', 'bigint')
    .addColumn('provider_id', 'text')
    .addColumn('sealed_conversation', 'text')
    .addColumn('sealed_text', 'text')
    .addColumn('failure_kind', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('overdue_told', 'integer', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('attempts_by_slot').on('attempts').columns(['sender', 'clock', 'holds_slot', 'ended_tick']).execute();
  await db.schema.createIndex('attempts_by_state').on('attempts').columns(['state', 'sender']).execute();
  await db.schema.createIndex('attempts_by_receipt').on('attempts').columns(['platform', 'state', 'overdue_told', 'sent_at']).execute();
  await db.schema.createIndex('attempts_by_provider_id').on('attempts').columns(['provider_id', 'platform']).execute();
  await db.schema
    .createTable('attempt_notifications')
    .addColumn('attempt_id', 'text', (col) => col.notNull())
    .addColumn('notification_id', 'text', (col) => col.notNull())
    .addPrimaryKeyConstraint('attempt_notifications_pair', ['attempt_id', 'notification_id'])
    .execute();
  await db.schema.createIndex('attempts_of_notification').on('attempt_notifications').column('notification_id').execute();
}

async function createWaiting(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('waiting')
    .addColumn('notification_id', 'text', (col) => col.primaryKey())
    .addColumn('code', 'text', (col) => col.notNull())
    .addColumn('sender', 'text', (col) => col.notNull())
    .addColumn('purpose', 'text', (col) => col.notNull())
    .addColumn('after_acknowledgment', 'integer', (col) => col.notNull())
    .addColumn('rank', 'integer', (col) => col.notNull())
    .addColumn('wanted_at', 'bigint', (col) => col.notNull())
    .addColumn('clock', 'text', (col) => col.notNull())
    .addColumn('back_tick', 'bigint', (col) => col.notNull())
    .addColumn('expires_tick', 'bigint', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('waiting_by_sender').on('waiting').column('sender').execute();
  await db.schema.createIndex('waiting_by_code').on('waiting').column('code').execute();
  await db.schema
    .createTable('edits')
    .addColumn('id', 'text', (col) => col.primaryKey())
    .addColumn('sender', 'text', (col) => col.notNull())
    .addColumn('clock', 'text', (col) => col.notNull())
    .addColumn('tick', 'bigint', (col) => col.notNull())
    .execute();
  await db.schema.createIndex('edits_by_sender').on('edits').column('sender').execute();
}

async function createIncoming(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox')
    .addColumn('platform', 'text', (col) => col.notNull())
    .addColumn('event_id', 'text', (col) => col.notNull())
    .addColumn('kind', 'text', (col) => col.notNull())
    .addColumn('code', 'text')
    .addColumn('may_acknowledge', 'integer', (col) => col.notNull())
    .addColumn('sealed_body', 'text')
    .addColumn('received_at', 'bigint', (col) => col.notNull())
    .addColumn('processed_at', 'bigint')
    .addColumn('effect', 'text')
    .addColumn('processed_revision', 'integer')
    .addColumn('processed_clock', 'text')
    .addColumn('processed_tick', 'bigint')
    .addPrimaryKeyConstraint('inbox_event', ['platform', 'event_id'])
    .execute();
  await db.schema.createIndex('inbox_by_code').on('inbox').column('code').execute();
  await db.schema.createIndex('inbox_by_progress').on('inbox').columns(['processed_at', 'platform', 'received_at']).execute();
  await db.schema
    .createTable('contacts')
    .addColumn('address_index', 'text', (col) => col.primaryKey())
    .addColumn('platform', 'text', (col) => col.notNull())
    .addColumn('last_inbound_at', 'bigint')
    .addColumn('opted_out', 'integer', (col) => col.notNull())
    .addColumn('opted_out_at', 'bigint')
    .execute();
  await db.schema
    .createTable('questions')
    .addColumn('address_index', 'text', (col) => col.primaryKey())
    .addColumn('sealed_question', 'text', (col) => col.notNull())
    .addColumn('expires_at', 'bigint', (col) => col.notNull())
    .execute();
}

async function createKeeping(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('boots')
    .addColumn('boot_id', 'text', (col) => col.primaryKey())
    .addColumn('host_run', 'text', (col) => col.notNull())
    .addColumn('pid', 'integer', (col) => col.notNull())
    .addColumn('pid_space', 'text', (col) => col.notNull())
    .addColumn('pid_started', 'text', (col) => col.notNull())
    .addColumn('opened_at', 'bigint', (col) => col.notNull())
    .addColumn('closed_at', 'bigint')
    .execute();
  await db.schema
    .createTable('key_checks')
    .addColumn('key_id', 'text', (col) => col.primaryKey())
    .addColumn('sealed', 'text', (col) => col.notNull())
    .addColumn('index_of', 'text', (col) => col.notNull())
    .execute();
  await db.schema
    .createTable('probes')
    .addColumn('id', 'integer', (col) => col.primaryKey())
    .addColumn('at', 'bigint', (col) => col.notNull())
    .execute();
}
