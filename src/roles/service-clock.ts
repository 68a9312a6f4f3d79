import { activityInfo } from '@temporalio/activity';
import { hostTick } from '../ledger/host-process.ts';

/** The clock of a process. */
export interface ServiceClock {
  now(): Date;
  /** Its time runs with the workflows' and can be moved, as in scenarios: nothing may then be measured by another clock. */
  virtual: boolean;
}

export const systemClock: ServiceClock = { now: () => new Date(), virtual: false };

/** The time within an activity: the clock's; where that is virtual, when its workflow's own time had it scheduled. */
export function activityNow(clock: ServiceClock): () => Date {
  return clock.virtual ? () => new Date(activityInfo().currentAttemptScheduledTimestampMs) : () => clock.now();
}

/** Milliseconds of a clock that nobody sets; where time is virtual, of that one, as the ledger has it then. */
export function tickOf(clock: ServiceClock, now: () => Date): () => number {
  return clock.virtual ? () => now().getTime() : hostTick;
}
