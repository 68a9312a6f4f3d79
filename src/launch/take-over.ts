import { setTimeout as sleep } from 'node:timers/promises';
import type { Home } from './home.ts';
import { commandLineOf, isAlive } from './process-table.ts';
import type { Role } from './roles.ts';

/** How often the process before is looked for, milliseconds: open alerts wait for it to be gone. */
const LOOK_EVERY_MS = 20;

/** The service's own processes, by their command lines. A host's containers may share a home and not their process ids. */
const OURS = /vigia(?:\.mjs)? run |src\/(?:cli|server|worker)\.ts/;

/**
 * Asks whatever processes run one of these roles on the home to stop, in order, and waits until they have let all of them go. What isn't
 * let go in time, or is held by a process that can't be asked, stays theirs: claiming it says who has it.
 */
export async function takeOver(home: Pick<Home, 'holders'>, roles: readonly Role[], withinMs: number): Promise<void> {
  for (const pid of home.holders(roles)) {
    if (pid !== null && pid !== process.pid && OURS.test((await commandLineOf(pid)) ?? '') && isAlive(pid)) process.kill(pid, 'SIGTERM');
  }
  const deadline = performance.now() + withinMs;
  while (home.holders(roles).length > 0 && performance.now() < deadline) await sleep(LOOK_EVERY_MS);
}
