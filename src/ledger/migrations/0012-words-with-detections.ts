import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What came with a detection of a known wound and goes on no platform, apart from the detection: retention removes it. */
export const wordsWithDetections: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('episode_detections').addColumn('sealed_kept', 'text').execute();
  },
};
