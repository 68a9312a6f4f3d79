import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the owner asks somebody else to take over', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.messages();
  });
  afterAll(() => ward.close());

  test('that person is asked by every route, and the owner holds it meanwhile', async () => {
    expect(await ward.ask(code, 'reassign', 'ana', { to: 'carla' })).toMatchObject({ ok: true, outcome: 'reassigned', owner: { responder: 'ana' } });
    expect(await ward.messages()).toEqual(told(['carla'], ['slack', 'whatsapp'], 'added'));
    expect(ward.texts('carla').at(-1)).toMatch(/^Piden su ayuda, alerta CRÍTICA de Vigía: \S+\nAhora la tiene Ana Rojas desde 10:\d\d\./);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('whatever changes meanwhile, that person is not told that there is nothing to do', async () => {
    expect(await ward.ask(code, 'snooze', 'ana', { forMs: 5 * 60_000 })).toMatchObject({ outcome: 'snoozed' });
    expect(await ward.messages()).toEqual([]);
    expect(ward.slackTexts('carla').at(-1)).toContain('Piden su ayuda');
  });

  test('nor when they only say that they have seen it', async () => {
    await ward.reply('carla', 'ok');
    expect(await ward.messages()).toEqual(['carla by whatsapp: answer']);
    expect(ward.texts('carla').at(-1)).toMatch(/^Aún no la tomó: responda SÍ o NO\./);
  });

  test('nobody else can take it instead', async () => {
    await ward.tap('fernando', 'SÍ, VOY', code);
    expect(await ward.messages()).toEqual(['fernando by whatsapp: answer']);
    expect(ward.texts('fernando').at(-1)).toMatch(new RegExp(`^${code}: ya la tiene Ana Rojas desde 10:\\d\\d\\. Usted no tiene que hacer nada\\.$`));
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'ana' });
  });

  test('once that person takes it, by Slack, the former owner hears of it', async () => {
    expect(ward.slackTexts('carla').at(-1)).toContain('Piden su ayuda. Vea al paciente.');
    await ward.press('carla', 'acknowledge', code);
    expect(await ward.messages()).toEqual(['ana by whatsapp: taken notice', 'fernando by whatsapp: taken notice']);
    expect(ward.slackTexts('carla').at(-1)).not.toContain('Piden su ayuda');
    expect(ward.texts('ana').at(-1)).toContain('La tomó Carla Soto');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'carla' });
  });

  test('an offer that is declined leaves it with its owner', async () => {
    await ward.ask(code, 'reassign', 'carla', { to: 'diego' });
    expect(await ward.messages()).toEqual(told(['diego'], ['slack', 'whatsapp'], 'added'));
    await ward.tap('diego', 'NO PUEDO', code);
    expect(await ward.messages()).toEqual(['diego by whatsapp: answer']);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'carla' });
  });
});
