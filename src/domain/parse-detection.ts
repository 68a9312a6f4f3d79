import type { z } from 'zod';
import { detectionSchema, medicalAlertSchema, type Detection, type MedicalAlert } from './detection.ts';
import { FINDING_WORDS, type FindingWords } from './finding-words.ts';
import type { Language } from './people.ts';

/** What is wrong with one field of what was handed in. Never what stood there: it could be a patient's name. */
export interface FieldProblem {
  /** Name of the field; `(all)` when it is the whole. */
  field: string;
  problem: string;
  /** What to do about it. */
  hint: string;
}

export type ParsedFinding =
  | { ok: true; kind: 'detection'; detection: Detection }
  | { ok: true; kind: 'alert'; alert: MedicalAlert }
  | { ok: false; problems: FieldProblem[] };

export interface FindingContext {
  /** Whether the hospital's directory has a unit. */
  knowsUnit(unit: string): boolean;
  /** Of the problems; English unless told. */
  language?: Language;
}

/** Reads a finding, or an alert that comes by its severity (it has `alertType`), from anything at all. Pure; never throws. */
export function parseFinding(input: unknown, { knowsUnit, language = 'en' }: FindingContext): ParsedFinding {
  const words = FINDING_WORDS[language];
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ field: '(all)', problem: words.notAnObject, hint: words.exampleObject }] };
  }
  const isAlert = 'alertType' in input;
  const parsed = isAlert ? medicalAlertSchema.safeParse(input) : detectionSchema.safeParse(input);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => toProblems(issue, input, words)) };
  const { unit } = parsed.data;
  if (unit !== undefined && !knowsUnit(unit)) {
    return { ok: false, problems: [{ field: 'unit', problem: words.noUnit, hint: words.takes.unit }] };
  }
  return isAlert
    ? { ok: true, kind: 'alert', alert: parsed.data as MedicalAlert }
    : { ok: true, kind: 'detection', detection: parsed.data as Detection };
}

/** What is wrong with a finding that says the same field more than once: which of them is meant, nobody can know. */
export function repeatedField(name: string, language: Language): FieldProblem {
  const { twice, leaveOne } = FINDING_WORDS[language];
  return { field: safeName(name), problem: twice, hint: leaveOne };
}

function toProblems(issue: z.core.$ZodIssue, input: object, words: FindingWords): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((field) => ({ field: safeName(field), problem: words.notAField, hint: words.removeIt(Object.keys(words.takes).slice(0, 8).join(', ')) }));
  }
  const field = String(issue.path[0] ?? '(all)');
  const takes: Readonly<Record<string, string>> = words.takes;
  return [{ field, problem: problemOf(issue, field in input, words), hint: takes[field] ?? words.correctIt }];
}

function problemOf(issue: z.core.$ZodIssue, isThere: boolean, words: FindingWords): string {
  if (!isThere) return words.missing;
  switch (issue.code) {
    case 'invalid_type':
      return words.notA(issue.expected);
    case 'too_small':
    case 'too_big':
      return words.outOfRange;
    case 'invalid_value':
      return words.noneOfThem;
    default:
      return words.wrongForm;
  }
}

/** A field's name as it may be repeated: one that is no plain word could itself be somebody's name. */
function safeName(field: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(field) ? field : '(a field)';
}
