import type { Scope } from '../domain/api-key.ts';
import type { FieldProblem } from '../domain/parse-detection.ts';

export type ToolErrorCode =
  | 'invalid_arguments' | 'not_authenticated' | 'not_allowed' | 'unknown_tool' | 'alert_not_found' | 'key_reused' | 'too_large' | 'rate_limited'
  | 'not_recorded' | 'not_configured' | 'unavailable' | 'internal'
  | 'not_found' | 'method_not_allowed';

/** What went wrong, for a program and for whoever reads over its shoulder. Never what it sent, and never a stack. */
export interface ToolFailure {
  code: ToolErrorCode;
  /** The first field that is wrong, in the door's spelling; `(all)` for the whole. */
  field?: string;
  message: string;
  /** What to do about it. */
  hint: string;
  /** Whether the same call may go well later. */
  retryable: boolean;
  /** Seconds to wait before that. */
  retryAfterS?: number;
  /** The scope that would do, where it was that which lacked. */
  scope?: Scope;
  /** Every field that is wrong. */
  problems?: readonly FieldProblem[];
}

/** What is written down of a refusal, and told to nobody who calls. */
export interface RefusalNote {
  /** Why, more closely than the code says. */
  reason: string;
  /** What the key is called that came with the call, where there is such a key. */
  caller?: string;
}

/** A call that can't be carried out. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly failure: ToolFailure;
  readonly note: RefusalNote | null;

  constructor(failure: ToolFailure, note: RefusalNote | null = null) {
    super(failure.message);
    this.failure = failure;
    this.note = note;
  }
}

/** What this service has no part for yet: repeating the call is of no use until somebody has set that up. */
export function notConfigured(message: string, hint: string): ToolError {
  return new ToolError({ code: 'not_configured', message, hint, retryable: false });
}

/** More fields than anybody corrects at once: a reply must not grow far beyond its call. */
const MOST_TOLD = 20;

export function invalidArguments(all: readonly FieldProblem[]): ToolError {
  const problems = all.slice(0, MOST_TOLD);
  const [first] = problems;
  const more = all.length > problems.length ? `; and ${all.length - problems.length} more` : '';
  return new ToolError({
    code: 'invalid_arguments', ...(first ? { field: first.field } : {}),
    message: `${problems.map(({ field, problem }) => `${field} ${problem}`).join('; ')}${more}.`,
    hint: problems.map(({ field, hint }) => (problems.length === 1 ? hint : `${field}: ${hint}`)).join(' '),
    retryable: false, problems,
  });
}
