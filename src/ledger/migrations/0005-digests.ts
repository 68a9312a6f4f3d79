import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** One message may carry several alerts to a destination, and one reply may take several. */
export const digests: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await addToNotifications(db);
    await addToAttempts(db);
    await db.schema.alterTable('attempt_notifications').addColumn('place', 'integer', (col) => col.notNull().defaultTo(0)).execute();
    await db.schema.alterTable('waiting').addColumn('bundle', 'text').execute();
    await db.schema.createIndex('waiting_by_bundle').on('waiting').column('bundle').execute();
    await db.schema
      .createTable('inbox_alerts')
      .addColumn('platform', 'text', (col) => col.notNull())
      .addColumn('event_id', 'text', (col) => col.notNull())
      .addColumn('code', 'text', (col) => col.notNull())
      .addColumn('processed_revision', 'integer')
      .addPrimaryKeyConstraint('inbox_alerts_each', ['platform', 'event_id', 'code'])
      .execute();
    await db.schema.createIndex('inbox_alerts_by_code').on('inbox_alerts').column('code').execute();
  },
};

async function addToNotifications(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('notifications');
  await table().addColumn('may_join', 'integer', (col) => col.notNull().defaultTo(0)).execute();
  await table().addColumn('asked_clock', 'text').execute();
  await table().addColumn('entered_tick', 'bigint').execute();
  await table().addColumn('asked_tick', 'bigint').execute();
  await db.schema.createIndex('notifications_to_join').on('notifications').columns(['address_index', 'state', 'may_join']).execute();
  await db.schema.createIndex('notifications_of_responder').on('notifications').columns(['responder', 'code']).execute();
}

async function addToAttempts(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('attempts');
  await table().addColumn('digest', 'integer', (col) => col.notNull().defaultTo(0)).execute();
  await table().addColumn('says', 'text').execute();
  await table().addColumn('edited_clock', 'text').execute();
  await table().addColumn('edited_tick', 'bigint').execute();
}
