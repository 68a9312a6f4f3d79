import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a critical finding is acknowledged', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterEach(async () => {
    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('11 min');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana' });
    await ward.messages();
  });
  afterAll(() => ward.close());

  const othersAreTold = ['#emergency-escalation by slack: timeline', 'fernando by whatsapp: taken notice'];

  test.each(['socket', 'http'] as const)('by a Slack button over %s, and the other nurse is told who has it', async (via) => {
    await ward.press('ana', 'acknowledge', code, { via });
    expect(await ward.messages()).toEqual(othersAreTold);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(ward.texts('fernando').at(-1)).toMatch(/La tomó Ana Rojas a las 10:\d\d\. Usted no tiene que hacer nada\./);
    expect(ward.slackTexts('fernando').at(-1)).toContain('La tomó Ana Rojas');
  });

  test('by the button of a WhatsApp message, and hears that it is theirs', async () => {
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.messages()).toEqual([...othersAreTold, 'ana by whatsapp: answer'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(ward.texts('ana').at(-1)).toMatch(new RegExp(`^Usted tomó ${code}\\. Vea al paciente\\.`));
  });

  test('by a bare word on WhatsApp', async () => {
    await ward.reply('ana', 'sí, voy');
    expect(await ward.messages()).toEqual([...othersAreTold, 'ana by whatsapp: answer'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('by a word and the code from an address of theirs that was not paged, and not by somebody who was paged nowhere', async () => {
    await ward.reply('hugo', `voy ${code}`, { by: 'sms' });
    expect(await ward.messages()).toEqual(['hugo by sms: answer']);
    await ward.reply('ana', `voy ${code}`, { by: 'sms' });
    expect(await ward.messages()).toEqual([...othersAreTold, 'ana by sms: answer'].sort());
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('by somebody who asks for it on the command line', async () => {
    expect(await ward.ask(code, 'acknowledge', 'ana')).toMatchObject({ ok: true, outcome: 'taken', owner: { responder: 'ana' } });
    expect(await ward.messages()).toEqual(othersAreTold);
  });
});
