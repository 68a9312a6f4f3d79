/**
 * Places between two steps of what must not be lost, in the order they are passed: a process may end at any of them, and
 * the crash test ends it at each. `call` is the provider's, `committed` is on disk.
 */
export const CRASH_POINTS = [
  'accept.before', 'accept.committed', 'start.sent',
  'claim.before', 'call.before', 'call.answered', 'mark.committed', 'record.committed',
  'settle.found', 'settle.committed',
  'receive.committed', 'signal.sent', 'processed.committed',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Told of each place that is passed. Nothing listens but in a crash test. */
export type Passing = (point: CrashPoint) => void;
