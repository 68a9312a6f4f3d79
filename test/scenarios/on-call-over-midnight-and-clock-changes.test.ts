import { NO_LIMITS } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Who is paged first, at a moment: the primary nurse on duty, by the hospital's own wall clock. */
async function firstPaged(startAt: string, waitFor: string | null = null): Promise<{ first: string; second: string | null }> {
  const ward: Ward = await openWard({ startAt, env: NO_LIMITS, config: { 'policy.yaml': withoutReminders } });
  try {
    const first = await raiseAndSee(ward);
    if (waitFor === null) return { first, second: null };
    await ward.wait(waitFor);
    await ward.messages();
    return { first, second: await raiseAndSee(ward) };
  } finally {
    await ward.messages();
    await ward.close();
  }
}

async function raiseAndSee(ward: Ward): Promise<string> {
  await ward.detect({ stage: 2, confidence: 0.9 });
  const page = (await ward.messages()).find((sentence) => sentence.endsWith('by slack: page') && !sentence.startsWith('#'));
  return page?.split(' ')[0] ?? 'nobody';
}

function withoutReminders(policy: string): string {
  return policy.replaceAll(/^ +remindAt:.*$/gm, '');
}

describe('whoever is on duty by the wall clock is paged', () => {
  test('a night shift goes on over midnight, and the day begins at eight', async () => {
    const evening = await firstPaged('2027-03-02T23:50:00-03:00', '20 min');
    expect(evening.second).toBe(evening.first);
    const morning = await firstPaged('2027-03-03T07:58:00-03:00', '4 min');
    expect(morning.first).toBe(evening.first);
    expect(morning.second).not.toBe(morning.first);
  });

  // 2027-04-04 at 00:00 clocks go back to 23:00 of the day before.
  test('the night the clocks go back has one hour more, and the hand-over is at eight all the same', async () => {
    const before = await firstPaged('2027-04-03T23:30:00-03:00', '9 h');
    expect(before.second).toBe(before.first);
    const handOver = await firstPaged('2027-04-04T07:58:00-04:00', '4 min');
    expect(handOver.first).toBe(before.first);
    expect(handOver.second).not.toBe(handOver.first);
  });

  // 2027-09-05 at 00:00 clocks go forward to 01:00.
  test('the night the clocks go forward has one hour less, and the hand-over is at eight all the same', async () => {
    const handOver = await firstPaged('2027-09-04T23:30:00-04:00', '8 h');
    expect(handOver.second).not.toBe(handOver.first);
  });
});
