import { CallbackCounts } from '../../src/webhooks/callback-counts.ts';

test('what had no effect is counted by platform and reason, and what was read before stays as it was', () => {
  const counts = new CallbackCounts(new Date('2026-11-24T03:00:00Z'));
  counts.refuse('slack', 'mismatch');
  const before = counts.read();
  counts.refuse('slack', 'mismatch');
  counts.refuse('twilio', 'foreign_account');
  counts.repeat('twilio');
  expect(before).toEqual({ since: '2026-11-24T03:00:00.000Z', refused: { slack: { mismatch: 1 } }, repeated: {} });
  expect(counts.read()).toEqual({
    since: '2026-11-24T03:00:00.000Z', refused: { slack: { mismatch: 2 }, twilio: { foreign_account: 1 } }, repeated: { twilio: 1 },
  });
});
