import type { z } from 'zod';
import { detectionSchema, medicalAlertSchema, type Detection, type MedicalAlert } from './detection.ts';
import { SEVERITIES } from './severity.ts';
import { STAGES } from './stage.ts';

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
}

/** What each field takes, in words. */
const TAKES: Record<string, string> = {
  stage: `Write one of ${STAGES.map((stage) => JSON.stringify(stage)).join(', ')}: a stage by number stands without quotes.`,
  confidence: 'Write a number from 0 to 1, such as 0.93.',
  severity: `Write one of ${SEVERITIES.join(', ')}, or leave it out: policy decides.`,
  unit: "Write the code of a unit of config/directory.yaml, such as uci.",
  bodySite: 'Write a code in lower case, such as sacrum or heel_left.',
  patientRef: 'Write an opaque reference of letters, digits, - and _, at most 64; never a name or a record number.',
  capturedAt: 'Write ISO 8601 with an offset, such as 2026-11-24T03:12:00-03:00.',
  idempotencyKey: 'Write up to 128 printable characters without spaces, the same for the same finding.',
  alertType: 'Write a code in lower case, such as lpp_critical.',
};

/** Reads a finding, or an alert that comes by its severity (it has `alertType`), from anything at all. Pure; never throws. */
export function parseFinding(input: unknown, { knowsUnit }: FindingContext): ParsedFinding {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ field: '(all)', problem: 'is not a JSON object', hint: 'Write { "stage": 4, "confidence": 0.93 }, for example.' }] };
  }
  const isAlert = 'alertType' in input;
  const parsed = isAlert ? medicalAlertSchema.safeParse(input) : detectionSchema.safeParse(input);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => toProblems(issue, input)) };
  const { unit } = parsed.data;
  if (unit !== undefined && !knowsUnit(unit)) {
    return { ok: false, problems: [{ field: 'unit', problem: 'is no unit of the directory', hint: TAKES['unit'] ?? '' }] };
  }
  return isAlert
    ? { ok: true, kind: 'alert', alert: parsed.data as MedicalAlert }
    : { ok: true, kind: 'detection', detection: parsed.data as Detection };
}

function toProblems(issue: z.core.$ZodIssue, input: object): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((field) => ({ field: safeName(field), problem: 'is not a field of a finding', hint: `Remove it: a finding takes ${Object.keys(TAKES).slice(0, 8).join(', ')}, and nothing that names a patient.` }));
  }
  const field = String(issue.path[0] ?? '(all)');
  return [{ field, problem: problemOf(issue, field in input), hint: TAKES[field] ?? 'Correct it.' }];
}

function problemOf(issue: z.core.$ZodIssue, isThere: boolean): string {
  if (!isThere) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `is not a ${issue.expected}`;
    case 'too_small':
    case 'too_big':
      return 'is out of range';
    case 'invalid_value':
      return 'is none of the values there are';
    default:
      return 'has the wrong form';
  }
}

/** A field's name as it may be repeated: one that is no plain word could itself be somebody's name. */
function safeName(field: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(field) ? field : '(a field)';
}
