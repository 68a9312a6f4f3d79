import type { z } from 'zod';
import type { FieldProblem } from '../domain/parse-detection.ts';
import { didYouMean } from './did-you-mean.ts';
import { placeOf, unknownParameter } from './operations/unknown-parameter.ts';
import { invalidArguments } from './tool-error.ts';

const PROBLEMS: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  too_small: 'is out of range', too_big: 'is out of range', invalid_value: 'is none of the values there are', invalid_union: 'is none of the values there are',
};

/** In place of a field, where it is all of them. */
const WHOLE = '(all)';

/** Reads a call's arguments by its tool's schema. @throws ToolError that tells of each field what is wrong with it and what it takes; never what stood there */
export function checkArguments<Input extends z.ZodType>(schema: Input, args: unknown): z.output<Input> {
  const given = args ?? {};
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw invalidArguments(parsed.error.issues.flatMap((issue) => toProblems(issue, schema, given)));
}

function toProblems(issue: z.core.$ZodIssue, schema: z.ZodType, given: unknown): FieldProblem[] {
  const path = issue.path.map(String);
  const field = fieldAt(schema, path, given);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(shapeOf(schemaAt(schema, path)) ?? {});
    const unknown = { given: objectAt(given, path), known, prefix: field === WHOLE ? '' : `${field}.`, of: 'tool' } as const;
    return issue.keys.map((name) => unknownParameter({ ...unknown, name, question: didYouMean(name, known) }));
  }
  const hint = schemaAt(schema, path)?.description ?? 'GET /tools shows what it takes.';
  return [{ field, problem: isThere(given, issue.path) ? problemOf(issue) : 'is missing', hint }];
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `is not of the type ${issue.expected}`;
  return PROBLEMS[issue.code] ?? 'has the wrong form';
}

function isThere(given: unknown, path: readonly PropertyKey[]): boolean {
  return valueAt(given, path) !== undefined;
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let at = given;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !(step in at)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[step];
  }
  return at;
}

function objectAt(given: unknown, path: readonly PropertyKey[]): object {
  const at = valueAt(given, path);
  return typeof at === 'object' && at !== null ? at : {};
}

/** Names that the schema has, as they are; others by their place. */
function fieldAt(schema: z.ZodType, path: readonly string[], given: unknown): string {
  const steps = path.map((step, at) => (Object.hasOwn(shapeOf(schemaAt(schema, path.slice(0, at))) ?? {}, step) ? step : placeOf(step, objectAt(given, path.slice(0, at)))));
  return steps.length === 0 ? WHOLE : steps.join('.');
}

/** The schema of what stands at a path; null where that isn't declared. */
function schemaAt(schema: z.ZodType, path: readonly string[]): z.ZodType | null {
  let at: z.ZodType | null = schema;
  for (const step of path) at = (at && shapeOf(at)?.[step]) ?? null;
  return at;
}

function shapeOf(schema: z.ZodType | null): Readonly<Record<string, z.ZodType>> | null {
  const inner = schema as { shape?: Readonly<Record<string, z.ZodType>>; unwrap?: () => z.ZodType } | null;
  if (inner?.shape) return inner.shape;
  return inner?.unwrap ? shapeOf(inner.unwrap()) : null;
}
