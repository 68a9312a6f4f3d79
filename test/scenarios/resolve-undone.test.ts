import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a resolve that was a mistake', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.tap('ana', 'SÍ, VOY', code);
    await ward.ask(code, 'resolve', 'ana');
    await ward.messages();
  });
  afterAll(() => ward.close());

  test('can be undone for 10 minutes: the owner has it again, and the second clock starts afresh', async () => {
    await ward.wait('9 min');
    await ward.reply('ana', `deshacer ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'fernando by whatsapp: taken notice']);
    expect(ward.texts('ana').at(-1)).toBe(`${code} está abierta otra vez y la tiene Ana Rojas.`);
    const { nextDeadline, ...view } = await ward.show(code);
    expect(view).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(Date.parse(nextDeadline ?? '') - ward.time.now().getTime()).toBeCloseTo(30 * 60_000, -4);

    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('11 min');
    expect(await ward.messages()).toEqual(['fernando by whatsapp: closed notice']);
  });

  test('cannot be undone after that', async () => {
    await ward.wait('11 min');
    await ward.reply('ana', `deshacer ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toBe(`${code} ya está atendida por Ana Rojas. No cambió nada.`);
    expect(await ward.ask(code, 'giveBack', 'ana')).toMatchObject({ ok: false, outcome: 'closed', status: 'resolved' });
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
  });
});
