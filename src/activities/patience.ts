import type { Severity } from '../domain/severity.ts';

/**
 * How long a page may wait for its sender's limit before the next route is taken beside it, milliseconds. Proposals of
 * ours, to be approved with the policy: well inside the shortest window of each severity.
 */
export const PATIENCE_MS: Record<Severity, number> = {
  critical: 20_000,
  high: 60_000,
  medium: 5 * 60_000,
  low: 15 * 60_000,
};

/**
 * The same where the platform itself is in trouble: it can't be reached, fails, or asks to be left alone. The next route is
 * taken soon, so that an outage doesn't become the alert's. Milliseconds; proposals of ours.
 */
export const TROUBLE_PATIENCE_MS: Record<Severity, number> = {
  critical: 5_000,
  high: 10_000,
  medium: 30_000,
  low: 60_000,
};

/** Wait after a first failure that came without a time to wait, milliseconds; each further one is half as long again. */
const FIRST_RETRY_MS = 1_000;

/** Longest and shortest wait before a claim is asked for again, milliseconds. */
const LONGEST_WAIT_MS = 15_000;
const SHORTEST_WAIT_MS = 50;

/** When to ask again: no later than every 15 s, so that an acknowledgment meanwhile is seen soon and better items are found. */
export function retryDelayMs(until: Date, now: Date): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, until.getTime() - now.getTime()));
}

/**
 * When to try again a platform that failed without saying when: after half the time that passed since the send was first asked
 * for, from 1 s to 15 s. `spread` is from 0 to 1 and moves it by up to a fifth, so that many don't come back together.
 */
export function backOffMs(askedAt: Date, now: Date, spread: number): number {
  const waited = Math.max(0, now.getTime() - askedAt.getTime());
  const plain = Math.min(LONGEST_WAIT_MS, Math.max(FIRST_RETRY_MS, waited / 2));
  return Math.round(plain * (0.8 + 0.4 * spread));
}
