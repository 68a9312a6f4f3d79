import type { PlatformName } from '../domain/platform-name.ts';
import type { LostAttempt } from '../ledger/ledger.ts';
import type { Platform } from '../platforms/platform.ts';
import type { ServiceContext } from './service-context.ts';

type Settling = Pick<ServiceContext, 'ledger' | 'logger' | 'clock' | 'signal'>;

/** Temporal asks again for a send within minutes; what nobody asked for in this time nobody will, milliseconds. */
const ABANDONED_AFTER_MS = 60 * 60_000;

/**
 * Finds out what became of the calls that a process before this one died in: what the provider took is adopted, and whoever
 * claims it next has it done. What isn't found stays as it is, for Temporal's retry of the send knows the message's own words and its
 * thread, and looks again before it sends. Answers how many were settled.
 */
export async function settleOnBoot(settling: Settling, platformName: PlatformName, platform: Pick<Platform, 'lookUp'>): Promise<number> {
  const { ledger, logger, clock, signal } = settling;
  const lost = await ledger.settleable(platformName, clock.now());
  let settled = 0;
  for (const attempt of lost) {
    if (signal.aborted) break;
    const status = await settle(settling, platform, attempt, lost);
    if (status === 'left') continue;
    settled += 1;
    logger.event('attempt.settled', { attemptId: attempt.attemptId, platform: platformName, status }, 'warn');
  }
  return settled;
}

async function settle({ ledger, clock }: Settling, platform: Pick<Platform, 'lookUp'>, attempt: LostAttempt, lost: readonly LostAttempt[]): Promise<'adopted' | 'given_up' | 'left'> {
  const { attemptId, code, destination, startedAt } = attempt;
  // By the code alone one message of an alert can't be told from another to the same person.
  const isAmbiguous = lost.some((other) => other.attemptId !== attemptId && code !== null && other.code === code && other.destination.address === destination.address);
  const found = isAmbiguous ? null : await platform.lookUp({ attemptId, destination, message: { text: '', facts: code === null ? null : { code } } }, startedAt);
  if (found?.found === 'yes') {
    await ledger.adopt(attemptId, { ref: found.sent.ref, state: found.sent.state }, clock.now());
    return 'adopted';
  }
  if (found?.found === 'unknown' || clock.now().getTime() - startedAt.getTime() < ABANDONED_AFTER_MS) return 'left';
  await ledger.giveUp(attemptId, clock.now());
  return 'given_up';
}
