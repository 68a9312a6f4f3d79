import type { z } from 'zod';
import { sayCorrection } from '../domain/correction.ts';
import type { Correction, SaidCorrection } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';
import type { ConfigFile, ConfigFinding, ConfigPath } from './config-problem.ts';
import { FIELD_WORDS } from './field-words.ts';
import type { FieldKind, FieldWords } from './field-words.ts';

type Issue = z.core.$ZodIssue;

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
    return issue.keys.map((key) => ({ file, path: [...path, key], ...sayCorrection(FIELD_WORDS, ({ unknownField }) => unknownField) }));
  }
  const value = valueAt(data, path);
  return [{ file, path, ...sayCorrection(FIELD_WORDS, (words, language) => describe(issue, value, words, language)) }];
}

/** The alternative that the writer meant: the one that got furthest, which is the one whose own shape was right. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches.find((issues) => issues.length > 0 && !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0));
}

function describe(issue: Issue, value: unknown, words: FieldWords, language: Language): Correction {
  if (value === undefined && issue.code !== 'custom') return { problem: words.missing, hint: missingHint(issue, words) };
  switch (issue.code) {
    case 'invalid_type':
      return words.wrongKind(kindWords(issue.expected, words), isWhat(value, words), issue.expected === 'string' && typeof value === 'number');
    case 'invalid_value':
      return { problem: typeof value === 'object' ? isWhat(value, words) : words.isValue(quote(value)), hint: words.writeOneOf(listed(issue.values)) };
    case 'invalid_union':
      return { problem: isWhat(value, words), hint: unionHint(issue, words) };
    case 'too_small':
      return issue.origin === 'array' ? words.tooFew(String(issue.minimum)) : words.tooSmall(String(issue.minimum), issue.inclusive === true);
    case 'too_big':
      return issue.origin === 'array' ? words.tooMany(String(issue.maximum)) : words.tooLarge(String(issue.maximum));
    case 'custom':
      return isSaid(issue.params) ? { problem: issue.params.problem[language], hint: issue.params.hint[language] } : { problem: words.wrongForm, hint: words.correctIt };
    case 'invalid_key':
      return issue.issues[0] === undefined ? { problem: words.wrongForm, hint: words.correctIt } : describe(issue.issues[0], value, words, language);
    case 'unrecognized_keys':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_element':
      return { problem: words.wrongForm, hint: words.correctIt };
  }
}

/** Our own schemas say what they refuse in both languages. */
function isSaid(params: unknown): params is SaidCorrection {
  return typeof params === 'object' && params !== null && 'problem' in params && 'hint' in params;
}

function missingHint(issue: Issue, words: FieldWords): string {
  if (issue.code === 'invalid_value') return words.addOneOf(listed(issue.values));
  return words.add(issue.code === 'invalid_type' ? kindWords(issue.expected, words) : null);
}

function unionHint(issue: Extract<Issue, { code: 'invalid_union' }>, words: FieldWords): string {
  const options = (issue as { options?: readonly unknown[] }).options;
  if (options !== undefined) return words.writeOneOf(listed(options));
  const kinds = issue.errors.flatMap((issues) => issues.flatMap((inner) => (inner.code === 'invalid_type' ? [kindWords(inner.expected, words)] : [])));
  return kinds.length === 0 ? words.correctIt : words.writeKind([...new Set(kinds)].join(` ${words.or} `));
}

function listed(values: readonly unknown[]): string {
  return values.map(String).join(', ');
}

/** The schema's own name for what has no word of ours. */
function kindWords(kind: string, { kinds }: FieldWords): string {
  return kind in kinds ? kinds[kind as FieldKind] : kind;
}

function isWhat(value: unknown, words: FieldWords): string {
  if (value === null || value === undefined) return words.isEmpty;
  return words.isKind(kindWords(Array.isArray(value) ? 'array' : typeof value, words));
}

function valueAt(data: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[String(key)] : undefined), data);
}

function quote(value: unknown): string {
  return `"${String(value).slice(0, 40)}"`;
}
