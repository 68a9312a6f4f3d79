/** What is yet to happen at the provider, in the order of its time. */
export interface Schedule {
  after(delayMs: number, act: () => Promise<void>): void;
  /** Makes the next thing happen at once; false when nothing is left. */
  step(): Promise<boolean>;
  /** Makes all happen, what follows from it too, and waits for what is under way. */
  settle(): Promise<void>;
  /** Forgets what hasn't begun and waits for what has. */
  close(): Promise<void>;
}

interface Pending { dueMs: number; act: () => Promise<void>; timer?: NodeJS.Timeout }

/**
 * `timers` lets things happen by themselves. `manual` waits for `step` and `settle`: time is a count of milliseconds that
 * jumps to whatever is next, so a test decides the order and never sleeps.
 */
export function createSchedule(mode: 'timers' | 'manual'): Schedule {
  const pending = new Set<Pending>();
  const running = new Set<Promise<void>>();
  const startedMs = performance.now();
  let jumpedMs = 0;
  const nowMs = (): number => (mode === 'manual' ? jumpedMs : Math.max(jumpedMs, performance.now() - startedMs));

  function start(item: Pending): Promise<void> {
    clearTimeout(item.timer);
    pending.delete(item);
    jumpedMs = Math.max(jumpedMs, item.dueMs);
    const run = item.act().finally(() => running.delete(run));
    running.add(run);
    return run;
  }

  function next(): Pending | undefined {
    // A Set keeps the order of arrival, and the sort keeps it among equals.
    return [...pending].sort((a, b) => a.dueMs - b.dueMs)[0];
  }

  async function step(): Promise<boolean> {
    const item = next();
    if (item === undefined) return false;
    await start(item);
    return true;
  }

  return {
    after(delayMs, act) {
      const item: Pending = { dueMs: nowMs() + delayMs, act };
      pending.add(item);
      if (mode === 'timers') item.timer = setTimeout(() => void start(item), delayMs).unref();
    },
    step,
    async settle() {
      while (pending.size > 0 || running.size > 0) {
        await Promise.all(running);
        await step();
      }
    },
    async close() {
      for (const item of pending) clearTimeout(item.timer);
      pending.clear();
      await Promise.all(running);
    },
  };
}
