import { repliesSince } from '../../src/roles/twilio-polling.ts';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-03-02T10:00:00.000Z');
const hoursOn = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);

test.each([
  ['the last one came in', 2, -2],
  ['a day ago at most: by then others have settled what they are about', 30, -24],
  ['a day ago, where the last one seems to be yet to come because the clock was set back', -1, -24],
])('after a start replies are read since %s', (_when, ago, since) => {
  expect(repliesSince(hoursOn(-ago), NOW)).toEqual(hoursOn(since));
});

test('where nothing is known they are read from now on', () => {
  expect(repliesSince(null, NOW)).toEqual(NOW);
});
