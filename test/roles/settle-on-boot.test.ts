import { silentLogger } from '../../src/observability/logger.ts';
import type { LookUp } from '../../src/platforms/platform.ts';
import { settleOnBoot } from '../../src/roles/settle-on-boot.ts';
import { anAlert, attemptIn, closeAll, NURSE, SENDER, testLedger, wanted, type TestLedger } from '../ledger/fixtures.ts';

const HOUR_MS = 60 * 60_000;
const FOUND: LookUp = { found: 'yes', sent: { ref: { id: 'SM1', conversation: NURSE.address }, sender: SENDER, state: 'delivered' } };
const NOT_FOUND: LookUp = { found: 'no' };
const UNKNOWN: LookUp = { found: 'unknown', failure: { kind: 'retry_after', code: 'http_503' } };

afterEach(closeAll);

/** A process claims, and dies before it has an answer; the next one settles by what the provider says. */
async function settleAfterDeath(answer: LookUp, { claims = 1, ageMs = 5_000 } = {}): Promise<{ test: TestLedger; settled: number; asked: number; notes: ReturnType<typeof wanted>[] }> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  const notes = Array.from({ length: claims }, () => wanted());
  for (const note of notes) attemptIn(await test.ledger.claim(note, test.time.now()));
  await test.ledger.close();
  const next = await test.again();
  test.time.pass(ageMs);
  let asked = 0;
  const clock = { now: () => test.time.now(), virtual: false };
  const settled = await settleOnBoot({ ledger: next, logger: silentLogger, clock, signal: new AbortController().signal }, 'twilio', {
    lookUp: async () => {
      asked += 1;
      return answer;
    },
  });
  return { test: { ...test, ledger: next }, settled, asked, notes };
}

const claimAgain = async ({ test, notes }: Awaited<ReturnType<typeof settleAfterDeath>>) => {
  const [note] = notes;
  return note && test.ledger.claim(note, test.time.now());
};

test('what the provider had taken is adopted, and whoever asks next has it done', async () => {
  const after = await settleAfterDeath(FOUND);
  expect(after.settled).toBe(1);
  await expect(claimAgain(after)).resolves.toMatchObject({ grant: 'done', state: 'delivered', ref: { id: 'SM1' } });
});

test.each([['not found', NOT_FOUND], ['not to be asked', UNKNOWN]] as const)('what is %s is left to the send that knows its words', async (_what, answer) => {
  const after = await settleAfterDeath(answer);
  expect(after.settled).toBe(0);
  await expect(claimAgain(after)).resolves.toMatchObject({ grant: 'settle' });
});

test('what is not found and nobody has asked for in an hour is given up', async () => {
  const after = await settleAfterDeath(NOT_FOUND, { ageMs: HOUR_MS });
  expect(after.settled).toBe(1);
  await expect(claimAgain(after)).resolves.toMatchObject({ grant: 'send', repeat: true });
});

test('two messages of one alert to one person cannot be told apart by its code, and are left', async () => {
  const after = await settleAfterDeath(FOUND, { claims: 2 });
  expect({ settled: after.settled, asked: after.asked }).toEqual({ settled: 0, asked: 0 });
});
