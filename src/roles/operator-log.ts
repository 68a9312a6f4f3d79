import type { OperatorNotices } from '../activities/dependencies.ts';
import { isForgotten, isProvenOver, standsUntilProven, whoOptedOut, type OperatorProblem, type WellProof } from '../domain/operator-problem.ts';
import { inBoth } from '../domain/in-both.ts';
import { operatorAdvice } from '../domain/wording/index.ts';
import type { Line } from '../launch/line.ts';
import type { KnownProblem, Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../observability/logger.ts';
import { ROLE_WORDS } from './role-words.ts';

/** Problems that other processes found are looked for at most this often when something goes well, milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** What an operator is told, and what health shows of it. */
export interface OperatorLog extends OperatorNotices {
  /** Those that stand, over all processes that share the ledger, with what this one has told until now. */
  problems(): Promise<KnownProblem[]>;
  /** It is over: when it comes back, it is told again. For the host's own, which its watch sees end. */
  clear(key: string): void;
  /** Resolves when all that was told and proven until now is written down. */
  settled(): Promise<void>;
}

export interface OperatorLogOptions {
  ledger: Pick<Ledger, 'noteProblem' | 'problems' | 'clearProblems'>;
  logger: Pick<Logger, 'event'>;
  say(line: Line): void;
  now(): Date;
  /** Whether somebody has ended messages to an address that they have still; asked of whom a notice says so. */
  isOptedOut?(responder: string): Promise<boolean>;
}

/**
 * Tells each problem once, on the terminal and in the log of the process that is the first to meet it; the ledger keeps for all who share
 * it what was told. What ails the host, and anything while the ledger can't be written, is told once by each process.
 */
export function createOperatorLog({ ledger, logger, say, now, isOptedOut }: OperatorLogOptions): OperatorLog {
  const own = new OwnProblems(now);
  let queue = Promise.resolve();
  /** Problems that a message may prove to be over; read from the ledger, and so of all processes. */
  let mayEnd = 0;
  let lookedMs = Number.NEGATIVE_INFINITY;

  const enqueue = (work: () => Promise<void>): void => {
    queue = queue.then(work).catch(() => logger.event('operator.unrecorded', {}, 'warn'));
  };
  const told = ({ platform, code, kind }: OperatorProblem): void => {
    logger.event('operator.problem', { platform, kind, reason: code }, 'error');
    say({ es: operatorAdvice({ platform, code, kind }, 'es'), en: operatorAdvice({ platform, code, kind }, 'en') });
  };
  const note = async (problem: OperatorProblem): Promise<void> => {
    mayEnd += 1;
    const isFirst = await ledger.noteProblem(problem, now()).catch(() => own.note(problem));
    if (isFirst) told(problem);
  };
  const standing = async (): Promise<KnownProblem[]> => {
    const shared = await ledger.problems(now()).catch(() => []);
    return [...own.standing().filter(({ key }) => shared.every((each) => each.key !== key)), ...shared];
  };
  const end = async (proof: WellProof): Promise<void> => {
    own.end(proof);
    const shared = await ledger.problems(now());
    [mayEnd, lookedMs] = [shared.filter((problem) => standsUntilProven(problem) || problem.route !== null).length, now().getTime()];
    if (!shared.some(({ seenAt, ...problem }) => isProvenOver(problem, seenAt, proof))) return;
    for (const { platform, code } of await ledger.clearProblems(proof)) {
      logger.event('operator.problem_over', { platform, reason: code });
      say(inBoth(ROLE_WORDS, (words) => words.problemOver(platform, code)));
    }
  };
  /** Another address in the directory ends it as well as START does, and so does leaving the hospital. */
  const endPastOptOuts = async (): Promise<void> => {
    for (const { code } of await standing()) {
      const [responder, since] = [whoOptedOut(code), now()];
      if (responder !== null && isOptedOut && !(await isOptedOut(responder))) await end({ what: 'opted_in', responder, since });
    }
  };

  return {
    tell: (problem) => {
      if (problem.platform !== 'host') enqueue(() => note(problem));
      else if (own.note(problem)) told(problem);
    },
    isWell: (proof) => {
      if (mayEnd > 0 || now().getTime() - lookedMs >= LOOK_EVERY_MS) enqueue(() => end(proof));
    },
    clear: (key) => own.clear(key),
    settled: () => queue,
    problems: async () => {
      await queue;
      enqueue(() => endPastOptOuts());
      await queue;
      return standing();
    },
  };
}

/** What this process alone keeps in mind. */
class OwnProblems {
  readonly #known = new Map<string, KnownProblem>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** True for one that isn't known, or whose code is another than before. */
  note(problem: OperatorProblem): boolean {
    const before = this.standing().find(({ key, code }) => key === problem.key && code === problem.code);
    this.#known.set(problem.key, { ...problem, since: before?.since ?? this.#now(), seenAt: this.#now() });
    return before === undefined;
  }

  standing(): KnownProblem[] {
    for (const [key, problem] of this.#known) if (isForgotten(problem, problem.seenAt, this.#now())) this.#known.delete(key);
    return [...this.#known.values()];
  }

  end(proof: WellProof): void {
    for (const [key, { seenAt, ...problem }] of this.#known) if (isProvenOver(problem, seenAt, proof)) this.#known.delete(key);
  }

  clear(key: string): void {
    this.#known.delete(key);
  }
}
