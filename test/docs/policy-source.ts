import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { policySchema } from '../../src/domain/policy.ts';
import type { Route } from '../../src/domain/platform-name.ts';
import type { Severity } from '../../src/domain/severity.ts';
import { ROOT } from './pages.ts';

type Person = string | { responder: string };

/** How many must acknowledge, or which roles. */
export type Needs = number | { count?: number; roles: string[] };

/** A severity that pages, as the file says it: durations are its own words. */
export interface PageRule {
  mode: 'page';
  routes: Route[];
  redundancy: 'all' | 'first';
  post?: { finding: string; alert: string };
  steps: { to: Person[]; post?: string[]; window: string; remindAt?: string[]; routes?: Route[]; redundancy?: 'all' | 'first'; needs?: Needs }[];
  rounds?: number;
  failSafe: { to: Person[]; routes: Route[]; remindEvery: string; hours?: { from: number; to: number } };
  attend: { within: string; reminders: number; remindEvery: string; add: Person[] };
  maxSnooze: string;
}

export interface PolicyFile {
  stages: Record<string, { severity: Severity; record?: boolean; unlessConfidenceBelow?: number }>;
  review: { belowConfidence: number; add: Person[] };
  shiftEnd: { offerBefore: string; holds: Person[] };
  episode: { confirmedFor: string };
  severities: Record<Severity, PageRule | { mode: 'list'; promote: { to: Severity; after: string } }>;
}

/** The policy as its file says it, the marks in its comments, and the words for what it names. */
export interface PolicySource {
  file: PolicyFile;
  /** Comment of each line by the place it belongs to, such as `severities.critical.steps.0.remindAt`. */
  comments: ReadonlyMap<string, string>;
  /** The list of sources in the head, `[1]` first. */
  sources: string[];
  roles: Record<string, { es: string; en: string }>;
  channels: Record<string, { name: string }>;
}

export function readPolicySource(): PolicySource {
  const text = readFileSync(join(ROOT, 'config/policy.yaml'), 'utf8');
  const file = parse(text) as PolicyFile;
  policySchema.parse(file);
  const { roles, channels } = parse(readFileSync(join(ROOT, 'config/directory.yaml'), 'utf8')) as Pick<PolicySource, 'roles' | 'channels'>;
  return { file, comments: commentsOf(text), sources: sourcesOf(text), roles, channels };
}

/** Where a comment stands: at the end of a line, or on lines of its own above it. */
export function commentsOf(text: string): Map<string, string> {
  const comments = new Map<string, string>();
  const open: { indent: number; name: string }[] = [];
  let above = '';
  let item = -1;
  for (const line of text.split('\n')) {
    const [, indent = '', dash = '', name = ''] = /^( *)(- )?([\w]+):/.exec(line) ?? [];
    if (name === '') {
      above = /^ *#/.test(line) ? `${above} ${line.trim()}` : '';
      continue;
    }
    const depth = indent.length + dash.length;
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= depth) open.pop();
    if (name === 'steps') item = -1;
    if (dash !== '') item += 1;
    const parents = open.map((each) => each.name).flatMap((each) => (each === 'steps' ? [each, String(item)] : [each]));
    const own = /#(.*)$/.exec(line)?.[1] ?? '';
    comments.set([...parents, name].join('.'), [above, own].map((part) => part.trim()).filter((part) => part !== '').join(' '));
    open.push({ indent: depth, name });
    above = '';
  }
  return comments;
}

function sourcesOf(text: string): string[] {
  const [, list = ''] = /^# Sources\n((?:# .*\n)*)/m.exec(text) ?? [];
  const lines = list.split('\n').map((line) => line.replace(/^# ?/, ''));
  return lines.reduce<string[]>((found, line) => {
    if (/^\[\d\]/.test(line)) return [...found, line];
    const last = found.at(-1);
    return last === undefined || line.trim() === '' ? found : [...found.slice(0, -1), `${last} ${line.trim()}`];
  }, []);
}
