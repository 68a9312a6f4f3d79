import type { z } from 'zod';
import { inEnglish } from '../domain/correction.ts';
import type { ConfigFile, ConfigFinding, ConfigPath } from './config-problem.ts';

type Issue = z.core.$ZodIssue;

const ARTICLES: Record<string, string> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of fields', record: 'a group of fields' };

/** What a schema found wrong with a file's data, in words for the person who edits it. `data` is what was parsed. */
export function findingsOf(file: ConfigFile, error: z.ZodError, data: unknown): ConfigFinding[] {
  return error.issues.flatMap((issue) => toFindings(file, issue, [], data));
}

function toFindings(file: ConfigFile, issue: Issue, above: ConfigPath, data: unknown): ConfigFinding[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => toFindings(file, inner, path, data));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ file, path: [...path, key], ...inEnglish({ problem: 'is not a field that belongs here', hint: 'Correct its spelling, or remove it.' }) }));
  }
  const value = valueAt(data, path);
  return [{ file, path, ...inEnglish(describe(issue, value)) }];
}

/** The alternative that the writer meant: the one that got furthest, which is the one whose own shape was right. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.length > 0 && !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
}

function describe(issue: Issue, value: unknown): { problem: string; hint: string } {
  if (value === undefined && issue.code !== 'custom') return { problem: 'is missing', hint: missingHint(issue) };
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value);
    case 'invalid_value':
      return { problem: `is ${quote(value)}`, hint: `Write one of: ${issue.values.map(String).join(', ')}.` };
    case 'invalid_union':
      return { problem: `is ${kindOf(value)}`, hint: unionHint(issue) };
    case 'too_small':
      return { problem: tooSmall(issue), hint: issue.origin === 'array' ? `Name at least ${String(issue.minimum)}.` : `Write ${issue.inclusive === true ? '' : 'more than '}${String(issue.minimum)}${issue.inclusive === true ? ' or more' : ''}.` };
    case 'too_big':
      return { problem: issue.origin === 'array' ? 'has too many entries' : 'is too large', hint: `Write ${String(issue.maximum)} or less.` };
    case 'custom':
      return { problem: issue.message, hint: typeof issue.params?.['hint'] === 'string' ? issue.params['hint'] : 'Correct it.' };
    case 'invalid_key':
      return issue.issues[0] === undefined ? { problem: issue.message, hint: 'Correct it.' } : describe(issue.issues[0], value);
    case 'unrecognized_keys':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return { problem: issue.message, hint: 'Correct it.' };
  }
}

/** Most often a number where a text is wanted, and quotes are all that it lacks. */
function wrongType(expected: string, value: unknown): { problem: string; hint: string } {
  const wanted = ARTICLES[expected] ?? expected;
  const remedy = expected === 'string' && typeof value === 'number' ? 'put it in quotes, with its unit if it has one' : `write ${wanted} instead`;
  return { problem: `must be ${wanted}`, hint: `It is ${kindOf(value)}: ${remedy}.` };
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): string {
  return issue.origin === 'array' ? 'names nothing' : 'is too small';
}

function missingHint(issue: Issue): string {
  if (issue.code === 'invalid_value') return `Add it, one of: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'invalid_type') return `Add it: ${ARTICLES[issue.expected] ?? issue.expected}.`;
  return 'Add it.';
}

function unionHint(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const options = (issue as { options?: readonly unknown[] }).options;
  if (options !== undefined) return `Write one of: ${options.map(String).join(', ')}.`;
  const kinds = issue.errors.flatMap((issues) => issues.flatMap((inner) => (inner.code === 'invalid_type' ? [ARTICLES[inner.expected] ?? inner.expected] : [])));
  return kinds.length === 0 ? 'Correct it.' : `Write ${[...new Set(kinds)].join(' or ')}.`;
}

function valueAt(data: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined), data);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a group of fields' : ARTICLES[typeof value] ?? typeof value;
}

function quote(value: unknown): string {
  return typeof value === 'object' ? kindOf(value) : `"${String(value).slice(0, 40)}"`;
}
