import type { LedgerContext } from './ledger-context.ts';
import type { LedgerStore } from './store.ts';

const KNOWN = 'vigia-ledger';

/** Whether somebody has opened a ledger on this store before. */
export async function isSealed(store: LedgerStore): Promise<boolean> {
  return (await store.read((db) => db.selectFrom('key_checks').select('key_id').limit(1).executeTakeFirst())) !== undefined;
}

/**
 * Compares the key ring with the ledger before anything is read or written: every key that ever sealed something here must be in
 * the ring and open what it sealed, and the look-up index must be the same. Throws LedgerError `wrong_key`.
 */
export async function checkKeys(context: LedgerContext): Promise<void> {
  const { cipher, store } = context;
  const indexOf = cipher.index('key-check', KNOWN);
  await store.write(async (trx) => {
    const checks = await trx.selectFrom('key_checks').selectAll().execute();
    for (const check of checks) {
      // The index first: another ledger's ring differs in it, and that is then said as such.
      if (check.index_of !== indexOf || cipher.open(placeOf(check.key_id), check.sealed) !== KNOWN) throw store.wrongKey();
    }
    const current = cipher.currentKey;
    if (checks.some((check) => check.key_id === current)) return;
    await trx.insertInto('key_checks').values({ key_id: current, sealed: cipher.seal(placeOf(current), KNOWN), index_of: indexOf }).execute();
  });
}

function placeOf(keyId: string): { table: string; row: string; column: string } {
  return { table: 'key_checks', row: keyId, column: 'sealed' };
}
