import { invalidArguments, type ToolFailure } from '../tool-error.ts';
import type { MeantCall } from './to-tool-call.ts';

/** A tool's result with what never came to the tool, where it says what was dropped at all: a plan of what would be done keeps nothing. */
export function withDropped(data: unknown, dropped: MeantCall['dropped']): unknown {
  const already = (data as { dropped?: readonly string[] }).dropped;
  return already === undefined || dropped.length === 0 ? data : { ...(data as object), dropped: [...already, ...dropped] };
}

/** A tool's failure, to a caller who has other words for its parameters. */
export function respelt(failure: ToolFailure, spelt: MeantCall['spelt']): ToolFailure {
  if (failure.problems === undefined || Object.keys(spelt).length === 0) return failure;
  return invalidArguments(failure.problems.map((problem) => ({ ...problem, field: spelt[problem.field] ?? problem.field }))).failure;
}
