import type { FaultRuleInput } from '../../src/sandbox/faults.ts';

/** What can come instead of a provider's own answer, and whether the provider has the message then. */
export interface WireFault {
  fault: FaultRuleInput['fault'];
  taken: boolean;
}

/** Longer than any test waits, milliseconds. */
const NEVER_MS = 60_000;

/** Answers that aren't the provider's own: each platform says what each of them is to it. */
export const ODD_ANSWERS = {
  '429 with a time to wait': { fault: { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, taken: false },
  '500': { fault: { kind: 'status', status: 500 }, taken: false },
  '500 after the message was taken': { fault: { kind: 'status', status: 500, when: 'after' }, taken: true },
  '502': { fault: { kind: 'status', status: 502, body: '<html>' }, taken: false },
  '503': { fault: { kind: 'status', status: 503 }, taken: false },
  '503 with a time to wait': { fault: { kind: 'status', status: 503, headers: { 'retry-after': '9' } }, taken: false },
  '403': { fault: { kind: 'status', status: 403 }, taken: false },
  'a redirect': { fault: { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } }, taken: false },
  'a page of HTML': { fault: { kind: 'html' }, taken: false },
  'a page of HTML after the message was taken': { fault: { kind: 'html', when: 'after' }, taken: true },
  'half a body': { fault: { kind: 'truncate' }, taken: true },
  'a connection reset before the message was taken': { fault: { kind: 'reset' }, taken: false },
  'a connection reset after it': { fault: { kind: 'reset', when: 'after' }, taken: true },
  'a connection half closed before the message was taken': { fault: { kind: 'half_close', ms: NEVER_MS }, taken: false },
  'a connection half closed after it': { fault: { kind: 'half_close', ms: NEVER_MS, when: 'after' }, taken: true },
} as const satisfies Record<string, WireFault>;

/** Answers that don't come in time: the outcome is unknown, whatever the platform. */
export const LATE_ANSWERS: readonly (readonly [string, WireFault])[] = [
  ['a hang', { fault: { kind: 'hang', ms: NEVER_MS }, taken: false }],
  ['a hang after the message was taken', { fault: { kind: 'hang', ms: NEVER_MS, when: 'after' }, taken: true }],
  ['a body that comes too slowly', { fault: { kind: 'slow_body', ms: NEVER_MS }, taken: true }],
  ['an answer that comes too late', { fault: { kind: 'delay', ms: NEVER_MS }, taken: true }],
];

/** Each odd answer with what a platform makes of it. */
export function oddAnswers<T>(madeOf: Record<keyof typeof ODD_ANSWERS, T>): [string, WireFault, T][] {
  return Object.entries<WireFault>(ODD_ANSWERS).map(([name, fault]) => [name, fault, madeOf[name as keyof typeof ODD_ANSWERS]]);
}
