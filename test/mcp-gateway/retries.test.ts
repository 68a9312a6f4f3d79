import fc from 'fast-check';
import { nextTryIn } from '../../src/mcp-gateway/retries.ts';

const BOUNDS = { tries: 4, withinMs: 60_000 };
const SO = { tried: 1, spentMs: 0, chance: 0 };

describe('a call that failed is tried again', () => {
  test('only where the failure says that it may go well later', () => {
    expect(nextTryIn({ retryable: false }, BOUNDS, SO)).toBeNull();
    expect(nextTryIn({ retryable: false, retryAfterS: 1 }, BOUNDS, SO)).toBeNull();
  });

  test('after a quarter of a second, then after twice as long each time, four times in all', () => {
    expect([1, 2, 3, 4].map((tried) => nextTryIn({ retryable: true }, BOUNDS, { ...SO, tried }))).toEqual([250, 500, 1_000, null]);
  });

  test('not before the service says, and not at all where that is too late', () => {
    expect(nextTryIn({ retryable: true, retryAfterS: 20 }, BOUNDS, SO)).toBe(20_000);
    expect(nextTryIn({ retryable: true, retryAfterS: 20 }, BOUNDS, { ...SO, spentMs: 40_001 })).toBeNull();
  });

  test('never earlier than asked, never after the bounds, whatever chance adds', () => {
    fc.assert(fc.property(fc.nat(120), fc.integer({ min: 1, max: 6 }), fc.nat(70_000), fc.double({ min: 0, max: 1, noNaN: true }), (retryAfterS, tried, spentMs, chance) => {
      const waitMs = nextTryIn({ retryable: true, retryAfterS }, BOUNDS, { tried, spentMs, chance });
      expect(waitMs === null || (waitMs >= retryAfterS * 1_000 && spentMs + waitMs <= BOUNDS.withinMs && tried < BOUNDS.tries)).toBe(true);
    }));
  });
});
