import { CRASH_POINTS, type CrashPoint } from '../src/domain/crash-point.ts';
import type { Severity } from '../src/domain/severity.ts';
import type { Crash, VICTIMS } from '../src/launch/crash-points.ts';
import { drawFrom, type Draw } from './random.ts';

/** Where a crash falls: at a named point, while a provider has the call, anywhere, or anywhere in a burst that the limits hold back. */
export const PLACES = [...CRASH_POINTS, 'call.untaken', 'call.taken', 'random', 'burst'] as const;

export type Place = (typeof PLACES)[number];
export type Victim = (typeof VICTIMS)[number];

/** How the service runs: as `npm start` runs it but for Temporal and the sandbox, or the platforms apart from the workflows. */
export type Layout = 'together' | 'apart';

/** One round: what is handed in, what is killed and where. Follows from the seed and the round's number alone. */
export interface RoundPlan {
  round: number;
  place: Place;
  kill: Victim;
  layout: Layout;
  alerts: Severity[];
  /** Crashes that the service's own process carries out, one after the other. */
  crashes: Crash[];
  /** A call that hangs at the provider, and the kill comes then. */
  hang: { platform: 'slack' | 'twilio'; nth: number; when: 'before' | 'after' } | null;
  /** The kill comes so long after the alerts were handed in, milliseconds. */
  afterMs: number | null;
  /** Somebody takes the first alert, so long after it was handed in; null once it has been paged. */
  reply: { by: 'slack' | 'twilio'; afterMs: number | null } | null;
}

/** Rounds that share a home: after them everything begins anew, in the other layout. */
const ROUNDS_OF_A_HOME = 12;

/** Random kills come three times as often as each place. */
const WHEEL: readonly Place[] = [...PLACES.filter((place) => place !== 'burst'), 'random', 'random'];

/** A burst uses up the minute of both senders, so it is the last of its home. */
const BURST_EVERY = 2 * ROUNDS_OF_A_HOME;

const ALL_VICTIMS: readonly Victim[] = ['process', 'temporal', 'both'];
const LATEST_RANDOM_KILL_MS = 3_000;
const LATEST_RANDOM_REPLY_MS = 1_500;

/** Three messages each by Slack, if it has room: more than its limit. */
const ALERTS_OF_A_BURST = 40;

/** Messages of a critical alert's first step, as chaos/hospital.ts sets it up. */
const MESSAGES_OF_AN_ALERT = 5;

/** The plan of one round. A turn of as many rounds as there are places visits each of them, and three turns each with every victim. */
export function planRound(seed: number, round: number, only?: Place): RoundPlan {
  const others = round - 1 - Math.floor(round / BURST_EVERY);
  const turn = Math.floor(others / WHEEL.length);
  const place = only ?? (round % BURST_EVERY === 0 ? 'burst' : drawFrom(seed, turn, 1).shuffled(WHEEL)[others % WHEEL.length]) ?? 'random';
  const draw = drawFrom(seed, round, 2);
  const kill = ALL_VICTIMS[(PLACES.indexOf(place) + turn + (only === undefined ? 0 : round) + seed) % ALL_VICTIMS.length] ?? 'process';
  const layout = homeOf(round) % 2 === 0 ? 'together' : 'apart';
  const alerts = Array.from({ length: 1 + draw.integer(3) }, (): Severity => draw.of(['critical', 'critical', 'high', 'medium']));
  // The first one goes by every route, so that every place is passed.
  return { round, place, kill, layout, alerts: ['critical', ...alerts.slice(1)], crashes: [], hang: null, afterMs: null, reply: null, ...detailsOf(place, kill, draw) };
}

/** Which home a round takes place in, counted from 0. */
export function homeOf(round: number): number {
  return Math.floor((round - 1) / ROUNDS_OF_A_HOME);
}

function detailsOf(place: Place, kill: Victim, draw: Draw): Partial<RoundPlan> {
  switch (place) {
    case 'call.untaken':
    case 'call.taken':
      return { hang: { platform: draw.of(['slack', 'twilio']), nth: 1 + draw.integer(2), when: place === 'call.taken' ? 'after' : 'before' } };
    case 'random':
      return {
        afterMs: draw.integer(LATEST_RANDOM_KILL_MS),
        reply: draw.of([true, false]) ? { by: draw.of(['slack', 'twilio']), afterMs: draw.integer(LATEST_RANDOM_REPLY_MS) } : null,
      };
    case 'burst':
      return { alerts: Array.from({ length: ALERTS_OF_A_BURST }, () => 'high'), afterMs: draw.integer(LATEST_RANDOM_KILL_MS) };
    case 'settle.found':
    case 'settle.committed':
      return { crashes: [{ point: 'call.before', nth: 1 + draw.integer(MESSAGES_OF_AN_ALERT), kill: 'process' }, { point: place, nth: 1, kill }] };
    case 'receive.committed':
    case 'signal.sent':
    case 'processed.committed':
      return { crashes: [{ point: place, nth: 1, kill }], reply: { by: draw.of(['slack', 'twilio']), afterMs: null } };
    default:
      return { crashes: [{ point: place, nth: passingOf(place, draw), kill }] };
  }
}

/** Whether the process that dies there is the one that hands an alert in. */
export function isOfCaller(place: Place): boolean {
  return place.startsWith('accept.') || place === 'start.sent';
}

/** An alert is accepted once, and each of its messages is sent once. */
function passingOf(point: CrashPoint, draw: Draw): number {
  return isOfCaller(point) ? 1 : 1 + draw.integer(MESSAGES_OF_AN_ALERT);
}
