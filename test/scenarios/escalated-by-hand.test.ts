import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('somebody escalates by hand', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('while paging: the next step is called at once and has its whole window', async () => {
    await ward.wait('1 min');
    expect(await ward.ask(code, 'escalate', 'ana')).toMatchObject({ ok: true, outcome: 'escalated' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', ...SECOND_STEP_OF_CRITICAL].sort());
    await ward.wait('2 min');
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });

  test('by the owner: help was asked for, so the alert is open again and the next step is called', async () => {
    await ward.tap('isidora', 'SÍ, VOY', code);
    await ward.messages();
    await ward.ask(code, 'escalate', 'isidora');
    expect(await ward.messages()).toEqual([...told(['luis'], ['slack', 'whatsapp', 'sms'], 'page'), ...told(['ana', 'fernando', 'hugo'], ['whatsapp'], 'reopened notice')].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 3, acknowledgedBy: null });
  });

  test('past the last step: the fail-safe recipient is called, and again at once when it is asked for again', async () => {
    await ward.ask(code, 'escalate', 'luis');
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', escalationLevel: 4 });
    await ward.ask(code, 'escalate', 'luis');
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
  });
});
