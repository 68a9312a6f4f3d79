import { inBoth } from '../domain/in-both.ts';
import { LAUNCH_WORDS } from './launch-words.ts';
import { lineIn, type Line } from './line.ts';

/** Something that was started and can be stopped. */
export interface Part {
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it at once, when stopping takes too long or a person presses Ctrl-C again. */
  kill?(): void;
  /** Work that it has under way costs much to cut off: it gets all the time that is left, but for what those after it need. */
  readonly finishesWork?: boolean;
  /** Resolves, with the error where there is one, when it ended by itself. */
  readonly crashed?: Promise<unknown>;
}

export interface Lifecycle {
  /** Starts a part, after those before it. Parts are stopped in the reverse order. @throws StoppingError once stopping has begun. */
  start<T extends Part>(name: Line, begin: () => Promise<T>): Promise<T>;
  /** Stops everything; the same promise however often it is asked. The result is the process's exit code. */
  stop(exitCode?: number): Promise<number>;
  /** Aborts as soon as stopping begins: for downloads and the like that are under way. */
  readonly signal: AbortSignal;
  /** Resolves to the exit code when everything has stopped, for whatever reason. */
  readonly finished: Promise<number>;
}

/** Asked to start something while everything is being stopped. */
export class StoppingError extends Error {
  override readonly name = 'StoppingError';
}

export interface LifecycleOptions {
  say: (line: Line) => void;
  /** A part, or the process, failed in a way nobody expected. */
  onCrash: (name: Line, error: unknown) => void;
  /** Everything is stopped within this time, or ended; five seconds unless told. Some of it is left for Node to end. */
  stopWithinMs?: number;
  /** `process`; another in tests. */
  signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Ends the process at once. */
  exit?: (code: number) => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STOP_WITHIN_MS = 5_000;
/** Of the time promised, what Node itself takes to end, milliseconds. */
const NODE_ENDS_WITHIN_MS = 500;
/** What is kept for others by one that finishes its work, milliseconds: Temporal's server takes most of it. */
const KEPT_FOR_OTHERS_MS = 1_500;
/** A Ctrl-C under npm arrives twice: from the terminal, and passed on by npm. Only one that comes later is a second one. */
const SAME_PRESS_MS = 500;

/** Runs the parts of a process: starts them in order, and stops them in reverse on a signal, on a crash, or when asked. */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { say, onCrash, stopWithinMs: promisedMs = STOP_WITHIN_MS, signals = process, exit = (code) => process.exit(code) } = options;
  const stopWithinMs = Math.max(promisedMs / 2, promisedMs - NODE_ENDS_WITHIN_MS);
  const parts: { name: Line; part: Part }[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  let stopping: Promise<number> | null = null;
  let drained = false;
  let firstSignalAt: number | null = null;
  const aborter = new AbortController();
  const { promise: finished, resolve: finish } = Promise.withResolvers<number>();

  const stop = async (exitCode = 0): Promise<number> => await (stopping ??= stopAll(exitCode));

  const stopAll = async (exitCode: number): Promise<number> => {
    const deadline = performance.now() + stopWithinMs;
    aborter.abort();
    // What is being started now joins the parts, or fails, before the order is fixed.
    await within(starting, stopWithinMs / 2);
    let allStopped = true;
    for (let last = parts.at(-1); last !== undefined; last = parts.at(-1)) {
      const { name, part } = last;
      const leftMs = Math.max(0, deadline - performance.now());
      if (!(await within(part.stop(), parts.length === 1 ? leftMs : shareOf(part, leftMs)))) {
        allStopped = false;
        part.kill?.();
        say(inBoth(LAUNCH_WORDS, (words, language) => words.stoppedLate(lineIn(name, language))));
      }
      parts.splice(parts.lastIndexOf(last), 1);
    }
    drained = true;
    for (const signal of SIGNALS) signals.off(signal, onSignal);
    const code = allStopped ? exitCode : Math.max(exitCode, 1);
    finish(code);
    return code;
  };

  const onSignal = (): void => {
    const now = performance.now();
    if (firstSignalAt === null) {
      firstSignalAt = now;
      say(inBoth(LAUNCH_WORDS, (words) => words.stopping));
      void stop();
    } else if (now - firstSignalAt > SAME_PRESS_MS) {
      for (const { part } of parts) part.kill?.();
      exit(130);
    }
  };
  for (const signal of SIGNALS) signals.on(signal, onSignal);

  return {
    start: async (name, begin) => {
      if (stopping !== null) throw new StoppingError(`${lineIn(name, 'en')} was not started: everything is stopping`);
      const began = begin();
      starting = began.catch(() => {});
      const part = await began.catch((error: unknown) => {
        throw stopping === null ? error : new StoppingError(`${lineIn(name, 'en')} was not started: everything is stopping`);
      });
      if (drained) part.kill?.();
      else parts.push({ name, part });
      void part.crashed?.then((error) => {
        if (stopping !== null) return;
        onCrash(name, error);
        void stop(1);
      });
      return part;
    },
    stop,
    signal: aborter.signal,
    finished,
  };
}

/** Half of what is left, so that one that hangs leaves time for those after it; more for one whose work must be finished. */
function shareOf({ finishesWork }: Part, leftMs: number): number {
  return finishesWork ? Math.max(leftMs / 2, leftMs - KEPT_FOR_OTHERS_MS) : leftMs / 2;
}

/** Whether it ended, well or badly, within that time. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const done = work.then(() => true, () => true);
  const ended = await Promise.race([done, late]);
  clearTimeout(timer);
  return ended;
}
