import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which senders are failing, and when each is tried next: known to every process. */
export const senderHealth: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('sender_health')
      .addColumn('sender', 'text', (col) => col.primaryKey())
      .addColumn('failures', 'integer', (col) => col.notNull())
      .addColumn('first_address', 'text')
      .addColumn('several_addresses', 'integer', (col) => col.notNull())
      .addColumn('failure_kind', 'text')
      .addColumn('failure_code', 'text')
      .addColumn('failed_at', 'bigint')
      .addColumn('failing_since', 'bigint')
      .addColumn('clock', 'text', (col) => col.notNull())
      .addColumn('well_tick', 'bigint')
      .addColumn('probes', 'integer', (col) => col.notNull())
      .addColumn('probe_tick', 'bigint')
      .addColumn('probe_attempt', 'text')
      .execute();
  },
};
