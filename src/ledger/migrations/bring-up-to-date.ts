import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { LedgerTables } from '../schema.ts';
import { migrations } from './migrations.ts';

/**
 * Makes every change of the schema that hasn't been made yet; processes that start together make each once.
 * @throws what `newer` makes of it when the ledger has changes that this version doesn't know.
 */
export async function bringUpToDate(db: Kysely<LedgerTables>, newer: (cause: unknown) => Error): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const isNewer = error instanceof Error && error.message.startsWith('corrupted migrations');
  throw isNewer ? newer(error) : error;
}
