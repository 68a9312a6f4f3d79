import type { OperationProblem } from './operation-problem.ts';
import { PROTECTIONS } from './protections.ts';

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

/** Parameters that others take: words of ours, by which what this one takes may be meant, and how that is given. */
const ELSEWHERE: Readonly<Record<string, { by: string; how: string }>> = {
  department: { by: 'unit', how: 'Give it as unit' },
  priority: { by: 'severity', how: 'Give it as severity' },
  medical_context: { by: 'unit', how: 'Give its department as unit, and its priority as severity where there is one' },
  patient_context: { by: 'patient_id', how: 'Give its patient_id by itself' },
  patient_id: { by: 'patient_context', how: 'Give it within patient_context' },
};

/**
 * What is no parameter. A word of our own is told by its name; any other by its place among those that were sent with it: its name is the caller's
 * own word, and could be a patient's.
 */
export function unknownParameter({ name, given, known, prefix = '', of, question = '' }: Unknown): OperationProblem {
  const advice = adviceFor(name, known, of);
  if (advice !== null) return { field: `${prefix}${name}`, problem: `is not a parameter of this ${of}`, hint: `${advice} It takes ${known.join(', ')}.` };
  return { field: `${prefix}${placeOf(name, given)}`, problem: `is not a parameter of this ${of}`, hint: `${question}Remove it, or name it rightly: it takes ${known.join(', ')}.` };
}

/** Null for what is no word of ours. */
function adviceFor(name: string, known: readonly string[], of: Unknown['of']): string | null {
  const isOurs = PROTECTIONS.includes(name) || Object.hasOwn(ELSEWHERE, name);
  if (isOurs && known.includes('parameters')) return 'Give it within parameters, where the tool takes it.';
  if (PROTECTIONS.includes(name)) return 'Leave it out: it is always on.';
  const meant = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined;
  if (!meant) return null;
  return known.includes(meant.by) ? `${meant.how}.` : `Leave it out: this ${of} has nothing to do with it.`;
}

/** A parameter by its place, counted from one. */
export function placeOf(name: string, given: object): string {
  return `(parameter ${Object.keys(given).indexOf(name) + 1})`;
}
