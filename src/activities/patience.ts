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

/** Longest and shortest wait before a claim is asked for again, milliseconds. */
const LONGEST_WAIT_MS = 15_000;
const SHORTEST_WAIT_MS = 50;

/** When to ask again: no later than every 15 s, so that an acknowledgment meanwhile is seen soon and better items are found. */
export function retryDelayMs(until: Date, now: Date): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, until.getTime() - now.getTime()));
}
