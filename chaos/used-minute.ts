import type { JournalEntry } from '../src/sandbox/journal.ts';
import { takenMessages } from './pages.ts';

/** A rolling minute, which is what providers count in. */
const WINDOW_MS = 60_000;

/** Platforms whose senders have a limit here, and how many messages that is in any rolling minute. */
export type Limits = Readonly<Record<'slack' | 'twilio', number>>;

/** The most messages that one sender of a platform made in any rolling minute. */
export function busiestMinute(entries: readonly JournalEntry[], platform: keyof Limits): number {
  return Math.max(0, ...[...timesOfSenders(entries, platform).values()].map(mostInAMinute));
}

/** How much of its limit the platform with the most room had used in the minute before, as a share: from 1 on every one is full. */
export function leastUsed(entries: readonly JournalEntry[], limits: Limits, at: number): number {
  return Math.min(...(['slack', 'twilio'] as const).map((platform) => {
    const counts = [...timesOfSenders(entries, platform).values()].map((times) => times.filter((time) => time <= at && time >= at - WINDOW_MS).length);
    return Math.max(0, ...counts) / limits[platform];
  }));
}

/** When each sender of a platform made its messages, ascending, milliseconds since 1970. */
function timesOfSenders(entries: readonly JournalEntry[], platform: keyof Limits): Map<string, number[]> {
  const ofSenders = Map.groupBy(takenMessages(entries).filter((entry) => entry.platform === platform), senderOf);
  return new Map([...ofSenders].map(([sender, messages]) => [sender, messages.map(({ at }) => Date.parse(at))]));
}

/** Slack's bot is one; each of Twilio's numbers is. */
function senderOf({ body }: JournalEntry): string {
  const { From: from } = body as { From?: unknown };
  return typeof from === 'string' ? from : 'the bot';
}

/** @param times ascending, milliseconds */
function mostInAMinute(times: readonly number[]): number {
  return times.reduce((most, at, index) => Math.max(most, index + 1 - times.findIndex((earlier) => earlier > at - WINDOW_MS)), 0);
}
