import { backOffMs, retryDelayMs } from '../../src/activities/patience.ts';

const T0 = new Date('2027-03-02T12:00:00Z');
const after = (ms: number): Date => new Date(T0.getTime() + ms);

describe('trying a failing platform again', () => {
  test.each([[0, 1_000], [1_500, 1_000], [8_000, 4_000], [60_000, 15_000]])('after %d ms waits about %d ms', (waited, expected) => {
    expect(backOffMs(T0, after(waited), 0.5)).toBe(expected);
  });

  test('is spread by a fifth either way, so that many do not come back together', () => {
    expect([0, 1].map((spread) => backOffMs(T0, after(8_000), spread))).toEqual([3_200, 4_800]);
  });

  test('keeps to the shortest wait when the clock was set back', () => {
    expect(backOffMs(T0, after(-3_600_000), 0.5)).toBe(1_000);
  });
});

test('a claim is asked for again at its time, but within 15 s and not before 50 ms', () => {
  expect([-1_000, 10, 4_000, 60_000].map((ms) => retryDelayMs(after(ms), T0))).toEqual([50, 50, 4_000, 15_000]);
});
