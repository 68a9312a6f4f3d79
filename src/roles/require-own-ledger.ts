import { inBoth } from '../domain/in-both.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import type { Store } from './open-store.ts';
import { ROLE_WORDS } from './role-words.ts';
import type { ProcessContext } from './service-context.ts';

/**
 * A ledger is the sandbox's or production's, whichever starts on it first: alerts that were tried out must never page real people, and real
 * ones never end on simulated phones. @throws StartUpError where it is the other's
 */
export async function requireOwnLedger({ settings: { mode } }: Pick<ProcessContext, 'settings'>, { ledger }: Pick<Store, 'ledger'>): Promise<void> {
  if ((await ledger.belongTo(mode)) === mode) return;
  const { name } = ledger.store;
  throw mode === 'production' ? new StartUpError(inBoth(ROLE_WORDS, (words) => words.ledgerOfSandbox(name))) : new StartUpError(inBoth(ROLE_WORDS, (words) => words.ledgerOfProduction(name)));
}
