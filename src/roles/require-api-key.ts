import { isSandboxKey, keyState } from '../domain/api-key.ts';
import { inBoth } from '../domain/in-both.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import type { Store } from './open-store.ts';
import { ROLE_WORDS } from './role-words.ts';
import type { ProcessContext } from './service-context.ts';

/** A gateway that nobody may call is a mistake of whoever starts it. @throws StartUpError in production, when no API key but the sandbox's is valid and no issuer's tokens count */
export async function requireApiKey({ settings, clock }: Pick<ProcessContext, 'settings' | 'clock'>, { ledger }: Pick<Store, 'ledger'>): Promise<void> {
  if (settings.mode !== 'production' || settings.oauth !== null) return;
  const now = clock.now();
  if ((await ledger.apiKeys()).some((key) => keyState(key, now) === 'valid' && !isSandboxKey(key))) return;
  throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.noApiKey));
}
