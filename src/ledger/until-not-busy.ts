import { setTimeout as after } from 'node:timers/promises';

/** How long one process waits for another's write, milliseconds. A write here takes about one; this is for a machine that stalls. */
const BUSY_TIMEOUT_MS = 10_000;

/** Longest pause before the write lock is asked for again, milliseconds. */
const BUSY_PAUSE_MS = 4;

/** Tries again while another connection holds the file. Between tries this process goes on with its other work. */
export async function untilNotBusy<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      // Of different lengths, so that processes don't ask in step.
      await after(1 + Math.random() * BUSY_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
