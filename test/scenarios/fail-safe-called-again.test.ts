import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the fail-safe recipient has an alert that nobody else answered', () => {
  let ward: Ward;
  let code: string;
  const called = told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort();
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.wait('15 min');
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', escalationLevel: 4 });
    expect(await ward.messages()).toEqual(expect.arrayContaining(called));
  });
  afterAll(() => ward.close());

  test('their "not me" does not end the calls: nobody comes after them', async () => {
    await ward.press('pedro', 'decline', code);
    expect(await ward.messages()).toEqual([]);
    expect(ward.slackTexts('pedro').at(-1)).toMatch(/No hay nadie más a quien llamar\. Sigue abierta y avisamos de nuevo a las 10:2\d\.$/);
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual(called);
    const { timeline } = await ward.show(code);
    expect(timeline.slice(timeline.findLastIndex(({ kind }) => kind === 'fail_safe_called'))).toMatchObject([
      { reason: 'again' }, ...['slack', 'twilio', 'twilio-sms'].map((route) => ({ kind: 'reminded', responder: 'pedro', route })),
    ]);
  });

  test('when they take it and give it back they are called again at once, and reminded', async () => {
    await ward.press('pedro', 'acknowledge', code);
    await ward.messages();
    await ward.ask(code, 'giveBack', 'pedro');
    const reopened = [...told(['ana', 'fernando', 'hugo', 'isidora'], ['whatsapp'], 'reopened notice'), ...told(['luis'], ['sms', 'whatsapp'], 'reopened notice')];
    expect(await ward.messages()).toEqual([...called, ...reopened].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', acknowledgedBy: null });
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual(called);
  });

  test('when they take it and do not attend to it they are called again, and the supervisor is asked for help', async () => {
    await ward.press('pedro', 'acknowledge', code);
    await ward.messages();
    await ward.wait('40 min');
    expect(await ward.messages()).toEqual(told(['pedro', 'pedro'], ['slack', 'whatsapp', 'sms'], 'attend reminder').sort());
    await ward.wait('10 min');
    expect(await ward.messages()).toEqual([
      ...called, ...told(['luis'], ['slack', 'whatsapp', 'sms'], 'added'), ...told(['ana', 'fernando', 'hugo', 'isidora'], ['whatsapp'], 'reopened notice'),
    ].sort());
    expect(ward.texts('luis').at(-1)).toMatch(/^Piden su ayuda, alerta CRÍTICA de Vigía: \S+\nAhora no la tiene nadie\./);
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', acknowledgedBy: null });
  });
});
