import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A failure that a provider reported stays to be told until its alert has heard of it. */
export const untoldFailures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('attempts').addColumn('failure_untold', 'integer', (col) => col.notNull().defaultTo(0)).execute();
    await db.schema.createIndex('attempts_by_untold_failure').on('attempts').columns(['failure_untold', 'platform']).execute();
  },
};
