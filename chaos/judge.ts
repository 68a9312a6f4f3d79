import type { Severity } from '../src/domain/severity.ts';
import type { JournalEntry } from '../src/sandbox/journal.ts';
import { afterRestart, lateness, type Kill } from './after-restart.ts';
import { recipientsOf, type Recipient } from './hospital.ts';
import { takenPages, type TakenPage } from './pages.ts';
import { busiestMinute, leastUsed, type Limits } from './used-minute.ts';

/** A call that was under way when its process was killed had been taken, or is taken, within this time, milliseconds. */
const UNDER_WAY_MS = 3_000;

/** A page that was claimed before the acknowledgment was on disk reaches its provider within this time after it, milliseconds. */
const CROSSING_MS = 1_000;

/** An alert whose caller was told that it is accepted. */
export interface AcceptedHere {
  code: string;
  severity: Severity;
  /** When somebody's acknowledgment was on disk, milliseconds since 1970; null when nobody gave one. */
  acknowledgedAt: number | null;
  /** When it was closed by hand; null when that didn't come off. */
  closedAt: number | null;
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
  /** The same where half of the limits was used, and the page was held so that others could join it; one of the two is null. */
  firstHeldAfterRestartMs: number | null;
  /** The same of the last page. */
  lastSendAfterRestartMs: number | null;
  failures: Failure[];
}

/** Judges rounds that share a home by what reached the providers, and by nothing that the service says of itself. */
export function judge(rounds: readonly RoundRecord[], entries: readonly JournalEntry[], limits: Limits): { rounds: RoundVerdict[]; shared: Failure[] } {
  const pages = takenPages(entries);
  const known = new Set(rounds.flatMap(({ alerts }) => alerts.map(({ code }) => code)));
  const strangers = [...new Set(pages.map(({ code }) => code))].filter((code) => !known.has(code));
  return {
    rounds: rounds.map((record) => judgeRound(record, pages, (at) => leastUsed(entries, limits, at))),
    shared: [
      ...strangers.map((code): Failure => ({ round: null, kind: 'stranger', what: `${code} was paged and nobody had handed it in` })),
      ...overLimit(entries, limits),
      ...entries.flatMap(({ violations = [] }) => violations).map((what): Failure => ({ round: null, kind: 'wire', what })),
    ],
  };
}

function judgeRound(record: RoundRecord, all: readonly TakenPage[], leastUsedAt: (at: number) => number): RoundVerdict {
  const { round, alerts, kills, problems } = record;
  const codes = new Set(alerts.map(({ code }) => code));
  const pages = all.filter(({ code }) => codes.has(code));
  const lost = alerts.flatMap((alert) => unreached(alert, alerts, pages).map((who) => ({ code: alert.code, what: `${alert.code} (${alert.severity}) never reached ${who}` })));
  const repeats = alerts.flatMap(({ code }) => copiesOf(pages.filter((page) => page.code === code), kills));
  const after = alerts.flatMap((alert) => afterTheEnd(alert, pages));
  const times = afterRestart(pages, kills.at(-1), leastUsedAt);
  const late = lateness(times, alerts.length);
  const failures: [FailureKind, string][] = [
    ...lost.map(({ what }): [FailureKind, string] => ['lost', what]),
    ...repeats.filter(({ explained }) => !explained).map(({ key }): [FailureKind, string] => ['unexplained_duplicate', `${key} arrived twice, and nothing had left its outcome unknown`]),
    ...repeats.filter(({ marked }) => !marked).map(({ key }): [FailureKind, string] => ['unmarked_duplicate', `${key} arrived twice, and the second one does not say so`]),
    ...after.filter(({ byMs }) => byMs > CROSSING_MS).map(({ what }): [FailureKind, string] => ['after_acknowledgment', what]),
    ...(late === null ? [] : [['late', late] as [FailureKind, string]]),
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
    firstSendAfterRestartMs: times.firstMs,
    firstHeldAfterRestartMs: times.firstHeldMs,
    lastSendAfterRestartMs: times.lastMs,
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
export function countedTo({ needs, addresses }: Recipient, pages: readonly TakenPage[]): number {
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

/** Any rolling minute in which a sender made more messages than it may, as its provider counts them. */
function overLimit(entries: readonly JournalEntry[], limits: Limits): Failure[] {
  return (['slack', 'twilio'] as const).flatMap((platform) => {
    const most = busiestMinute(entries, platform);
    return most > limits[platform] ? [{ round: null, kind: 'limit' as const, what: `${platform} got ${most} messages within 60 s, and ${limits[platform]} are allowed` }] : [];
  });
}
