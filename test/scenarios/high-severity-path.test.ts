import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a stage 3 finding that nobody answers', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, confidence: 0.9 });
  });
  afterAll(() => ward.close());

  test('goes by one route a person: Slack, as long as it works', async () => {
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', severity: 'high', stage: 3, escalationLevel: 1 });
  });

  test('takes 15 minutes a step, with a reminder after 8', async () => {
    await ward.wait('8 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack'], 'reminder'));
    await ward.wait('7 min');
    expect(await ward.messages()).toEqual(['#wound-care-team by slack: page', ...told(['hugo', 'isidora'], ['slack'], 'page')]);
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual([...told(['hugo', 'isidora'], ['slack'], 'reminder'), ...told(['luis'], ['slack'], 'page')]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 3 });
  });

  test('ends with the fail-safe recipient, by every route including SMS, every 15 minutes', async () => {
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual([
      '#lpp-notifications by slack: timeline', '#wound-care-team by slack: timeline', 'luis by slack: reminder',
      ...told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe'),
    ].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', escalationLevel: 4 });
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
    expect(ward.slackTexts('pedro').at(-1)).toContain('Nadie la ha tomado: depende de usted.');
  });
});
