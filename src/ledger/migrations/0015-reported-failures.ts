import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A sender whose messages are taken and then reported as failed is failing too, until one is seen to arrive. */
export const reportedFailures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('sender_health').addColumn('reported_tick', 'bigint').execute();
    await db.schema.alterTable('sender_health').addColumn('taken_tick', 'bigint').execute();
  },
};
