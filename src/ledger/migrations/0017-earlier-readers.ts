import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A message that somebody else was sent before is still theirs: a late report of it says nothing to whoever it goes to now. */
export const earlierReaders: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['earlier_address_index', 'earlier_sealed_address', 'earlier_destination_kind', 'earlier_responder']) {
      await db.schema.alterTable('attempt_notifications').addColumn(column, 'text').execute();
    }
    await db.schema.createIndex('attempts_of_earlier_address').on('attempt_notifications').column('earlier_address_index').execute();
    await db.schema.createIndex('attempts_of_earlier_responder').on('attempt_notifications').column('earlier_responder').execute();
  },
};
