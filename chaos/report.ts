import { writeFileSync } from 'node:fs';
import { machine } from '../bench/results.ts';
import { percentiles } from '../bench/statistics.ts';
import { FIRST_SEND_WITHIN_MS } from './after-restart.ts';
import { LIMITS } from './hospital.ts';
import type { RoundVerdict } from './judge.ts';
import { isOfCaller, PLACES, type Place, type RoundPlan } from './plan.ts';
import type { Judged, Outcome } from './run.ts';

export interface Times {
  n: number;
  p50: number;
  p99: number;
  max: number;
}

/** What crashes at one place cost. */
export interface PlaceReport {
  place: Place;
  rounds: number;
  accepted: number;
  lost: number;
  duplicates: number;
  unmarkedDuplicates: number;
  repeatsWithoutFirst: number;
  firstSendAfterRestartMs: Times | null;
}

/** The shape that `--json` writes. */
export interface Report {
  seed: number;
  rounds: number;
  accepted: number;
  lost: number;
  duplicates: number;
  unmarkedDuplicates: number;
  afterAcknowledgment: number;
  /** Pages that were on their way when the acknowledgment came. */
  crossed: number;
  firstSendAfterRestartMs: Times | null;
  /** Where half of the limits was used, so that the first page was held for others to join it. */
  firstHeldAfterRestartMs: Times | null;
  lastSendAfterRestartMs: Times | null;
  busiestMinute: { slack: number; twilio: number };
  limits: typeof LIMITS;
  places: PlaceReport[];
  failures: { round: number | null; seed: number; place: Place | null; kind: string; what: string }[];
  machine: ReturnType<typeof machine>;
}

export function summarise({ seed, judged, shared, busiestMinute }: Outcome): Report {
  const verdicts = judged.map(({ verdict }) => verdict);
  const failures = [
    ...judged.flatMap(({ plan, verdict }) => verdict.failures.map(({ round, kind, what }) => ({ round, seed, place: plan.place, kind, what }))),
    ...shared.map(({ round, kind, what }) => ({ round, seed, place: null, kind, what })),
  ];
  return {
    seed, rounds: verdicts.length, ...countsOf(verdicts),
    afterAcknowledgment: failures.filter(({ kind }) => kind === 'after_acknowledgment').length,
    crossed: sum(verdicts, 'crossed'),
    firstHeldAfterRestartMs: timesOf(verdicts.map(({ firstHeldAfterRestartMs }) => firstHeldAfterRestartMs)),
    lastSendAfterRestartMs: timesOf(verdicts.map(({ lastSendAfterRestartMs }) => lastSendAfterRestartMs)),
    busiestMinute, limits: LIMITS,
    places: PLACES.flatMap((place) => placeReport(place, judged)),
    failures, machine: machine(),
  };
}

function placeReport(place: Place, judged: readonly Judged[]): PlaceReport[] {
  const verdicts = judged.filter(({ plan }) => plan.place === place).map(({ verdict }) => verdict);
  if (verdicts.length === 0) return [];
  return [{ place, rounds: verdicts.length, ...countsOf(verdicts), repeatsWithoutFirst: sum(verdicts, 'repeatsWithoutFirst') }];
}

function countsOf(verdicts: readonly RoundVerdict[]) {
  return {
    accepted: sum(verdicts, 'accepted'), lost: sum(verdicts, 'lost'), duplicates: sum(verdicts, 'duplicates'), unmarkedDuplicates: sum(verdicts, 'unmarkedDuplicates'),
    firstSendAfterRestartMs: timesOf(verdicts.map(({ firstSendAfterRestartMs }) => firstSendAfterRestartMs)),
  };
}

function sum(verdicts: readonly RoundVerdict[], field: 'accepted' | 'lost' | 'duplicates' | 'unmarkedDuplicates' | 'repeatsWithoutFirst' | 'crossed'): number {
  return verdicts.reduce((total, verdict) => total + verdict[field], 0);
}

function timesOf(all: readonly (number | null)[]): Times | null {
  const times = all.filter((time) => time !== null);
  if (times.length === 0) return null;
  const { n, p50, p99 } = percentiles(times);
  return { n, p50, p99, max: Math.max(...times) };
}

function victimOf({ place, kill }: RoundPlan): string {
  if (kill === 'temporal') return "Temporal's server killed";
  return `${isOfCaller(place) ? 'its caller' : 'the service'}${kill === 'both' ? ' and Temporal' : ''} killed`;
}

/** One line about a round, when it is over. */
export function roundLine(plan: RoundPlan, verdict: RoundVerdict, of: number): string {
  const { round, place, layout } = plan;
  const { accepted, lost, duplicates, firstSendAfterRestartMs, firstHeldAfterRestartMs, failures } = verdict;
  const first = firstSendAfterRestartMs ?? firstHeldAfterRestartMs;
  const time = first === null ? 'no page had to leave after it' : `first page ${(first / 1000).toFixed(1)} s after the return${firstHeldAfterRestartMs === null ? '' : ', held for a digest'}`;
  const bad = failures.length === 0 ? '' : failures.map(({ kind, what }) => `\n    ${kind}: ${what}`).join('');
  return `Round ${round} of ${of}: ${place}, ${victimOf(plan)}${layout === 'apart' ? ', roles apart' : ''}: ${accepted} alerts, ${lost} lost, ${duplicates} sent twice; ${time}.${bad}`;
}

/** The report for people. */
export function render(report: Report): string {
  const { seed, rounds, accepted, lost, duplicates, unmarkedDuplicates, afterAcknowledgment, crossed, busiestMinute, limits, places, failures } = report;
  const rows = places.map((each) => [each.place, each.rounds, each.accepted, each.lost, each.duplicates, each.repeatsWithoutFirst, each.firstSendAfterRestartMs?.p50 ?? '-', each.firstSendAfterRestartMs?.max ?? '-']);
  return [
    '',
    ...table([['killed at', 'rounds', 'alerts', 'lost', 'twice', 'repeat alone', 'first page ms p50', 'max'], ...rows]),
    '',
    `${rounds} rounds, ${accepted} alerts accepted, ${lost} lost. ${duplicates} pages sent twice, ${unmarkedDuplicates} of them without saying so. ${afterAcknowledgment} pages after an acknowledgment or the end, ${crossed} on their way when it came.`,
    `First page after the return of what was killed: ${inWords(report.firstSendAfterRestartMs)} (promised: ${FIRST_SEND_WITHIN_MS / 1000} s). Last one: ${inWords(report.lastSendAfterRestartMs)}.`,
    `In ${report.firstHeldAfterRestartMs?.n ?? 0} of the rounds half of the limits was used, and the first page was held for others to join it: ${inWords(report.firstHeldAfterRestartMs)}.`,
    `Busiest minute: Slack ${busiestMinute.slack} of ${limits.slack}, Twilio ${busiestMinute.twilio} of ${limits.twilio}.`,
    ...failures.map(({ round, place, kind, what }) => `  ${kind}${round === null ? '' : `, round ${round} (${place})`}: ${what}`),
    failures.length === 0 ? `Nothing promised was broken. Seed ${seed}.` : `${failures.length} broken promises. One round again: npm run chaos -- --seed ${seed} --round N`,
  ].join('\n');
}

function inWords(times: Times | null): string {
  return times === null ? 'none' : `half within ${times.p50} ms, 99 % within ${times.p99} ms, all within ${times.max} ms`;
}

function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? String(cell).padEnd(widths[column] ?? 0) : String(cell).padStart(widths[column] ?? 0))).join('  '));
}

export function writeReport(report: Report, file: string | undefined): void {
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}
