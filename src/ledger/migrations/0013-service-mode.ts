import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whose the ledger is: the sandbox's or production's. One that has a key of the sandbox's from before is the sandbox's. */
export const serviceMode: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.createTable('service_mode').addColumn('id', 'integer', (col) => col.primaryKey()).addColumn('mode', 'text', (col) => col.notNull()).execute();
    await sql`insert into service_mode (id, mode) select 1, 'sandbox' from api_keys where name = 'sandbox' limit 1`.execute(db);
  },
};
