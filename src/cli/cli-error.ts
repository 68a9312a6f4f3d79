import type { FieldProblem } from '../domain/parse-detection.ts';
import type { Language } from '../domain/people.ts';
import { ERROR_WORDS, type ErrorWords, type Told } from './error-words.ts';

/** Exit codes that scripts rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A command can't be carried out: what is wrong and what to do about it, in the language of whoever typed it, and the exit code
 * that says so to scripts. Its `message` as an Error is the English one.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** Field by field, where that is known. */
  readonly problems: readonly FieldProblem[];
  readonly #tell: (words: ErrorWords) => Told;

  constructor(exitCode: ExitCode, tell: (words: ErrorWords) => Told, problems: readonly FieldProblem[] = []) {
    super(tell(ERROR_WORDS.en).message);
    this.exitCode = exitCode;
    this.problems = problems;
    this.#tell = tell;
  }

  told(language: Language): Told {
    return this.#tell(ERROR_WORDS[language]);
  }
}
