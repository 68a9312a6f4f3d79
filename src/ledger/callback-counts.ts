import type { LedgerContext } from './ledger-context.ts';
import type { CallbackCount } from './ledger.ts';

/** Adds to what all processes have counted, in one statement. */
export async function addCallbackCounts(context: LedgerContext, counts: readonly CallbackCount[]): Promise<void> {
  if (counts.length === 0) return;
  // Always in one order: two that add at the same time wait for each other's rows, and not both for the other's.
  const rows = counts.map(({ since, ...count }) => ({ ...count, since_at: since.getTime() })).sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  await context.store.write((trx) => trx.insertInto('callback_counts').values(rows).onConflict((conflict) => conflict.columns(['platform', 'kind', 'reason']).doUpdateSet(({ ref, eb }) => ({
    count: eb('callback_counts.count', '+', ref('excluded.count')),
    since_at: eb.case().when('excluded.since_at', '<', ref('callback_counts.since_at')).then(ref('excluded.since_at')).else(ref('callback_counts.since_at')).end(),
  }))).execute());
}

/** What all processes have counted since there was a ledger. */
export async function callbackCounts(context: LedgerContext): Promise<CallbackCount[]> {
  const rows = await context.store.read((db) => db.selectFrom('callback_counts').selectAll().orderBy('platform').orderBy('kind').orderBy('reason').execute());
  return rows.map(({ since_at: since, ...row }) => ({ ...row, since: new Date(since) }));
}

function keyOf({ platform, kind, reason }: Pick<CallbackCount, 'platform' | 'kind' | 'reason'>): string {
  return `${platform} ${kind} ${reason}`;
}
