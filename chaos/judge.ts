import type { PlatformName } from '../src/domain/platform-name.ts';
import type { Severity } from '../src/domain/severity.ts';
import type { JournalEntry } from '../src/sandbox/journal.ts';
import { recipientsOf, type Recipient } from './hospital.ts';
import { takenMessages, takenPages, type TakenPage } from './pages.ts';

/** A call that was under way when its process was killed had been taken, or is taken, within this time, milliseconds. */
const UNDER_WAY_MS = 3_000;

/** A page that was claimed before the acknowledgment was on disk reaches its provider within this time after it, milliseconds. */
const CROSSING_MS = 1_000;

/** What was on its way to the provider at the kill has arrived by then, and is no sample of the restart; milliseconds. */
const STILL_ARRIVING_MS = 500;

/** A rolling minute, which is what providers count in. */
const WINDOW_MS = 60_000;

/** The first page after a crash leaves within this time of the server's return, milliseconds. */
export const FIRST_SEND_WITHIN_MS = 5_000;

/** An alert whose caller was told that it is accepted. */
export interface AcceptedHere {
  code: string;
  severity: Severity;
  /** When somebody's acknowledgment was on disk, milliseconds since 1970; null when nobody gave one. */
  acknowledgedAt: number | null;
  /** When it was closed by hand; null when that didn't come off. */
  closedAt: number | null;
}

/** A kill, and from when on nothing kept the service from sending; milliseconds since 1970. */
export interface Kill {
  at: number;
  /** The process that sends was killed, so what it had under way is of unknown outcome. */
  ofSender: boolean;
  backAt: number;
}

/** What happened in a round, as its runner knows it. */
export interface RoundRecord {
  round: number;
  alerts: AcceptedHere[];
  kills: Kill[];
  /** What the runner itself saw go wrong, in words. */
  problems: string[];
}

export type FailureKind = 'lost' | 'unexplained_duplicate' | 'unmarked_duplicate' | 'after_acknowledgment' | 'limit' | 'wire' | 'stranger' | 'late' | 'problem';

export interface Failure {
  round: number | null;
  kind: FailureKind;
  what: string;
}

/** What became of one round. */
export interface RoundVerdict {
  round: number;
  accepted: number;
  lost: number;
  duplicates: number;
  unmarkedDuplicates: number;
  /** Single copies that say they may be a repeat: sent again after an unknown outcome, and the first had not arrived. */
  repeatsWithoutFirst: number;
  /** Pages that were on their way to the provider when the acknowledgment came. */
  crossed: number;
  /** From the return of what was killed until the first page after, milliseconds; null when none had to leave. */
  firstSendAfterRestartMs: number | null;
  /** The same of the last page. */
  lastSendAfterRestartMs: number | null;
  failures: Failure[];
}

/** Judges rounds that share a home by what reached the providers, and by nothing that the service says of itself. */
export function judge(rounds: readonly RoundRecord[], entries: readonly JournalEntry[], limits: Readonly<Record<'slack' | 'twilio', number>>): { rounds: RoundVerdict[]; shared: Failure[] } {
  const pages = takenPages(entries);
  const known = new Set(rounds.flatMap(({ alerts }) => alerts.map(({ code }) => code)));
  const strangers = [...new Set(pages.map(({ code }) => code))].filter((code) => !known.has(code));
  return {
    rounds: rounds.map((record) => judgeRound(record, pages, (at) => areFull(entries, limits, at))),
    shared: [
      ...strangers.map((code): Failure => ({ round: null, kind: 'stranger', what: `${code} was paged and nobody had handed it in` })),
      ...overLimit(entries, limits),
      ...entries.flatMap(({ violations = [] }) => violations).map((what): Failure => ({ round: null, kind: 'wire', what })),
    ],
  };
}

function judgeRound(record: RoundRecord, all: readonly TakenPage[], isFull: (at: number) => boolean): RoundVerdict {
  const { round, alerts, kills, problems } = record;
  const codes = new Set(alerts.map(({ code }) => code));
  const pages = all.filter(({ code }) => codes.has(code));
  const lost = alerts.flatMap((alert) => unreached(alert, alerts, pages).map((who) => ({ code: alert.code, what: `${alert.code} (${alert.severity}) never reached ${who}` })));
  const repeats = alerts.flatMap(({ code }) => copiesOf(pages.filter((page) => page.code === code), kills));
  const after = alerts.flatMap((alert) => afterTheEnd(alert, pages));
  const times = afterRestart(pages, kills, isFull);
  const isLate = times.first !== null && times.first > FIRST_SEND_WITHIN_MS;
  const failures: [FailureKind, string][] = [
    ...lost.map(({ what }): [FailureKind, string] => ['lost', what]),
    ...repeats.filter(({ explained }) => !explained).map(({ key }): [FailureKind, string] => ['unexplained_duplicate', `${key} arrived twice, and nothing had left its outcome unknown`]),
    ...repeats.filter(({ marked }) => !marked).map(({ key }): [FailureKind, string] => ['unmarked_duplicate', `${key} arrived twice, and the second one does not say so`]),
    ...after.filter(({ byMs }) => byMs > CROSSING_MS).map(({ what }): [FailureKind, string] => ['after_acknowledgment', what]),
    ...(isLate ? [['late', `the first page after the restart left after ${times.first} ms`] as [FailureKind, string]] : []),
    ...problems.map((what): [FailureKind, string] => ['problem', what]),
  ];
  return {
    round,
    accepted: alerts.length,
    lost: new Set(lost.map(({ code }) => code)).size,
    duplicates: repeats.length,
    unmarkedDuplicates: repeats.filter(({ marked }) => !marked).length,
    repeatsWithoutFirst: pages.filter((page) => page.marked).length - repeats.filter(({ marked }) => marked).length,
    crossed: after.filter(({ byMs }) => byMs <= CROSSING_MS).length,
    firstSendAfterRestartMs: times.first,
    lastSendAfterRestartMs: times.last,
    failures: failures.map(([kind, what]) => ({ round, kind, what })),
  };
}

/**
 * Recipients of one of a round's alerts without a page. Once somebody has the alert, nobody else needs one. A digest that has no room to
 * name an alert counts it: a recipient whose digests count as many as were not named to them has heard of all.
 */
export function unreached(alert: AcceptedHere, alerts: readonly AcceptedHere[], pages: readonly TakenPage[]): string[] {
  if (alert.acknowledgedAt !== null) return [];
  return recipientsOf(alert.severity).flatMap((recipient) => {
    const missing = notNamed(alert, recipient, pages);
    if (missing.length === 0) return [];
    const unnamed = alerts.filter((other) => other.acknowledgedAt === null && hasRecipient(other, recipient) && notNamed(other, recipient, pages).length > 0).length;
    return countedTo(recipient, pages) >= unnamed ? [] : [`${recipient.name} (${missing.join(', ')})`];
  });
}

/** Addresses at which no page names the alert; none where one address suffices and has been reached. */
function notNamed({ code }: AcceptedHere, { needs, addresses }: Recipient, pages: readonly TakenPage[]): string[] {
  const missing = addresses.filter((address) => !pages.some((page) => page.code === code && page.to === address));
  return needs === 'one' && missing.length < addresses.length ? [] : missing;
}

function hasRecipient({ severity }: AcceptedHere, { name, addresses }: Recipient): boolean {
  return recipientsOf(severity).some((each) => each.name === name && each.addresses.every((address) => addresses.includes(address)));
}

/** How many alerts digests count to a recipient without naming them; where each address is needed, at the one with the fewest. */
function countedTo({ needs, addresses }: Recipient, pages: readonly TakenPage[]): number {
  const counts = addresses.map((address) => {
    const digests = new Map(pages.filter(({ to, others }) => to === address && others > 0).map(({ at, others }) => [at, others]));
    return [...digests.values()].reduce((sum, others) => sum + others, 0);
  });
  return needs === 'all' ? Math.min(...counts) : counts.reduce((sum, count) => sum + count, 0);
}

interface Copy {
  key: string;
  marked: boolean;
  /** The copy before it was of unknown outcome, so one more was right. */
  explained: boolean;
}

/** Every copy of a page but the first. */
function copiesOf(pages: readonly TakenPage[], kills: readonly Kill[]): Copy[] {
  return [...Map.groupBy(pages, ({ key }) => key)].flatMap(([key, copies]) =>
    copies.slice(1).map(({ marked }, index) => ({ key, marked, explained: wasUnknown(copies[index], kills) })));
}

function wasUnknown(page: TakenPage | undefined, kills: readonly Kill[]): boolean {
  return page !== undefined && (page.unanswered || kills.some(({ at, ofSender }) => ofSender && Math.abs(at - page.at) <= UNDER_WAY_MS));
}

/** Pages that arrived after somebody had the alert, or after it was closed. */
function afterTheEnd({ code, acknowledgedAt, closedAt }: AcceptedHere, pages: readonly TakenPage[]): { byMs: number; what: string }[] {
  const endedAt = acknowledgedAt ?? closedAt;
  if (endedAt === null) return [];
  const what = acknowledgedAt === null ? 'its alert was closed' : 'the acknowledgment';
  return pages.filter((page) => page.code === code && page.at > endedAt).map(({ key, at }) => ({ byMs: at - endedAt, what: `${key} left ${at - endedAt} ms after ${what}` }));
}

/** What leaves while the rest is still dead is no sample of the restart, and neither is what the limits hold back. */
function afterRestart(pages: readonly TakenPage[], kills: readonly Kill[], isFull: (at: number) => boolean): { first: number | null; last: number | null } {
  const kill = kills.at(-1);
  const after = kill === undefined ? [] : pages.filter(({ at }) => at > kill.at + STILL_ARRIVING_MS || at >= kill.backAt);
  const [first, last] = [after[0], after.at(-1)];
  if (kill === undefined || first === undefined || last === undefined || isFull(first.at)) return { first: null, last: null };
  return { first: Math.max(0, first.at - kill.backAt), last: Math.max(0, last.at - kill.backAt) };
}

/** Any rolling minute in which a sender made more messages than it may, as its provider counts them. */
function overLimit(entries: readonly JournalEntry[], limits: Readonly<Record<'slack' | 'twilio', number>>): Failure[] {
  return (['slack', 'twilio'] as const).flatMap((platform: PlatformName & keyof typeof limits) => {
    const most = busiestMinute(entries, platform);
    return most > limits[platform] ? [{ round: null, kind: 'limit' as const, what: `${platform} got ${most} messages within 60 s, and ${limits[platform]} are allowed` }] : [];
  });
}

/** Whether every sender had used up its minute when a page left. */
function areFull(entries: readonly JournalEntry[], limits: Readonly<Record<'slack' | 'twilio', number>>, at: number): boolean {
  const within = takenMessages(entries).filter((entry) => Date.parse(entry.at) <= at && Date.parse(entry.at) >= at - WINDOW_MS);
  return (['slack', 'twilio'] as const).every((platform) => within.filter((entry) => entry.platform === platform).length >= limits[platform]);
}

/** The most messages that one sender of a platform made in any rolling minute. */
export function busiestMinute(entries: readonly JournalEntry[], platform: PlatformName): number {
  const ofSenders = Map.groupBy(takenMessages(entries).filter((entry) => entry.platform === platform), senderOf);
  return Math.max(0, ...[...ofSenders.values()].map((messages) => mostInAMinute(messages.map(({ at }) => Date.parse(at)))));
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
