import fc from 'fast-check';
import { addDays, firstInstantAt, wallClockAt } from '../../src/domain/civil-time.ts';
import { gaps, whoIsOnCall } from '../../src/domain/on-call.ts';
import type { OnCall, Rotation } from '../../src/domain/on-call.ts';

const HOUR = 3_600_000;
/** Clocks change at midnight in Chile, at 01:00 UTC in Spain, at 02:00 local in New York. */
const ZONES = ['America/Santiago', 'Europe/Madrid', 'America/New_York'] as const;
const iso = (ms: number): string => new Date(ms).toISOString();
const rotation = (timeZone: string, changes: Partial<Rotation> = {}): Rotation => ({
  role: 'nurse', unit: null, timeZone, start: '2025-12-01', rotateDays: 1,
  shifts: [{ from: '08:00', people: ['ana', 'bruno', 'carla'] }, { from: '20:00', people: ['diego', 'elena'] }], restrictions: [], ...changes,
});
const holder = (onCall: OnCall, ms: number) => whoIsOnCall(onCall, 'nurse', null, new Date(ms));

describe('a local time', () => {
  test.each([
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z', 'that the clock skips at midnight comes when it jumps'],
    ['America/Santiago', '2026-09-06', '00:30', '2026-09-06T04:00:00.000Z', 'that the clock skips comes when it jumps, and not half an hour after'],
    ['America/Santiago', '2026-09-06', '01:00', '2026-09-06T04:00:00.000Z', 'right after the jump is that instant'],
    ['America/Santiago', '2026-04-04', '23:30', '2026-04-05T02:30:00.000Z', 'that the clock shows twice comes the first time'],
    ['Europe/Madrid', '2026-03-29', '02:30', '2026-03-29T01:00:00.000Z', 'that Spain skips comes when it jumps'],
    ['Europe/Madrid', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z', 'that Spain shows twice comes the first time'],
    ['America/New_York', '2026-03-08', '02:00', '2026-03-08T07:00:00.000Z', 'that New York skips comes when it jumps'],
    ['America/New_York', '2026-11-01', '01:15', '2026-11-01T05:15:00.000Z', 'that New York shows twice comes the first time'],
    ['America/Santiago', '2026-01-31', '24:00', '2026-02-01T03:00:00.000Z', 'of 24:00 is the next midnight'],
  ])('in %s, %s %s, is %s: one %s', (zone, date, time, expected) => {
    expect(iso(firstInstantAt(date, time, zone))).toBe(expected);
  });
});

describe('a night shift', () => {
  test.each([
    ['America/Santiago', '2026-09-05T20:00', '2026-09-06T00:00:00.000Z', '2026-09-06T11:00:00.000Z', 11],
    ['America/Santiago', '2026-04-04T20:00', '2026-04-04T23:00:00.000Z', '2026-04-05T12:00:00.000Z', 13],
    ['Europe/Madrid', '2026-03-28T20:00', '2026-03-28T19:00:00.000Z', '2026-03-29T06:00:00.000Z', 11],
    ['Europe/Madrid', '2026-10-24T20:00', '2026-10-24T18:00:00.000Z', '2026-10-25T07:00:00.000Z', 13],
    ['America/New_York', '2026-03-07T20:00', '2026-03-08T01:00:00.000Z', '2026-03-08T12:00:00.000Z', 11],
    ['America/New_York', '2026-10-31T20:00', '2026-11-01T00:00:00.000Z', '2026-11-01T13:00:00.000Z', 13],
  ])('in %s on %s runs from %s to %s, %s hours', (zone, _, from, until, hours) => {
    const onCall: OnCall = { rotations: [rotation(zone)], overrides: [] };
    const night = holder(onCall, Date.parse(from) + 5 * HOUR);
    expect([night?.from.toISOString(), night?.until.toISOString()]).toEqual([from, until]);
    expect(((night?.until.getTime() ?? 0) - (night?.from.getTime() ?? 0)) / HOUR).toBe(hours);
  });
});

test('hand-overs within the hour that is skipped happen at once, and the last of them holds', () => {
  const shifts = [{ from: '00:15', people: ['ana'] }, { from: '00:45', people: ['bruno'] }, { from: '12:00', people: ['carla'] }];
  const onCall: OnCall = { rotations: [rotation('America/Santiago', { shifts })], overrides: [] };
  expect(holder(onCall, Date.parse('2026-09-06T03:59:59Z'))?.responder).toBe('carla');
  expect(holder(onCall, Date.parse('2026-09-06T04:00:00Z'))).toMatchObject({ responder: 'bruno', from: new Date('2026-09-06T04:00:00Z') });
});

test('a hand-over within the hour that is shown twice happens once', () => {
  const onCall: OnCall = { rotations: [rotation('America/Santiago', { shifts: [{ from: '08:00', people: ['ana'] }, { from: '23:30', people: ['bruno'] }] })], overrides: [] };
  const hands = ['02:29', '02:30', '02:59', '03:00', '03:29', '03:31'].map((time) => holder(onCall, Date.parse(`2026-04-05T${time}:00Z`))?.responder);
  expect(hands).toEqual(['ana', 'bruno', 'bruno', 'bruno', 'bruno', 'bruno']);
});

describe('for any full rotation', () => {
  const time = fc.integer({ min: 0, max: 95 }).map((quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`);
  const shifts = fc.uniqueArray(time, { minLength: 1, maxLength: 4 }).map((times) => [...times].sort().map((from, index) => ({ from, people: [`p${index}a`, `p${index}b`, `p${index}c`].slice(0, 1 + (index % 3)) })));
  const rotations = fc.record({ timeZone: fc.constantFrom(...ZONES), shifts, rotateDays: fc.constantFrom(1, 2, 7) }).map(({ timeZone, ...rest }) => rotation(timeZone, rest));
  /** Half of them within two days of a change of clocks. */
  const instant = fc.oneof(
    fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-06-01') }),
    fc.tuple(fc.constantFrom('2026-04-05T03:00Z', '2026-09-06T04:00Z', '2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T07:00Z', '2026-11-01T06:00Z'), fc.integer({ min: -48 * HOUR, max: 48 * HOUR }))
      .map(([change, offset]) => Date.parse(change) + offset),
  );

  test('exactly one person holds the role at any instant, within the stretch that is told', () => {
    fc.assert(fc.property(rotations, instant, (of, ms) => {
      const answer = holder({ rotations: [of], overrides: [] }, ms);
      if (answer === null) throw new Error('nobody');
      expect(answer.from.getTime()).toBeLessThanOrEqual(ms);
      expect(answer.until.getTime()).toBeGreaterThan(ms);
    }), { numRuns: 200 });
  });

  test('each stretch ends where the next begins, and names the same person throughout', () => {
    fc.assert(fc.property(rotations, instant, fc.double({ min: 0, max: 0.999, noNaN: true }), (of, ms, part) => {
      const onCall: OnCall = { rotations: [of], overrides: [] };
      const now = holder(onCall, ms);
      if (now === null) throw new Error('nobody');
      const [from, until] = [now.from.getTime(), now.until.getTime()];
      expect(holder(onCall, from + Math.floor(part * (until - from)))).toEqual(now);
      expect(holder(onCall, until)?.from.getTime()).toBe(until);
      expect(holder(onCall, from - 1)?.until.getTime()).toBe(from);
    }), { numRuns: 150 });
  });

  test('hand-overs fall on the rota\'s wall-clock times, unless the clock skips them', () => {
    fc.assert(fc.property(rotations, instant, (of, ms) => {
      const until = holder({ rotations: [of], overrides: [] }, ms)?.until;
      if (until === undefined) throw new Error('nobody');
      const { date, minute } = wallClockAt(until, of.timeZone);
      const shown = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
      const skipped = of.shifts.some(({ from }) => firstInstantAt(date, from, of.timeZone) === until.getTime());
      expect(of.shifts.some(({ from }) => from === shown) || skipped).toBe(true);
    }), { numRuns: 150 });
  });

  test('there is never a gap', () => {
    fc.assert(fc.property(rotations, instant, fc.integer({ min: 1, max: 40 * 24 * HOUR }), (of, ms, length) => {
      expect(gaps({ rotations: [of], overrides: [] }, 'nurse', new Date(ms), new Date(ms + length))).toEqual([]);
    }), { numRuns: 60 });
  });

  test('an override wins at each of its instants, and changes nothing outside', () => {
    fc.assert(fc.property(rotations, instant, fc.integer({ min: 1, max: 72 * HOUR }), instant, (of, fromMs, length, probe) => {
      const plain: OnCall = { rotations: [of], overrides: [] };
      const covered: OnCall = { rotations: [of], overrides: [{ role: 'nurse', unit: null, responder: 'zoe', fromMs, untilMs: fromMs + length }] };
      for (const ms of [fromMs, fromMs + length - 1]) expect(holder(covered, ms)).toMatchObject({ responder: 'zoe', overrideOf: holder(plain, ms)?.responder });
      for (const ms of [fromMs - 1, fromMs + length, probe]) {
        const inside = ms >= fromMs && ms < fromMs + length;
        expect(holder(covered, ms)?.responder).toBe(inside ? 'zoe' : holder(plain, ms)?.responder);
      }
    }), { numRuns: 150 });
  });

  test('each day\'s shifts come in the order of the rota', () => {
    fc.assert(fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 500 }), time, time, (zone, days, a, b) => {
      const date = addDays('2026-01-01', days);
      const [early, late] = a <= b ? [a, b] : [b, a];
      expect(firstInstantAt(date, early, zone)).toBeLessThanOrEqual(firstInstantAt(date, late, zone));
      expect(firstInstantAt(date, late, zone)).toBeLessThanOrEqual(firstInstantAt(addDays(date, 1), '00:00', zone));
    }), { numRuns: 300 });
  });
});
