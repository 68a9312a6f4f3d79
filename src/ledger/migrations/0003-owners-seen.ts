import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When a boot last said that it lives: of processes on other hosts nothing else can be told. */
export const ownersSeen: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('boots').addColumn('seen_tick', 'bigint').execute();
  },
};
