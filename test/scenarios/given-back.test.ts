import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the owner gives an alert back', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('nobody else can give it back for them', async () => {
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.messages();
    expect(await ward.ask(code, 'giveBack', 'fernando')).toMatchObject({ ok: false, outcome: 'not_owner', owner: { responder: 'ana' } });
    expect(await ward.messages()).toEqual([]);
  });

  test('the next step is called at once, and nobody holds it', async () => {
    await ward.reply('ana', 'DESHACER');
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, 'ana by whatsapp: answer'].sort());
    expect(ward.texts('ana').at(-1)).toBe(`Usted devolvió ${code}. Llamamos a otra persona.`);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    expect(ward.slackTexts('fernando').at(-1)).toContain('Sin tomar');
  });

  test('somebody of the next step takes it', async () => {
    await ward.tap('isidora', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'isidora' });
    expect(await ward.messages()).toEqual([
      '#wound-care-team by slack: timeline', 'ana by whatsapp: taken notice', 'fernando by whatsapp: taken notice', 'hugo by whatsapp: taken notice',
      'isidora by whatsapp: answer',
    ]);
  });
});
