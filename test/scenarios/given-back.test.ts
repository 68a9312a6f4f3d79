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
    expect(await ward.messages()).toEqual([...SECOND_STEP_OF_CRITICAL, 'ana by whatsapp: answer', 'fernando by whatsapp: reopened notice'].sort());
    expect(ward.texts('ana').at(-1)).toBe(`Usted devolvió ${code}. Llamamos a otra persona.`);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    expect(ward.slackTexts('fernando').at(-1)).toContain('Sin tomar');
  });

  test('who had read on WhatsApp that somebody had it reads that nobody has, and may still take it', () => {
    const texts = ward.texts('fernando').slice(-2);
    expect(texts[0]).toContain('La tomó Ana Rojas');
    expect(texts[1]).toMatch(new RegExp(`^Alerta CRÍTICA de Vigía, otra vez sin tomar: ${code}\\nYa no la tiene nadie\\. Si usted puede ir, responda SÍ\\.`));
  });

  test('somebody of the next step takes it', async () => {
    await ward.tap('isidora', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'isidora' });
    expect(await ward.messages()).toEqual([
      '#wound-care-team by slack: timeline', 'ana by whatsapp: taken notice', 'fernando by whatsapp: taken notice', 'hugo by whatsapp: taken notice',
      'isidora by whatsapp: answer',
    ]);
  });

  test('given back once more, each of them hears it once more, but for whoever gave it back and whom it is for now', async () => {
    await ward.reply('isidora', 'DESHACER');
    const sent = await ward.messages();
    expect(sent.filter((message) => message.endsWith('reopened notice'))).toEqual(['ana by whatsapp: reopened notice', 'fernando by whatsapp: reopened notice', 'hugo by whatsapp: reopened notice']);
    await ward.tap('fernando', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'fernando' });
    expect((await ward.messages()).filter((message) => message.endsWith('by whatsapp: taken notice'))).toEqual(['ana', 'hugo', 'isidora', 'luis'].map((who) => `${who} by whatsapp: taken notice`));
  });
});

describe('an alert is taken from whoever has it', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  async function heldByAna(): Promise<string> {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.messages();
    return code;
  }

  test.each(['escalate', 'giveBack'] as const)('by an operator (%s): they hear of it where it said that they have it, as others do', async (kind) => {
    const code = await heldByAna();
    await ward.ask(code, kind, 'eva', { by: { kind: 'operator', id: 'eva' } });
    expect((await ward.show(code)).timeline.some(({ kind: told, reason, responder }) => ['escalated', 'given_back'].includes(told) && reason === 'eva' && responder === undefined)).toBe(true);
    expect((await ward.messages()).filter((message) => message.endsWith('notice'))).toEqual(['ana by whatsapp: reopened notice', 'fernando by whatsapp: reopened notice']);
    expect(ward.texts('ana').at(-1)).toMatch(new RegExp(`^Alerta CRÍTICA de Vigía, otra vez sin tomar: ${code}`));
    await ward.ask(code, 'cancel', 'fernando');
    await ward.messages();
  });

  test('by a colleague who asks for help with it: they hear of it, and the colleague does not', async () => {
    const code = await heldByAna();
    await ward.ask(code, 'escalate', 'fernando');
    expect((await ward.messages()).filter((message) => message.endsWith('notice'))).toEqual(['ana by whatsapp: reopened notice']);
    await ward.wait('5 min');
    await ward.wait('5 min');
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered' });
    expect((await ward.messages()).filter((message) => message.endsWith('notice'))).toEqual([]);
    await ward.ask(code, 'cancel', 'fernando');
    await ward.messages();
  });
});
