import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Work that one process does for all at a time: who does it, and until when. */
export const leases: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (col) => col.primaryKey())
      .addColumn('holder', 'text', (col) => col.notNull())
      .addColumn('clock', 'text', (col) => col.notNull())
      .addColumn('until_tick', 'bigint', (col) => col.notNull())
      .execute();
  },
};
