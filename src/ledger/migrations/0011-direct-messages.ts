import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Messages that a program wants somebody to have, and which program raised an alert. */
export const directMessages: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('direct_messages')
      .addColumn('code', 'text', (col) => col.primaryKey())
      .addColumn('key_index', 'text', (col) => col.unique())
      .addColumn('content_index', 'text', (col) => col.notNull())
      .addColumn('sent_by', 'text', (col) => col.notNull())
      .addColumn('route', 'text', (col) => col.notNull())
      .addColumn('responder', 'text')
      .addColumn('channel', 'text')
      .addColumn('status', 'text', (col) => col.notNull())
      .addColumn('alert', 'text')
      .addColumn('sealed_text', 'text')
      .addColumn('sealed_media', 'text')
      .addColumn('accepted_at', 'bigint', (col) => col.notNull())
      .addColumn('started_at', 'bigint')
      .addColumn('unsent_reason', 'text')
      .execute();
    await db.schema.createIndex('direct_messages_by_start').on('direct_messages').columns(['started_at', 'accepted_at']).execute();
    await db.schema.alterTable('alerts').addColumn('raised_by', 'text').execute();
    await db.schema.createIndex('alerts_by_caller').on('alerts').columns(['raised_by', 'open']).execute();
  },
};
