import { addDays, daysBetween, firstInstantAt, wallClockAt, windowsBetween } from './civil-time.ts';
import type { HoursWindow, Interval } from './civil-time.ts';
import type { Role } from './plan.ts';

/** One hand-over of the day, and who takes over at it, turn after turn. */
export interface Shift {
  /** `HH:MM` on the wall; the shift lasts until the next one's `from`. */
  from: string;
  /** Responder ids, first turn first. */
  people: string[];
}

/** A rota for one role. */
export interface Rotation {
  role: Role;
  /** Null: for every unit, after the unit's own rotations. */
  unit: string | null;
  timeZone: string;
  /** Date of the first turn, `2026-01-05`; nobody is on call before it. Turns change on its weekday when rotateDays is 7. */
  start: string;
  /** How many days a turn lasts: 1 changes people daily, 7 weekly. */
  rotateDays: number;
  /** In the order of the day. */
  shifts: Shift[];
  /** The rota holds only within these hours; empty: always. */
  restrictions: HoursWindow[];
}

/** A person who stands in for whoever the rotation names. From inclusive, until exclusive. */
export interface Override extends Interval {
  role: Role;
  /** Null: stands in on the rotations that name no unit. */
  unit: string | null;
  responder: string;
}

/** Plain JSON. Earlier rotations of a role and unit come before later ones, which fill their gaps. */
export interface OnCall {
  rotations: Rotation[];
  overrides: Override[];
}

export interface OnCallAnswer {
  responder: string;
  /** The stretch of this turn that holds the instant asked about. */
  from: Date;
  until: Date;
  why: 'rotation' | 'override';
  /** Whom the rotation names instead; absent when it names nobody. */
  overrideOf?: string;
}

/** Some of the time that one source names one person for. */
interface Turn extends Interval {
  responder: string;
  why: 'rotation' | 'override';
}

/** A source of turns: gives all that overlap a range. */
type Layer = (range: Interval) => Turn[];

/**
 * Who holds a role for a unit at an instant, or null when nobody does. A unit's own overrides and rotations come first,
 * then those for every unit; an override wins over the rotations it stands in for.
 */
export function whoIsOnCall(onCall: OnCall, role: Role, unit: string | null, at: Date): OnCallAnswer | null {
  const layers = layersOf(onCall, role, unit);
  const winner = firstTurnAt(layers, at.getTime());
  if (winner === null) return null;
  const { turn, level } = winner;
  const above = layers.slice(0, level).flatMap((layer) => layer(turn));
  const from = Math.max(turn.fromMs, ...above.map(({ untilMs }) => untilMs).filter((ms) => ms <= at.getTime()));
  const until = Math.min(turn.untilMs, ...above.map(({ fromMs }) => fromMs).filter((ms) => ms > at.getTime()));
  const answer = { responder: turn.responder, from: new Date(from), until: new Date(until), why: turn.why };
  const instead = turn.why === 'override' ? firstTurnAt(layers.slice(level + 1), at.getTime()) : null;
  return instead === null ? answer : { ...answer, overrideOf: instead.turn.responder };
}

/** A stretch of duty that one person holds, turn after turn, and who comes after. */
export interface Duty {
  role: Role;
  until: Date;
  /** Who has the role next; null when nobody follows. */
  next: string | null;
}

/** Turns in a row that are looked through; a rota on which one person holds a role for longer has no change of shift. */
const TURNS_IN_A_ROW = 14;

/**
 * The duty that a person is on at an instant: of several, the one that ends last. Null when they are on none, or on one
 * without an end in sight.
 */
export function dutyOf(onCall: OnCall, responder: string, unit: string | null, at: Date): Duty | null {
  const roles = new Set([...onCall.rotations, ...onCall.overrides].map(({ role }) => role));
  const duties = [...roles].flatMap((role): (Omit<Duty, 'until'> & { until: Date | null })[] => {
    let turn = whoIsOnCall(onCall, role, unit, at);
    if (turn?.responder !== responder) return [];
    for (let turns = 0; turns < TURNS_IN_A_ROW; turns += 1) {
      const { until }: OnCallAnswer = turn;
      const next = whoIsOnCall(onCall, role, unit, until);
      if (next?.responder !== responder) return [{ role, until, next: next?.responder ?? null }];
      turn = next;
    }
    return [{ role, until: null, next: null }];
  });
  const [last] = duties.toSorted((a, b) => (b.until?.getTime() ?? Infinity) - (a.until?.getTime() ?? Infinity));
  return last?.until ? { ...last, until: last.until } : null;
}

/** The stretches of [from, to) in which nobody holds the role, in order; empty when it is always held. */
export function gaps(onCall: OnCall, role: Role, from: Date, to: Date, unit: string | null = null): { from: Date; to: Date }[] {
  const range = { fromMs: from.getTime(), untilMs: to.getTime() };
  const turns = layersOf(onCall, role, unit).flatMap((layer) => layer(range)).sort((a, b) => a.fromMs - b.fromMs);
  const found: { from: Date; to: Date }[] = [];
  let coveredUntil = range.fromMs;
  for (const turn of turns) {
    if (turn.fromMs > coveredUntil) found.push({ from: new Date(coveredUntil), to: new Date(turn.fromMs) });
    coveredUntil = Math.max(coveredUntil, turn.untilMs);
  }
  if (coveredUntil < range.untilMs) found.push({ from: new Date(coveredUntil), to });
  return found;
}

/** Everyone who may be called for a role: those in its rotations, and stand-ins whose time is not over. */
export function peopleOnCall(onCall: OnCall, role: Role, now: Date): string[] {
  const rotated = onCall.rotations.filter((rotation) => rotation.role === role).flatMap(({ shifts }) => shifts.flatMap(({ people }) => people));
  const standIns = onCall.overrides.filter((override) => override.role === role && override.untilMs > now.getTime());
  return [...new Set([...rotated, ...standIns.map(({ responder }) => responder)])];
}

function layersOf(onCall: OnCall, role: Role, unit: string | null): Layer[] {
  const units = unit === null ? [null] : [unit, null];
  return units.flatMap((of) => [
    (range: Interval) => overridesBetween(onCall.overrides.filter((override) => override.role === role && override.unit === of), range),
    ...onCall.rotations.filter((rotation) => rotation.role === role && rotation.unit === of).map((rotation) => (range: Interval) => turnsBetween(rotation, range)),
  ]);
}

function firstTurnAt(layers: Layer[], atMs: number): { turn: Turn; level: number } | null {
  for (const [level, layer] of layers.entries()) {
    const turn = layer({ fromMs: atMs, untilMs: atMs + 1 })[0];
    if (turn !== undefined) return { turn, level };
  }
  return null;
}

function overridesBetween(overrides: Override[], range: Interval): Turn[] {
  return overrides.filter((override) => overlaps(override, range)).map(({ fromMs, untilMs, responder }) => ({ fromMs, untilMs, responder, why: 'override' }));
}

function turnsBetween(rotation: Rotation, range: Interval): Turn[] {
  const turns = shiftsBetween(rotation, range);
  if (rotation.restrictions.length === 0) return turns;
  const cut = turns.flatMap((turn) =>
    windowsBetween(rotation.restrictions, rotation.timeZone, turn).map((window) => ({
      ...turn, fromMs: Math.max(turn.fromMs, window.fromMs), untilMs: Math.min(turn.untilMs, window.untilMs),
    })),
  );
  return cut.filter((turn) => overlaps(turn, range));
}

/**
 * The rota's shifts that overlap the range, restrictions aside. Dates are counted on the wall, so a shift keeps its local
 * hours when the clocks change, and is an hour longer or shorter for it. Where a day has one hand-over only, a person's
 * days in a row are one shift.
 */
function shiftsBetween(rotation: Rotation, range: Interval): Turn[] {
  const { shifts, start, rotateDays, timeZone } = rotation;
  const strideDays = shifts.length === 1 ? rotateDays : 1;
  const dateOf = (ms: number): string => wallClockAt(new Date(ms), timeZone).date;
  const first = Math.max(0, Math.floor(daysBetween(start, dateOf(range.fromMs)) / strideDays) - 1);
  const last = Math.floor(daysBetween(start, dateOf(range.untilMs)) / strideDays) + 1;
  const found: Turn[] = [];
  for (let stride = first; stride <= last; stride += 1) {
    const date = addDays(start, stride * strideDays);
    for (const [index, shift] of shifts.entries()) {
      const next = shifts[index + 1];
      const turn = Math.floor((stride * strideDays) / rotateDays);
      const responder = shift.people[turn % shift.people.length];
      const fromMs = firstInstantAt(date, shift.from, timeZone);
      const untilMs = next === undefined ? firstInstantAt(addDays(date, strideDays), shifts[0]?.from ?? shift.from, timeZone) : firstInstantAt(date, next.from, timeZone);
      if (responder !== undefined && fromMs < untilMs && overlaps({ fromMs, untilMs }, range)) found.push({ fromMs, untilMs, responder, why: 'rotation' });
    }
  }
  return found;
}

function overlaps(a: Interval, b: Interval): boolean {
  return a.fromMs < b.untilMs && a.untilMs > b.fromMs;
}
