import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What came from providers without effect is counted by all processes together. */
export const callbackCounts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('callback_counts')
      .addColumn('platform', 'text', (col) => col.notNull())
      .addColumn('kind', 'text', (col) => col.notNull())
      .addColumn('reason', 'text', (col) => col.notNull())
      .addColumn('count', 'bigint', (col) => col.notNull())
      .addColumn('since_at', 'bigint', (col) => col.notNull())
      .addPrimaryKeyConstraint('callback_counts_key', ['platform', 'kind', 'reason'])
      .execute();
  },
};
