import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What an operator must see to is told once by all processes together; a message that failed for the moment gets a second try. */
export const errorsActedOn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('problems')
      .addColumn('key', 'text', (col) => col.primaryKey())
      .addColumn('platform', 'text', (col) => col.notNull())
      .addColumn('route', 'text')
      .addColumn('code', 'text', (col) => col.notNull())
      .addColumn('kind', 'text', (col) => col.notNull())
      .addColumn('reported', 'integer', (col) => col.notNull())
      .addColumn('since_at', 'bigint', (col) => col.notNull())
      .addColumn('seen_at', 'bigint', (col) => col.notNull())
      .execute();
    await db.schema.alterTable('notifications').addColumn('second_tries', 'integer', (col) => col.notNull().defaultTo(0)).execute();
    await db.schema.alterTable('attempt_notifications').addColumn('tried_again', 'integer', (col) => col.notNull().defaultTo(0)).execute();
  },
};
