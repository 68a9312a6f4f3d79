import { setTimeout as sleep } from 'node:timers/promises';
import type { Workers } from './run-workers.ts';

/** How often Temporal's server is looked for, milliseconds. */
const LOOK_EVERY_MS = 500;

/** Workers that outlive an outage of Temporal. */
export interface KeptWorkers extends Workers {
  /** Called each time that Temporal's server is back, before the workers are renewed. */
  onReturn(act: () => void): void;
}

export interface KeepOptions {
  start(): Promise<Workers>;
  /** Whether Temporal's server is there. Never throws. */
  isThere(): Promise<boolean>;
  onEvent(event: 'workers_renewed' | 'renewal_failed'): void;
  lookEveryMs?: number;
}

/**
 * Keeps workers that take up work as soon as Temporal's server is back. After an outage those of before ask again only by the SDK's own
 * back-off, 2 s after the return and up to 5, and whatever fell due meanwhile waits for them; new ones ask at once, and are at work
 * after 0.6 s. The old ones let what they have under way finish, and however they end, it is no crash.
 */
export async function keepWorkers({ start, isThere, onEvent, lookEveryMs = LOOK_EVERY_MS }: KeepOptions): Promise<KeptWorkers> {
  const crashed = Promise.withResolvers<unknown>();
  const stopping = new AbortController();
  const retired = new Map<Workers, Promise<void>>();
  const atReturn: (() => void)[] = [];
  const keep = (workers: Workers): Workers => {
    void workers.crashed?.then((error) => retired.has(workers) || crashed.resolve(error));
    return workers;
  };
  const pause = (): Promise<void> => sleep(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => {
    // Stopping has begun; the loops look at the signal.
  });
  let current = keep(await start());

  /** The SDK takes one worker for each queue and connection at a time: the old one stops asking first. */
  const renew = async (): Promise<void> => {
    retired.set(current, current.stop());
    while (!stopping.signal.aborted) {
      try {
        current = keep(await start());
        return onEvent('workers_renewed');
      } catch {
        onEvent('renewal_failed');
        await pause();
      }
    }
  };

  const look = async (): Promise<void> => {
    let wasThere = true;
    while (!stopping.signal.aborted) {
      const isBack = await isThere();
      if (isBack && !wasThere) {
        for (const act of atReturn) act();
        await renew();
      }
      wasThere = isBack;
      await pause();
    }
  };

  const looking = look();
  return {
    finishesWork: true,
    crashed: crashed.promise,
    polling: () => current.polling(),
    onReturn: (act) => void atReturn.push(act),
    stop: async () => {
      stopping.abort();
      // New workers may be on their way up; those that are there stop asking at once.
      const left = retired.has(current) ? [] : [current.stop()];
      await looking;
      await Promise.all([...left, ...retired.values(), current.stop()]);
    },
  };
}
