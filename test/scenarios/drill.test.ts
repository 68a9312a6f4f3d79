import { drillPlan } from '../../src/domain/drill-plan.ts';
import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a drill', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.begun(await ward.service.client.raiseDrill(drillPlan('ana', ['slack', 'twilio', 'twilio-sms'])));
    expect(await ward.messages()).toEqual(told(['ana'], ['slack', 'sms', 'whatsapp'], 'page'));
  });
  afterAll(() => ward.close());

  test('goes to one person by each of their routes, marked SIMULACRO, and says that there is no patient', () => {
    for (const text of [ward.texts('ana').at(-1), ward.texts('ana', 'sms').at(-1), ward.slackTexts('ana').at(-1)]) {
      expect(text).toMatch(/^SIMULACRO/);
      expect(text).toContain('no hay paciente');
      expect(text).toContain(code);
    }
  });

  test('is answered like an alert, tells nobody else, and stays marked', async () => {
    await ward.reply('ana', `sí ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toMatch(/^SIMULACRO/);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('11 min');
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
  });

  test('that is declined is over, and the answer says so', async () => {
    await ward.reply('ana', `no ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toBe(`SIMULACRO. Entendido: usted no toma ${code}. El simulacro terminó: no llamamos a nadie más.`);
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', nextDeadline: null });
  });

  test('that nobody answers ends by itself and calls nobody', async () => {
    await ward.wait('15 min');
    expect((await ward.show(code)).timeline.at(-1)).toMatchObject({ kind: 'unanswered' });
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', nextDeadline: null });
    await ward.wait('2 h');
    expect(await ward.messages()).toEqual([]);
  });
});
