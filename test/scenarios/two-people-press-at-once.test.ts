import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('two people press at the same moment', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('one has it, the other is told who, and neither twice', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await Promise.all([ward.press('ana', 'acknowledge', code, { via: 'socket' }), ward.press('fernando', 'acknowledge', code, { via: 'http' })]);
    const { acknowledgedBy, status, timeline } = await ward.show(code);
    expect(status).toBe('acknowledged');
    expect(['ana', 'fernando']).toContain(acknowledgedBy);
    expect(timeline.filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
    const other = acknowledgedBy === 'ana' ? 'fernando' : 'ana';
    expect(ward.slackTexts(other).some((text) => /desde|la tiene/i.test(text))).toBe(true);
    await ward.messages();
  });

  test('the same press delivered by both ways, and again, has one effect', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.sandbox.slack.press({ user: ward.address('ana', 'slack'), code, action: 'acknowledge', channel: 'dm', forge: { copies: 3 } });
    await ward.quiet();
    expect((await ward.show(code)).timeline.filter(({ responder, kind }) => responder === 'ana' && kind.startsWith('acknowledged'))).toHaveLength(1);
    await ward.messages();
  });

  test.each([
    ['a wrong signature', { signature: 'wrong' as const }],
    ['no signature', { signature: 'missing' as const }],
    ['a signature of ten minutes ago', { ageSeconds: 600 }],
    ['a signature of the future', { ageSeconds: -600 }],
  ])('a press with %s has no effect', async (_what, forge) => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.sandbox.slack.press({ user: ward.address('ana', 'slack'), code, action: 'acknowledge', channel: 'dm', via: 'http', forge }).catch(() => undefined);
    await ward.quiet();
    expect((await ward.show(code)).acknowledgedBy).toBeNull();
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  test('"not me" of somebody who sees it in the channel and was not paged takes nobody\'s time away', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.press('karina', 'decline', code, { channel: '#emergency-escalation' });
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 1, acknowledgedBy: null });
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });
});
