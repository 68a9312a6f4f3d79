import type { GatewayFailure } from './gateway-error.ts';

/** How often and for how long a call is tried. */
export interface RetryBounds {
  /** The first one included. */
  tries: number;
  /** From the first try to the beginning of the last, milliseconds. */
  withinMs: number;
}

/** The wait before the second try where nobody says otherwise, milliseconds; it doubles each time. */
const FIRST_WAIT_MS = 250;

/**
 * How long to wait before a call is tried again, milliseconds; null when it is not. Only what the failure says may go well later is, and never
 * before it says. `chance`, from 0 to 1, keeps callers that failed together from coming back together.
 */
export function nextTryIn({ retryable, retryAfterS }: Pick<GatewayFailure, 'retryable' | 'retryAfterS'>, { tries, withinMs }: RetryBounds, so: { tried: number; spentMs: number; chance: number }): number | null {
  if (!retryable || so.tried >= tries) return null;
  const least = retryAfterS === undefined ? FIRST_WAIT_MS * 2 ** (so.tried - 1) : retryAfterS * 1_000;
  const waitMs = Math.round(least * (1 + so.chance / 2));
  return so.spentMs + waitMs > withinMs ? null : waitMs;
}
