import type { Language } from '../domain/people.ts';
import { LAUNCH_WORDS } from './launch-words.ts';
import { lineIn, type Line } from './line.ts';

/** Where progress goes: stderr, so that stdout stays free for what a script may read. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Tells the person who waits what is going on. */
export interface Progress {
  /** One line, at once. */
  say(line: Line): void;
  /** Does work that may take long: a person hears of it as soon as it has taken 2 s, and again while it goes on. */
  during<T>(what: Line, work: (report: (detail: Line) => void) => Promise<T>): Promise<T>;
}

export interface ProgressTimers {
  now(): number;
  every(ms: number, tick: () => void): () => void;
}

/** After this long a person wonders whether anything happens. */
const QUIET_MS = 2_000;
const SPIN_MS = 120;
/** In a log file, a line every ten seconds is enough. */
const REPEAT_MS = 10_000;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR_LINE = '\r\u001B[2K';

const realTimers: ProgressTimers = {
  now: () => performance.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => clearInterval(timer);
  },
};

/** A spinner on a terminal, plain lines elsewhere; in one language. */
export function createProgress(stream: ProgressStream, language: Language, timers: ProgressTimers = realTimers): Progress {
  const words = LAUNCH_WORDS[language];
  let spinning = false;
  const say = (line: Line): void => {
    stream.write(`${spinning ? CLEAR_LINE : ''}${lineIn(line, language)}\n`);
  };
  return {
    say,
    during: async (named, work) => {
      const what = lineIn(named, language);
      const startedAt = timers.now();
      let detail = '';
      let frame = 0;
      let toldAt: number | null = null;
      const label = (): string => (detail === '' ? what : `${what}: ${detail}`);
      const tick = (): void => {
        const now = timers.now();
        if (now - startedAt < QUIET_MS) return;
        if (stream.isTTY === true) {
          spinning = true;
          stream.write(`${CLEAR_LINE}${FRAMES[frame++ % FRAMES.length]} ${label()} (${words.seconds(now - startedAt)})`);
        } else if (toldAt === null || now - toldAt >= REPEAT_MS) {
          say(toldAt === null ? `${label()} …` : words.stillAt(label(), now - startedAt));
        } else return;
        toldAt = now;
      };
      const stop = timers.every(SPIN_MS, tick);
      const quiet = (): void => {
        stop();
        if (spinning) stream.write(CLEAR_LINE);
        spinning = false;
      };
      try {
        const result = await work((text) => (detail = lineIn(text, language)));
        quiet();
        if (toldAt !== null) say(words.done(what, timers.now() - startedAt));
        return result;
      } finally {
        quiet();
      }
    },
  };
}

/** Says nothing: for tests, and where output is JSON. */
export const silentProgress: Progress = {
  say: () => {},
  during: async (_what, work) => await work(() => {}),
};
