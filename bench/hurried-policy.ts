import type { Severity } from '../src/domain/severity.ts';

/** config/policy.yaml in which the first step of one severity lasts so many seconds, and nobody is reminded meanwhile. @throws Error when the file changed its form. */
export function hurriedPolicy(text: string, severity: Severity, windowSeconds: number): string {
  const [before, after] = text.split(new RegExp(`^(?=  ${severity}:$)`, 'm'));
  const section = /^ {2}\w+:\n(?: {3,}.*\n|\n)*/.exec(after ?? '')?.[0];
  if (before === undefined || section === undefined) throw new Error('config/policy.yaml changed its form: adapt the benchmark');
  const hurried = section.replace(/^ {8}remindAt:.*\n/gm, '').replace(/window: \d+ min/, `window: ${windowSeconds} s`);
  return before + hurried + after?.slice(section.length);
}
