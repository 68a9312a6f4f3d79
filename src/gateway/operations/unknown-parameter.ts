import type { OperationProblem } from './operation-problem.ts';

/** Where what is no parameter stood, and in what. */
export interface Unknown {
  name: string;
  /** All that was sent with it. */
  given: object;
  /** What there is in its place. */
  known: readonly string[];
  prefix?: string;
  of: 'tool' | 'operation';
  /** What it may have been meant for, as a question and a space; none unless told. */
  question?: string;
}

/** What is no parameter, told by its place among those that were sent with it: its name is the caller's own word, and could be a patient's. */
export function unknownParameter({ name, given, known, prefix = '', of, question = '' }: Unknown): OperationProblem {
  return { field: `${prefix}${placeOf(name, given)}`, problem: `is not a parameter of this ${of}`, hint: `${question}Remove it, or name it rightly: it takes ${known.join(', ')}.` };
}

/** A parameter by its place, counted from one. */
export function placeOf(name: string, given: object): string {
  return `(parameter ${Object.keys(given).indexOf(name) + 1})`;
}
