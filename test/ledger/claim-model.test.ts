import fc from 'fast-check';
import { ClaimModel, LIMIT } from './claim-model.ts';
import type { Step } from './claim-model.ts';
import { closeAll, onEachStore, testLedger } from './fixtures.ts';

afterEach(closeAll);

const pick = fc.nat({ max: 11 });
const claim = fc.record({ do: fc.constant('claim' as const), pick, by: fc.nat({ max: 1 }) });
const end = fc.record({
  do: fc.constant('end' as const),
  pick,
  how: fc.constantFrom('sent' as const, 'sent' as const, 'failed' as const, 'retry' as const, 'timed_out' as const),
  created: fc.boolean(),
  stampedAtEnd: fc.boolean(),
});
const pass = fc.record({ do: fc.constant('pass' as const), ms: fc.oneof(fc.nat({ max: 9_000 }), fc.integer({ min: 45_000, max: 62_000 })), created: fc.boolean() });
const setWall = fc.record({ do: fc.constant('setWall' as const), ms: fc.integer({ min: -7_200_000, max: 7_200_000 }) });
const press = fc.record({ do: fc.constant('press' as const), pick: fc.nat({ max: 1 }) });
const acknowledge = fc.record({ do: fc.constant('acknowledge' as const), pick: fc.nat({ max: 1 }) });

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 12, arbitrary: claim }, { weight: 10, arbitrary: end }, { weight: 5, arbitrary: pass }, { weight: 1, arbitrary: setWall }, { weight: 1, arbitrary: fc.oneof(press, acknowledge) }),
  { minLength: 10, maxLength: 60 },
);

onEachStore('whatever the order of claims, calls, crashes, clock changes and replies', (kind) => {
  test('the limit holds, no page follows an acknowledgment, nothing is sent twice or lost', async () => {
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (order) => {
        const test = await testLedger({ limits: () => LIMIT });
        const model = new ClaimModel(test, await test.again());
        await model.begin();
        for (const step of order) await model.take(step);
        await model.drain();
        sent += model.created.length;
        await closeAll();
      }),
      // The limit of time ends the search for a smaller failing order; all runs together take a third of it. A database asked over a
      // socket takes its time: what it adds are the locks, which the other tests are about.
      kind === 'sqlite' ? { numRuns: 40, interruptAfterTimeLimit: 20_000 } : { numRuns: 2, interruptAfterTimeLimit: 40_000 },
    );
    expect(sent).toBeGreaterThan(0);
  });
});
