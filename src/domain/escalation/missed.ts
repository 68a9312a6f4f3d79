import type { MissedReason } from './watchdog-page.ts';

/** A critical alert that no page was tried for by then is paged beside the workflow, milliseconds. A proposal of ours. */
export const SEND_WITHIN_MS = 30_000;

/** So long after a deadline something must have come of it, milliseconds. */
export const LATE_BY_MS = 30_000;

/** One that was due long ago when we first hear of it, as after a start, gets this long to go out as it should, milliseconds. */
const GRACE_MS = 10_000;

/** What is known of an alert that nobody has taken. */
export interface Expecting {
  code: string;
  acceptedAt: Date;
  nextDeadline: string | null;
  /** A page of it was tried, or waits for its limit. */
  tried: boolean;
}

export interface Overdue {
  code: string;
  reason: MissedReason;
  /** Seconds since the epoch of the deadline; 0 for the alert's beginning. */
  since: number;
  lateMs: number;
}

/**
 * Keeps what must have happened by when, on a clock that nobody sets: reckoned from the wall's once, when it is first heard of, so that
 * setting the wall clock afterwards neither makes anything late nor hides that it is.
 */
export class Expectations {
  private due = new Map<string, number>();

  /** Takes in how things stand; answers what is overdue. `tick` in milliseconds. */
  look(alerts: readonly Expecting[], now: Date, tick: number): Overdue[] {
    const still = new Map<string, number>();
    const overdue = alerts.flatMap((alert): Overdue[] => {
      const what = expectation(alert);
      if (!what) return [];
      // The deadline to the millisecond: where the clock was set back, the next step's may fall into the second of this one's.
      const key = `${alert.code}@${alert.tried ? alert.nextDeadline : ''}`;
      const dueTick = this.due.get(key) ?? tick + what.waitMs(now);
      still.set(key, dueTick);
      return tick < dueTick ? [] : [{ code: alert.code, reason: what.reason, since: what.since, lateMs: tick - dueTick }];
    });
    this.due = still;
    return overdue;
  }
}

function expectation({ acceptedAt, nextDeadline, tried }: Expecting): { reason: MissedReason; since: number; waitMs(now: Date): number } | null {
  if (!tried) {
    const waitMs = (now: Date): number => Math.min(SEND_WITHIN_MS, Math.max(GRACE_MS, acceptedAt.getTime() + SEND_WITHIN_MS - now.getTime()));
    return { reason: 'nothing_sent_in_time', since: 0, waitMs };
  }
  const deadlineMs = nextDeadline === null ? Number.NaN : Date.parse(nextDeadline);
  if (Number.isNaN(deadlineMs)) return null;
  return { reason: 'deadline_missed', since: Math.floor(deadlineMs / 1_000), waitMs: (now) => Math.max(0, deadlineMs - now.getTime()) + LATE_BY_MS };
}
