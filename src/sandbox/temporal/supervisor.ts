import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildExit } from '../../launch/child-process.ts';

export interface Supervised {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  stop(): Promise<void>;
  kill(): void;
}

export type SupervisorEvent =
  | { kind: 'exited'; code: number | null; signal: string | null }
  | { kind: 'restarted'; pid: number }
  | { kind: 'restart_failed'; retryInMs: number };

export interface SuperviseOptions<T extends Supervised> {
  first: T;
  start: () => Promise<T>;
  onEvent: (event: SupervisorEvent) => void;
  /** Waits, or less when the signal aborts; injected in tests. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  now?: () => number;
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 10_000;
/** One that ran this long was well: what ends it is news, and it is started again without delay. */
const WELL_AFTER_MS = 60_000;

/** Starts a process again whenever it ends by itself, after a wait that doubles while it keeps ending. */
export function supervise<T extends Supervised>(options: SuperviseOptions<T>): { current(): T | null; stop(): Promise<void>; kill(): void } {
  const { first, start, onEvent, wait = waitFor, now = () => performance.now() } = options;
  const stopping = new AbortController();
  let running: T | null = first;

  const startAgain = async (waitMs: number): Promise<T | null> => {
    for (let nextMs = waitMs; ; nextMs = Math.min(nextMs * 2, LONGEST_WAIT_MS)) {
      await wait(nextMs, stopping.signal);
      if (stopping.signal.aborted) return null;
      try {
        return await start();
      } catch {
        onEvent({ kind: 'restart_failed', retryInMs: Math.min(nextMs * 2, LONGEST_WAIT_MS) });
      }
    }
  };

  const watch = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    while (running !== null) {
      const startedAt = now();
      const { code, signal } = await running.exited;
      running = null;
      if (stopping.signal.aborted) return;
      onEvent({ kind: 'exited', code, signal });
      waitMs = now() - startedAt >= WELL_AFTER_MS ? FIRST_WAIT_MS : waitMs;
      running = await startAgain(waitMs);
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      if (running === null) return;
      // Stopped while it was starting: it must not outlive us.
      if (stopping.signal.aborted) return await running.stop();
      onEvent({ kind: 'restarted', pid: running.pid });
    }
  };

  const watching = watch();
  return {
    current: () => running,
    stop: async () => {
      stopping.abort();
      await running?.stop();
      await watching;
    },
    kill: () => {
      stopping.abort();
      running?.kill();
    },
  };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    // Aborted: the caller looks at the signal.
  });
}
