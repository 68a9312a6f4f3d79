import type { CallbackCount } from '../../src/ledger/ledger.ts';
import { CallbackCounts } from '../../src/webhooks/callback-counts.ts';

const SINCE = '2026-11-24T03:00:00.000Z';

/** Two forged presses and a reply that came again. */
function someCounts(): CallbackCounts {
  const counts = new CallbackCounts(new Date(SINCE));
  counts.refuse('slack', 'mismatch');
  counts.refuse('slack', 'mismatch');
  counts.repeat('twilio');
  return counts;
}

const SOME = { since: SINCE, refused: { slack: { mismatch: 2 } }, repeated: { twilio: 1 } };
const NONE = { since: SINCE, refused: {}, repeated: {} };

test('what had no effect is counted by platform and reason, and what was read before stays as it was', () => {
  const counts = someCounts();
  const before = counts.read();
  counts.refuse('slack', 'mismatch');
  counts.refuse('twilio', 'foreign_account');
  expect(before).toEqual(SOME);
  expect(counts.read()).toEqual({ since: SINCE, refused: { slack: { mismatch: 3 }, twilio: { foreign_account: 1 } }, repeated: { twilio: 1 } });
});

test('what was handed on is counted here no more, and is handed on once', async () => {
  const counts = someCounts();
  const written: (readonly CallbackCount[])[] = [];
  const write = async (batch: readonly CallbackCount[]): Promise<void> => void written.push(batch);
  await counts.drain(write);
  await counts.drain(write);
  expect(written).toEqual([[
    { platform: 'slack', kind: 'refused', reason: 'mismatch', count: 2, since: new Date(SINCE) },
    { platform: 'twilio', kind: 'repeated', reason: '', count: 1, since: new Date(SINCE) },
  ]]);
  expect(counts.read()).toEqual(NONE);
});

test('what could not be handed on is kept for the next time, with what came meanwhile', async () => {
  const counts = someCounts();
  const failing = counts.drain(async () => {
    counts.repeat('twilio');
    throw new Error('The disk is full.');
  });
  await expect(failing).rejects.toThrow('The disk is full.');
  expect(counts.read()).toEqual({ ...SOME, repeated: { twilio: 2 } });
  await counts.drain(async () => counts.refuse('slack', 'mismatch'));
  expect(counts.read()).toEqual({ ...NONE, refused: { slack: { mismatch: 1 } } });
});

test('the sum of all has each count once, while it is being written too, and counts since the first of all began', async () => {
  const counts = someCounts();
  const stored: CallbackCount[] = [
    { platform: 'slack', kind: 'refused', reason: 'mismatch', count: 5, since: new Date('2026-11-23T12:00:00Z') },
    { platform: 'slack', kind: 'refused', reason: 'of_a_later_version', count: 1, since: new Date(SINCE) },
  ];
  const isWritten = Promise.withResolvers<void>();
  const draining = counts.drain(async (batch) => {
    stored.push(...batch);
    await isWritten.promise;
  });
  const sum = counts.sum(async () => [...stored]);
  isWritten.resolve();
  await draining;
  const all = { since: '2026-11-23T12:00:00.000Z', refused: { slack: { mismatch: 7 } }, repeated: { twilio: 1 } };
  expect(await sum).toEqual(all);
  expect(await counts.sum(async () => stored)).toEqual(all);
});
