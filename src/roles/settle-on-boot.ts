import type { PlatformName } from '../domain/platform-name.ts';
import type { Platform } from '../platforms/platform.ts';
import type { ServiceContext } from './service-context.ts';

type Settling = Pick<ServiceContext, 'ledger' | 'logger' | 'clock'>;

/**
 * Finds out what became of the calls that a process before this one died in, before anybody claims them: what the provider
 * took is adopted; what it didn't is given up, so that the next claim sends it, marked as a repeat. What can't be found out
 * now is left to that claim. Answers how many were settled.
 */
export async function settleOnBoot(settling: Settling, platformName: PlatformName, platform: Platform): Promise<number> {
  const { ledger, logger, clock } = settling;
  let settled = 0;
  for (const { attemptId, code, destination, startedAt } of await ledger.settleable(platformName, clock.now())) {
    const found = await platform.lookUp({ attemptId, destination, message: { text: '', facts: { code } } }, startedAt);
    if (found.found === 'unknown') continue;
    if (found.found === 'yes') await ledger.adopt(attemptId, { ref: found.sent.ref, state: found.sent.state }, clock.now());
    else await ledger.giveUp(attemptId, clock.now());
    settled += 1;
    logger.event('attempt.settled', { attemptId, platform: platformName, status: found.found === 'yes' ? 'adopted' : 'given_up' }, 'warn');
  }
  return settled;
}
