import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Which alerts are about one wound, what it was found to be, and further detections of it. Alerts of before have no episode: the next
 * detection of their wound makes an alert of its own.
 */
export const episodes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const alerts = () => db.schema.alterTable('alerts');
    await alerts().addColumn('episode_index', 'text').execute();
    await alerts().addColumn('found', 'text').execute();
    await alerts().addColumn('resolved_at', 'bigint').execute();
    await db.schema.createIndex('alerts_by_episode').on('alerts').column('episode_index').execute();
    await db.schema
      .createTable('episode_detections')
      .addColumn('id', 'text', (col) => col.primaryKey())
      .addColumn('code', 'text', (col) => col.notNull())
      .addColumn('key_index', 'text', (col) => col.unique())
      .addColumn('content_index', 'text', (col) => col.notNull())
      .addColumn('sealed_detection', 'text', (col) => col.notNull())
      .addColumn('stage', 'text')
      .addColumn('severity', 'text', (col) => col.notNull())
      .addColumn('decision', 'text', (col) => col.notNull())
      .addColumn('reason', 'text', (col) => col.notNull())
      .addColumn('plan', 'text')
      .addColumn('received_at', 'bigint', (col) => col.notNull())
      .addColumn('outcome', 'text')
      .execute();
    await db.schema.createIndex('episode_detections_by_code').on('episode_detections').column('code').execute();
    await db.schema.createIndex('episode_detections_by_outcome').on('episode_detections').columns(['outcome', 'received_at']).execute();
  },
};
