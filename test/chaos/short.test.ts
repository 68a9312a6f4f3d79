import { runChaos } from '../../chaos/run.ts';
import { summarise } from '../../chaos/report.ts';
import { ServiceUnderTest } from '../../chaos/service.ts';

/** Real processes, killed and started again, on a machine that may be busy. */
jest.setTimeout(180_000);

/** With this seed: the service dies in a call that the provider took, both die in one that it did not take, and the server before one. */
const SEED = 7;
const ROUNDS = [2, 4, 8];

const stopping = new AbortController();
afterAll(async () => {
  stopping.abort();
  await ServiceUnderTest.endAll();
});

test('kill -9 around a call of a provider, of the service, of the server and of both: nothing is lost, and nothing is sent twice without need', async () => {
  const report = summarise(await runChaos({ seed: SEED, rounds: ROUNDS, signal: stopping.signal }));
  // How soon things go on depends on the machine, and is measured where nothing else runs.
  expect(report.failures.filter(({ kind }) => kind !== 'late')).toEqual([]);
  expect(report).toMatchObject({ rounds: ROUNDS.length, lost: 0, unmarkedDuplicates: 0, afterAcknowledgment: 0 });
  expect(report.accepted).toBeGreaterThanOrEqual(2 * ROUNDS.length);
  expect(report.places.map(({ place }) => place).sort()).toEqual(['call.taken', 'call.untaken', 'claim.before']);
});
