import type { RoundVerdict } from '../../chaos/judge.ts';
import { planRound } from '../../chaos/plan.ts';
import { render, roundLine, summarise } from '../../chaos/report.ts';

const well = (round: number, firstSendAfterRestartMs: number | null): RoundVerdict => ({
  round, accepted: 3, lost: 0, duplicates: 0, unmarkedDuplicates: 0, repeatsWithoutFirst: 0, crossed: 0, firstSendAfterRestartMs, firstHeldAfterRestartMs: null, lastSendAfterRestartMs: null, failures: [],
});
const lossy: RoundVerdict = { ...well(3, 900), lost: 1, duplicates: 2, failures: [{ round: 3, kind: 'lost', what: 'G2XX-Q3M1 (critical) never reached the primary nurse' }] };

/** Two rounds at one place and one at another. */
const outcome = {
  seed: 7,
  judged: [
    { plan: planRound(7, 1, 'call.answered'), verdict: well(1, 100) },
    { plan: planRound(7, 2, 'call.answered'), verdict: well(2, null) },
    { plan: planRound(7, 3, 'claim.before'), verdict: lossy },
  ],
  shared: [{ round: null, kind: 'limit' as const, what: 'slack got 91 messages within 60 s, and 90 are allowed' }],
  busiestMinute: { slack: 91, twilio: 4 },
};

describe('the report of a crash test', () => {
  test('counts each place for itself, so that what went wrong at one does not vanish in the sum', () => {
    expect(summarise(outcome)).toMatchObject({
      seed: 7, rounds: 3, accepted: 9, lost: 1, duplicates: 2, unmarkedDuplicates: 0, firstSendAfterRestartMs: { n: 2, p50: 100, p99: 900, max: 900 },
      places: [{ place: 'claim.before', rounds: 1, lost: 1, duplicates: 2 }, { place: 'call.answered', rounds: 2, lost: 0, duplicates: 0, firstSendAfterRestartMs: { n: 1, p50: 100 } }],
      failures: [{ round: 3, seed: 7, place: 'claim.before', kind: 'lost' }, { round: null, kind: 'limit' }],
    });
  });

  test('says in words what was broken, and how to play it again', () => {
    const text = render(summarise(outcome));
    expect(text).toContain('3 rounds, 9 alerts accepted, 1 lost.');
    expect(text).toContain('lost, round 3 (claim.before): G2XX-Q3M1 (critical) never reached the primary nurse');
    expect(text).toContain('2 broken promises. One round again: npm run chaos -- --seed 7 --round N');
    expect(render(summarise({ ...outcome, judged: outcome.judged.slice(0, 2), shared: [] }))).toContain('Nothing promised was broken. Seed 7.');
  });

  test('measures apart what was held for a digest', () => {
    const held: RoundVerdict = { ...well(2, null), firstHeldAfterRestartMs: 6_400 };
    const report = summarise({ ...outcome, judged: [{ plan: planRound(7, 1, 'burst'), verdict: well(1, 100) }, { plan: planRound(7, 2, 'burst'), verdict: held }], shared: [] });
    expect(report).toMatchObject({ firstSendAfterRestartMs: { n: 1, max: 100 }, firstHeldAfterRestartMs: { n: 1, max: 6_400 } });
    expect(render(report)).toContain('In 1 of the rounds half of the limits was used, and the first page was held for others to join it: half within 6400 ms');
    expect(roundLine(planRound(7, 2, 'burst'), held, 2)).toContain('first page 6.4 s after the return, held for a digest.');
  });

  test('has a line for each round', () => {
    expect(roundLine(planRound(7, 3, 'claim.before'), lossy, 3)).toMatch(/^Round 3 of 3: claim\.before, .*: 3 alerts, 1 lost, 2 sent twice; first page 0\.9 s after the return\.\n {4}lost: G2XX/);
  });
});
