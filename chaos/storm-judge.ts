import type { JournalEntry } from '../src/sandbox/journal.ts';
import { busiestMinute } from './used-minute.ts';
import { takenMessages, takenPages } from './pages.ts';
import type { StormAlert } from './storm-alert.ts';
import type { StormResponder } from './storm-hospital.ts';
import { untold } from './storm-untold.ts';

/** Everybody holds every critical code of theirs within this time, milliseconds. */
export const HELD_WITHIN_MS = 60_000;

/** A page that was claimed before the acknowledgment was on disk reaches its provider within this time after it, milliseconds. */
const CROSSING_MS = 1_000;

export interface StormVerdict {
  alerts: number;
  acknowledged: number;
  /** Of each of the ten, from the first alert until they held every critical code of theirs; null when they never did. Milliseconds, the slowest last. */
  heldAfterMs: (number | null)[];
  busiestMinute: { slack: number; twilio: number };
  messages: { slack: number; twilio: number };
  /** Alerts that a message to somebody names; the others are among the "and N more" of a digest. */
  named: number;
  /** Alerts that no message to whom they are for says anything of, neither by name nor by count. */
  lost: number;
  /** Pages about an alert, later than its acknowledgment. */
  afterAcknowledgment: string[];
  violations: string[];
  /** What of it breaks a promise, a sentence each. */
  broken: string[];
}

/** Judges a storm by what reached the providers, once nothing waits for its turn any more. */
export function judgeStorm(alerts: readonly StormAlert[], responders: readonly StormResponder[], entries: readonly JournalEntry[], limits: Readonly<Record<'slack' | 'twilio', number>>): StormVerdict {
  const messages = takenMessages(entries).map((entry) => ({ ...entry, text: JSON.stringify(entry.body), at: Date.parse(entry.at) }));
  const startedAt = Math.min(...alerts.map(({ acceptedAt }) => acceptedAt));
  const heldAfterMs = responders.map((responder) => heldAt(responder, alerts, messages)).map((at) => (at === null ? null : at - startedAt)).sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  const busiest = { slack: busiestMinute(entries, 'slack'), twilio: busiestMinute(entries, 'twilio') };
  const isNamed = ({ code }: StormAlert): boolean => messages.some(({ text }) => text.includes(code));
  const pages = takenPages(entries);
  const missing = responders.map(({ id, ...responder }) => ({ id, ...untold({ id, ...responder }, alerts, pages) }));
  const lostCritical = new Set(missing.flatMap(({ critical }) => critical));
  const endedAt = new Map(alerts.map(({ code, acknowledgedAt }) => [code, acknowledgedAt ?? Infinity]));
  const afterAcknowledgment = pages.filter(({ code, at }) => at > (endedAt.get(code) ?? Infinity) + CROSSING_MS).map(({ key }) => key);
  const violations = entries.flatMap(({ violations: found = [] }) => found);
  return {
    alerts: alerts.length, acknowledged: alerts.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length, heldAfterMs, busiestMinute: busiest,
    messages: { slack: messages.filter(({ platform }) => platform === 'slack').length, twilio: messages.filter(({ platform }) => platform === 'twilio').length },
    named: alerts.filter(isNamed).length, lost: lostCritical.size + missing.reduce((sum, { medium }) => sum + medium.notCounted, 0), afterAcknowledgment, violations,
    broken: [
      ...heldAfterMs.filter((after) => after === null || after > HELD_WITHIN_MS).map((after) => `somebody held every critical code of theirs ${after === null ? 'never' : `after ${after} ms`}`),
      ...(['slack', 'twilio'] as const).filter((platform) => busiest[platform] > limits[platform]).map((platform) => `${platform} got ${busiest[platform]} messages within 60 s, and ${limits[platform]} are allowed`),
      ...[...lostCritical].map((code) => `${code} is lost`),
      ...missing.filter(({ medium }) => medium.notCounted > 0).map(({ id, medium }) => `${medium.notCounted} lost: no message to ${id} names ${medium.notNamed} alerts of theirs, and ${medium.notNamed - medium.notCounted} are counted`),
      ...afterAcknowledgment.map((key) => `${key} was sent after its acknowledgment`), ...violations,
    ],
  };
}

/** When the last of a responder's critical codes first stood in a message to them. */
function heldAt({ unit, slack, whatsApp }: StormResponder, alerts: readonly StormAlert[], messages: readonly { to: string | null; text: string; at: number }[]): number | null {
  const theirs = messages.filter(({ to }) => to === slack || to === whatsApp);
  const times = alerts.filter((alert) => alert.critical && alert.unit === unit).map(({ code }) => theirs.find(({ text }) => text.includes(code))?.at ?? null);
  return times.includes(null) ? null : Math.max(...times.map((at) => at ?? 0));
}
