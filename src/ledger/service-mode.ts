import type { ServiceMode } from '../domain/service-mode.ts';
import type { LedgerContext } from './ledger-context.ts';

const ONLY_ROW = 1;

/** Whose the ledger is from now on: of the mode that came first. It is written once, so that a start on a ledger that can't be written need not write it. */
export async function belongTo({ store }: LedgerContext, mode: ServiceMode): Promise<ServiceMode> {
  const known = await store.read((db) => db.selectFrom('service_mode').select('mode').executeTakeFirst());
  if (known) return known.mode;
  return store.write(async (trx) => {
    await trx.insertInto('service_mode').values({ id: ONLY_ROW, mode }).onConflict((conflict) => conflict.column('id').doNothing()).execute();
    return (await trx.selectFrom('service_mode').select('mode').executeTakeFirstOrThrow()).mode;
  });
}
