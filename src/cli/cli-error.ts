import type { FieldProblem } from '../domain/parse-detection.ts';

/** Exit codes that scripts rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, notFound: 3, refused: 4, unreachable: 5 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command can't be carried out: what is wrong, what to do about it, and the exit code that says so to scripts. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  readonly hint: string | null;
  /** Field by field, where that is known. */
  readonly problems: readonly FieldProblem[];

  constructor(exitCode: ExitCode, message: string, hint: string | null = null, problems: readonly FieldProblem[] = []) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
    this.problems = problems;
  }
}
