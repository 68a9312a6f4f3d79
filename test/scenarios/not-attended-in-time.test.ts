import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('an alert that was acknowledged and is not attended in time', () => {
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

  test('is left alone for 30 minutes', async () => {
    await ward.wait('29 min');
    expect(await ward.messages()).toEqual([]);
  });

  test('the owner is reminded twice, and nobody else', async () => {
    await ward.wait('1 min');
    expect(await ward.messages()).toEqual(told(['ana'], ['slack', 'whatsapp'], 'attend reminder'));
    expect(ward.texts('ana').at(-1)).toMatch(/¿Ya está atendida\? Responda LISTO/);
    await ward.wait('10 min');
    expect(await ward.messages()).toEqual(told(['ana'], ['slack', 'whatsapp'], 'attend reminder'));
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('then it is open again one step up, and the supervisor is added', async () => {
    await ward.wait('10 min');
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, ...told(['luis'], ['slack', 'whatsapp'], 'page'), ...told(['ana', 'fernando'], ['whatsapp'], 'reopened notice')].sort());
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    expect(view.timeline.filter(({ kind }) => kind === 'attend_overdue' || kind === 'person_added').map(({ kind, responder }) => [kind, responder]))
      .toEqual([['attend_overdue', 'ana'], ['attend_overdue', 'ana'], ['person_added', 'ana']]);
    expect(ward.slackTexts('ana')[0]).toContain('Sin tomar');
  });

  test('who had it and did not attend reads so where it said that they have it', () => {
    expect(ward.texts('ana').at(-1)).toMatch(/^Alerta CRÍTICA de Vigía, otra vez sin tomar: /);
  });

  test('whoever has it now is on the clock afresh', async () => {
    await ward.tap('luis', 'SÍ, VOY', code);
    await ward.messages();
    await ward.wait('30 min');
    expect(await ward.messages()).toEqual(told(['luis'], ['slack', 'whatsapp'], 'attend reminder'));
  });
});
