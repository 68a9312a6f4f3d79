import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('an alert is attended', () => {
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
    await ward.wait('11 min');
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', nextDeadline: null });
  });
  afterAll(() => ward.close());

  test('by its owner, who says what was found, and everybody who was paged hears that it is over', async () => {
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.messages();
    await ward.reply('ana', 'listo, falsa alarma');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'fernando by whatsapp: closed notice']);
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana' });
    expect(view.timeline.findLast(({ kind }) => kind === 'resolved')).toMatchObject({ responder: 'ana', reason: 'not_an_injury' });
    expect(ward.texts('fernando').at(-1)).toBe(`Alerta CRÍTICA de Vigía: ${code}\nQuedó atendida por Ana Rojas. Usted no tiene que hacer nada.`);
    expect(ward.slackTexts('#emergency-escalation').find((text) => text.includes(code))).toContain('Atendida por Ana Rojas');
  });

  test('by a colleague: everybody hears who it was, its owner too, and so does whoever says so later', async () => {
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.messages();
    expect(await ward.ask(code, 'resolve', 'hugo')).toMatchObject({ ok: true, outcome: 'resolved' });
    expect(await ward.messages()).toEqual(['ana by whatsapp: closed notice', 'fernando by whatsapp: closed notice']);
    for (const reader of ['ana', 'fernando']) expect(ward.texts(reader).at(-1)).toBe(`Alerta CRÍTICA de Vigía: ${code}\nQuedó atendida por Dr. Hugo Fuentes. Usted no tiene que hacer nada.`);
    expect(ward.slackTexts('#emergency-escalation').find((text) => text.includes(code))).toContain('Atendida por Dr. Hugo Fuentes');
    await ward.reply('fernando', `listo ${code}`);
    expect(ward.texts('fernando').at(-1)).toBe(`${code} ya estaba atendida por Dr. Hugo Fuentes. No cambió nada.`);
    await ward.wait('11 min');
    await ward.reply('fernando', `voy ${code}`);
    expect(ward.texts('fernando').at(-1)).toBe(`${code} ya está atendida por Dr. Hugo Fuentes. No cambió nada.`);
    await ward.messages();
  });

  test('by the button', async () => {
    await ward.press('ana', 'acknowledge', code);
    await ward.messages();
    await ward.press('ana', 'resolve', code);
    expect(await ward.messages()).toEqual(['fernando by whatsapp: closed notice']);
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana' });
  });

  test('twice: the second one changes nothing', async () => {
    expect(await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' })).toMatchObject({ ok: true, outcome: 'resolved' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'fernando by whatsapp: closed notice']);
    expect(await ward.ask(code, 'resolve', 'fernando')).toMatchObject({ ok: false, outcome: 'already_resolved', owner: { responder: 'ana' } });
  });
});
