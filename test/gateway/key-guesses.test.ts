import { createKeySecret } from '../../src/gateway/api-key-secret.ts';
import { issueKey } from '../../src/gateway/issue-key.ts';
import { KeyGuesses } from '../../src/gateway/key-guesses.ts';
import { closeAll, testLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const NETWORK = '10.0.0.1';
const guess = (): string => createKeySecret().written;

async function opened(): Promise<{ guesses: KeyGuesses; told: () => number; key: string; addKey(): Promise<string>; tryOut(times: number, nowMs: number): void; outcome(written: string, nowMs: number, address?: string): Promise<string> }> {
  const { ledger, time } = await testLedger();
  let told = 0;
  const guesses = new KeyGuesses(ledger, () => (told += 1));
  const addKey = async (): Promise<string> => {
    const { key, written } = issueKey({ name: 'vigia-ai', scopes: ['alerts:send'], responder: null, createdAt: time.now(), expiresAt: null });
    await ledger.addApiKey(key);
    return written;
  };
  return {
    guesses, told: () => told, addKey, key: await addKey(),
    tryOut: (times, nowMs) => {
      for (let n = 0; n < times; n += 1) guesses.wasWrong(NETWORK, guess(), nowMs);
    },
    outcome: async (written, nowMs, address = NETWORK) => guesses.check(address, written, nowMs).then(() => 'looked up', (error: Error) => error.message),
  };
}

test('sixty wrong keys in a minute are looked up, and no more until there is room again', async () => {
  const { tryOut, outcome } = await opened();
  tryOut(59, 0);
  expect(await outcome(guess(), 0)).toBe('looked up');
  tryOut(1, 0);
  expect(await outcome(guess(), 0)).toBe('Too many wrong API keys have come from this address.');
  expect(await outcome(guess(), 1_000)).toBe('looked up');
});

test('whoever has a key is heard all the same, though from the same address, and so is every other address', async () => {
  const { tryOut, outcome, key, addKey } = await opened();
  tryOut(100, 0);
  expect(await outcome(key, 0)).toBe('looked up');
  expect(await outcome(guess(), 0, '10.0.0.2')).toBe('looked up');
  const made = await addKey();
  tryOut(100, 10_000);
  expect(await outcome(made, 10_000)).toBe('looked up');
});

test('what has not the form of a key costs nothing, and counts for nothing', async () => {
  const { guesses, outcome } = await opened();
  for (let n = 0; n < 100; n += 1) guesses.wasWrong(NETWORK, 'eyJhbGciOiJFUzI1NiJ9.e30.x', 0);
  expect(await outcome(guess(), 0)).toBe('looked up');
});

test('an operator hears of it once a minute', async () => {
  const { tryOut, outcome, told } = await opened();
  for (const nowMs of [0, 30_000, 60_000]) {
    tryOut(100, nowMs);
    await outcome(guess(), nowMs);
    await outcome(guess(), nowMs);
  }
  expect(told()).toBe(2);
});
