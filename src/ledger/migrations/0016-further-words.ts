import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a program says in other words when it hands a finding in again. */
export const furtherWords: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('further_words')
      .addColumn('id', 'text', (col) => col.primaryKey())
      .addColumn('code', 'text', (col) => col.notNull())
      .addColumn('detection_id', 'text')
      .addColumn('said_by', 'text')
      .addColumn('sealed_text', 'text')
      .addColumn('received_at', 'bigint', (col) => col.notNull())
      .execute();
    await db.schema.createIndex('further_words_by_alert').on('further_words').column('code').execute();
  },
};
