import fc from 'fast-check';
import { msUntilOpen } from '../../src/domain/opening-hours.ts';

const SANTIAGO = 'America/Santiago';
const at = (text: string): number => Date.parse(text);
const HOUR_MS = 3_600_000;

describe('hours of the day', () => {
  test.each([
    ['at the first minute they are open', { from: 8, to: 20 }, '2027-03-01T08:00:00-03:00', 0],
    ['at the last minute they are open', { from: 8, to: 20 }, '2027-03-01T19:59:59-03:00', 0],
    ['in the evening they open tomorrow morning', { from: 8, to: 20 }, '2027-03-01T20:00:00-03:00', 12 * HOUR_MS],
    ['at night they open this morning', { from: 8, to: 20 }, '2027-03-01T03:30:00-03:00', 4.5 * HOUR_MS],
    ['over midnight they are open at night', { from: 20, to: 8 }, '2027-03-01T03:00:00-03:00', 0],
    ['over midnight they open in the evening', { from: 20, to: 8 }, '2027-03-01T12:00:00-03:00', 8 * HOUR_MS],
    // 2027-04-04 00:00 in Santiago: clocks go back an hour, so the night has one more.
    ['the night the clocks go back is an hour longer', { from: 8, to: 20 }, '2027-04-03T22:00:00-03:00', 11 * HOUR_MS],
    // 2027-09-05 00:00 in Santiago: clocks go forward.
    ['the night the clocks go forward is an hour shorter', { from: 8, to: 20 }, '2027-09-04T22:00:00-04:00', 9 * HOUR_MS],
  ])('%s', (_sentence, hours, now, expected) => {
    expect(msUntilOpen({ ...hours, timeZone: SANTIAGO }, at(now))).toBe(expected);
  });

  test('whenever it is, they are open after the wait, and not a moment before', () => {
    const zones = fc.constantFrom(SANTIAGO, 'Europe/Madrid', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/New_York');
    fc.assert(fc.property(zones, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 23 }), fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (timeZone, from, length, now) => {
      const hours = { from, to: (from + length) % 24 || 24, timeZone };
      const waitMs = msUntilOpen(hours, now.getTime());
      expect(msUntilOpen(hours, now.getTime() + waitMs)).toBe(0);
      if (waitMs > 1) expect(msUntilOpen(hours, now.getTime() + waitMs - 1)).toBe(1);
    }), { numRuns: 300 });
  });
});
