import { compareWays } from '../../bench/detection-to-provider.ts';
import type { Passage } from '../../bench/side.ts';

/** A hundred on their way: most take `usualMs`, the slowest of them `slowMs`. */
const passages = (usualMs: number, slow: number, slowMs: number): Passage[] =>
  Array.from({ length: 100 }, (_, index) => ({ workflowId: `w-${index}`, calledAt: 0, answeredAt: 1, arrivedAt: index < 100 - slow ? usualMs : slowMs }));

test('the way to the provider is told as a ratio to both bare workflows at the median, the 95th and the 99th percentile', () => {
  const results = compareWays({ ours: passages(10, 6, 60), byDefault: passages(8, 6, 40), eager: passages(5, 6, 30) });
  expect(results.filter(({ ratio }) => ratio !== undefined).map(({ baseline, ratio, target }) => ({ baseline, ratio, target }))).toEqual([
    { baseline: 8, ratio: 1.25, target: 1.5 },
    { baseline: 40, ratio: 1.5, target: undefined },
    { baseline: 40, ratio: 1.5, target: 2 },
    { baseline: 5, ratio: 2, target: 1.5 },
    { baseline: 30, ratio: 2, target: undefined },
    { baseline: 30, ratio: 2, target: 2 },
  ]);
});
