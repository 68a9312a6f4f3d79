import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the agent that raised an alert takes it back', () => {
  let ward: Ward;
  let code: string;
  const asAgent = { by: { kind: 'agent' as const, id: 'vision-model' }, via: 'api' as const };
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('people are shown that it asked for it, and the clock runs on', async () => {
    expect(await ward.ask(code, 'cancel', '', asAgent)).toMatchObject({ ok: true, outcome: 'retraction_shown', status: 'notified' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline']);
    expect(ward.slackTexts('#emergency-escalation').at(-1)).toContain('Se pide cancelarla');
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'), ...SECOND_STEP_OF_CRITICAL].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });

  test.each(['acknowledge', 'decline', 'resolve', 'snooze', 'escalate', 'open', 'giveBack'] as const)('an agent may not %s', async (kind) => {
    expect(await ward.ask(code, kind, '', asAgent)).toMatchObject({ ok: false, outcome: 'not_allowed' });
    expect(await ward.messages()).toEqual([]);
  });

  test('a person ends it', async () => {
    await ward.ask(code, 'cancel', 'ana');
    expect(await ward.show(code)).toMatchObject({ status: 'cancelled' });
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: timeline', ...told(['fernando', 'hugo', 'isidora'], ['whatsapp'], 'closed notice')]);
  });
});
