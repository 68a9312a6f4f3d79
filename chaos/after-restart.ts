import type { TakenPage } from './pages.ts';
import type { Return } from './service.ts';

/** What was on its way to the provider at the kill has arrived by then, and is no sample of the restart; milliseconds. */
const STILL_ARRIVING_MS = 500;

/** The first page after a crash leaves within this time of the server's return, milliseconds. */
export const FIRST_SEND_WITHIN_MS = 5_000;

/** From half of its limit on a sender keeps pages for digests (src/ledger/digests.ts). */
const HALF = 0.5;

/**
 * How long a page is held once no further alert comes: 2 s, and 2 s more where its reader's other route goes first. While they keep
 * coming, as in a burst, it is 20 s at most. Milliseconds.
 */
const HOLD_MS = 4_000;
const LONGEST_HOLD_MS = 20_000;

/** So few alerts have all asked for their pages as soon as the first of them could leave. */
const FEW_ALERTS = 10;

/** A kill, and from when on the time is counted in which a page has to leave; milliseconds since 1970. */
export interface Kill {
  at: number;
  /** The process that sends was killed, so what it had under way is of unknown outcome. */
  ofSender: boolean;
  backAt: number;
}

/**
 * From when on the time is counted: the return of Temporal's server, where it was killed, and what starting the processes again takes beyond that
 * is part of the time. Where they alone were killed there is no return of the server, and it is from their own.
 */
export function countedFrom(killedAt: number, { serverBackAt, processesUpAt }: Return): number {
  return serverBackAt ?? processesUpAt ?? killedAt;
}

/** Pages that left after the return of what was killed, milliseconds from it; null where there was none to measure. */
export interface AfterRestart {
  /** The first one, where a sender had room to send it at once. */
  firstMs: number | null;
  /** The first one, where half of every sender's limit was used, so that by design it was held for others to join it. */
  firstHeldMs: number | null;
  lastMs: number | null;
}

/**
 * What leaves while the rest is still dead is no sample of the restart, and neither is what full limits hold back.
 * @param leastUsed how much of its limit the platform with the most room had used, as a share
 */
export function afterRestart(pages: readonly TakenPage[], kill: Kill | undefined, leastUsed: (at: number) => number): AfterRestart {
  const after = kill === undefined ? [] : pages.filter(({ at }) => at > kill.at + STILL_ARRIVING_MS || at >= kill.backAt);
  const [first, last] = [after[0], after.at(-1)];
  if (kill === undefined || first === undefined || last === undefined || leastUsed(first.at) >= 1) return { firstMs: null, firstHeldMs: null, lastMs: null };
  const firstMs = Math.max(0, first.at - kill.backAt);
  // A page that finds room within the time it is promised in is held no more.
  const isHeld = leastUsed(Math.min(first.at, kill.backAt + FIRST_SEND_WITHIN_MS)) >= HALF;
  return { firstMs: isHeld ? null : firstMs, firstHeldMs: isHeld ? firstMs : null, lastMs: Math.max(0, last.at - kill.backAt) };
}

/** That the first page of a round with so many alerts came too late, in words; null when it was in time, or there was none. */
export function lateness({ firstMs, firstHeldMs }: AfterRestart, alerts: number): string | null {
  if (firstMs !== null && firstMs > FIRST_SEND_WITHIN_MS) return `the first page after the restart left after ${firstMs} ms`;
  const heldWithinMs = FIRST_SEND_WITHIN_MS + (alerts <= FEW_ALERTS ? HOLD_MS : LONGEST_HOLD_MS);
  if (firstHeldMs !== null && firstHeldMs > heldWithinMs) return `the first page after the restart, which may be held for a digest, left after ${firstHeldMs} ms, and ${heldWithinMs} are allowed`;
  return null;
}
