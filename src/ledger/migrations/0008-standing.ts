import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a page that waited is judged by when its turn comes, and the deadline that a message named when it left. */
export const standing: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('alerts').addColumn('round', 'integer', (col) => col.notNull().defaultTo(0)).execute();
    await db.schema.alterTable('attempts').addColumn('deadline', 'text').execute();
  },
};
