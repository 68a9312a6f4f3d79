import { silentLogger } from '../../src/observability/logger.ts';
import type { CallbackCount } from '../../src/ledger/ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { keepCallbackCounts } from '../../src/roles/keep-callback-counts.ts';
import { CallbackCounts } from '../../src/webhooks/callback-counts.ts';
import { closeAll, T0, testLedger } from '../ledger/fixtures.ts';

afterEach(async () => {
  jest.useRealTimers();
  await closeAll();
});

test('a flood of forgeries is one write in five seconds, and the last of it is written when the process stops', async () => {
  jest.useFakeTimers();
  const callbacks = new CallbackCounts(T0);
  const written: number[] = [];
  const ledger = { addCallbackCounts: async (counts: readonly CallbackCount[]) => void written.push(...counts.map(({ count }) => count)) } as unknown as StoreLedger;
  const part = keepCallbackCounts({ callbacks, ledger, logger: silentLogger });
  for (let forged = 0; forged < 1_000; forged += 1) callbacks.refuse('twilio', 'bad_signature');
  await jest.advanceTimersByTimeAsync(4_999);
  expect(written).toEqual([]);
  await jest.advanceTimersByTimeAsync(10_001);
  expect(written).toEqual([1_000]);
  callbacks.refuse('twilio', 'bad_signature');
  await part.stop();
  expect(written).toEqual([1_000, 1]);
});

test('what could not be written is written the next time', async () => {
  jest.useFakeTimers();
  const callbacks = new CallbackCounts(T0);
  const written: number[] = [];
  let isFull = true;
  const ledger = { addCallbackCounts: async (counts: readonly CallbackCount[]) => {
    if (isFull) throw new Error('The disk is full.');
    written.push(...counts.map(({ count }) => count));
  } } as unknown as StoreLedger;
  const part = keepCallbackCounts({ callbacks, ledger, logger: silentLogger });
  callbacks.repeat('slack');
  await jest.advanceTimersByTimeAsync(5_000);
  isFull = false;
  await jest.advanceTimersByTimeAsync(5_000);
  expect(written).toEqual([1]);
  await part.stop();
});

test('what two processes counted is one sum for each of them', async () => {
  const test = await testLedger();
  const processes = [test.ledger, await test.again()].map((ledger) => ({ callbacks: new CallbackCounts(T0), ledger, logger: silentLogger }));
  const [gateway, slack] = processes;
  gateway?.callbacks.refuse('twilio', 'bad_signature');
  slack?.callbacks.refuse('slack', 'foreign_team');
  for (const each of processes) await keepCallbackCounts(each).stop();
  gateway?.callbacks.refuse('slack', 'foreign_team');
  const sum = async (): Promise<unknown> => gateway?.callbacks.sum(() => gateway.ledger.callbackCounts());
  await expect(sum()).resolves.toEqual({ since: T0.toISOString(), refused: { twilio: { bad_signature: 1 }, slack: { foreign_team: 2 } }, repeated: {} });
});
