import type { OperatorNotices } from '../activities/dependencies.ts';
import { hostAdvice } from '../domain/wording/index.ts';
import type { Logger } from '../observability/logger.ts';

/** Something is told again after this long, milliseconds, for it may have come back. */
const TELL_AGAIN_MS = 60 * 60_000;

/** What an operator must see to, as health shows it. */
export interface OperatorProblem {
  key: string;
  platform: string;
  code: string;
  since: string;
}

/** What an operator is told, and what health shows of it. */
export interface OperatorLog extends OperatorNotices {
  problems(): OperatorProblem[];
  /** It is over: when it comes back, it is told again. */
  clear(key: string): void;
}

/** Tells each problem once: on the terminal, in the log, and in health until it hasn't been seen for an hour. */
export function createOperatorLog(logger: Logger, say: (line: string) => void, now: () => Date): OperatorLog {
  const known = new Map<string, { problem: OperatorProblem; seenMs: number }>();
  const forget = (): void => {
    for (const [key, { seenMs }] of known) if (now().getTime() - seenMs > TELL_AGAIN_MS) known.delete(key);
  };
  return {
    tell: ({ key, platform, code }) => {
      forget();
      const before = known.get(key);
      const isSame = before?.problem.code === code;
      known.set(key, { problem: isSame ? before.problem : { key, platform, code, since: now().toISOString() }, seenMs: now().getTime() });
      if (isSame) return;
      logger.event('operator.problem', { platform, reason: code }, 'error');
      say(hostAdvice(code, 'en') ?? `${platform} needs you: ${code}. Alerts go by other ways meanwhile; see \`npx vigia health\`.`);
    },
    clear: (key) => void known.delete(key),
    problems: () => {
      forget();
      return [...known.values()].map(({ problem }) => problem);
    },
  };
}
