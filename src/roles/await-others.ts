import { setTimeout as sleep } from 'node:timers/promises';
import { inBoth } from '../domain/in-both.ts';
import type { Role } from '../launch/roles.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { ROLE_WORDS } from './role-words.ts';
import type { ProcessContext } from './service-context.ts';

/** Roles that are started together come up in any order; one that isn't there by then won't come, milliseconds. */
const WAIT_MS = 60_000;

const LOOK_EVERY_MS = 200;

/** Waits until what these roles work with, and another process runs, is up. @throws StartUpError that names what never came. */
export async function awaitOthers(context: Pick<ProcessContext, 'settings' | 'home' | 'progress' | 'signal'>, roles: readonly Role[], waitMs = WAIT_MS): Promise<void> {
  const { settings, home, progress } = context;
  const needed = [
    ...(settings.temporal.kind === 'embedded' && !roles.includes('temporal') ? (['temporal'] as const) : []),
    ...(settings.mode === 'sandbox' && !roles.includes('sandbox') ? (['sandbox'] as const) : []),
  ];
  const missing = (): Role[] => needed.filter((role) => home.endpoints.read()[role] === undefined);
  if (missing().length === 0) return;
  await progress.during(inBoth(ROLE_WORDS, (words) => words.waitingFor(missing())), () => waitFor(missing, context.signal, waitMs));
  const [never] = missing();
  if (never !== undefined) throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.roleMissing(never, home.dir)));
}

async function waitFor(missing: () => readonly Role[], signal: AbortSignal, waitMs: number): Promise<void> {
  const deadline = performance.now() + waitMs;
  while (missing().length > 0 && performance.now() < deadline && !signal.aborted) {
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {
      // Stopping has begun; the loop looks at the signal.
    });
  }
}
