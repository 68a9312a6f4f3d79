import { PLACES, planRound, type Place } from '../../chaos/plan.ts';

const plans = (seed: number, count: number) => Array.from({ length: count }, (_, index) => planRound(seed, index + 1));

describe('the plan of a crash test', () => {
  test('follows from the seed and the number of the round alone', () => {
    expect(planRound(7, 11)).toEqual(plans(7, 20)[10]);
    expect(plans(7, 20)).not.toEqual(plans(8, 20));
  });

  test('visits every place within 25 rounds, whatever the seed', () => {
    for (const seed of [0, 1, 2, 999_999]) expect(new Set(plans(seed, 25).map(({ place }) => place))).toEqual(new Set(PLACES));
  });

  test('kills the service, the server and both at every place within 66 rounds', () => {
    const seen = Map.groupBy(plans(3, 66), ({ place }) => place);
    const missing = PLACES.filter((place) => place !== 'burst' && new Set((seen.get(place) ?? []).map(({ kill }) => kill)).size < 3);
    expect(missing).toEqual([]);
  });

  test('stays at one place where it is told to, with every victim', () => {
    const only = Array.from({ length: 6 }, (_, index) => planRound(5, index + 1, 'call.taken' satisfies Place));
    expect(new Set(only.map(({ place }) => place))).toEqual(new Set(['call.taken']));
    expect(new Set(only.map(({ kill }) => kill)).size).toBe(3);
  });
});
