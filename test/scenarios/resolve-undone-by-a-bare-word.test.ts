import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('DESHACER, and nothing else, after LISTO', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.reply('ana', 'voy');
    await ward.reply('ana', 'listo');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    await ward.messages();
  });
  afterEach(async () => {
    await ward.ask(code, 'resolve', 'ana');
    await ward.wait('11 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  test('opens it again within 10 minutes', async () => {
    await ward.wait('9 min');
    await ward.reply('ana', 'DESHACER');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'fernando by whatsapp: taken notice']);
    expect(ward.texts('ana').at(-1)).toBe(`${code} está abierta otra vez y la tiene Ana Rojas.`);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('says that nothing is open once they have passed', async () => {
    await ward.wait('11 min');
    await ward.reply('ana', 'deshacer');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(ward.texts('ana').at(-1)).toBe('No hay alertas abiertas para usted. No tomó ninguna.');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
  });

  test('does not undo what somebody else resolved', async () => {
    await ward.reply('fernando', 'deshacer');
    expect(await ward.messages()).toEqual(['fernando by whatsapp: answer']);
    expect(ward.texts('fernando').at(-1)).toBe('No hay alertas abiertas para usted. No tomó ninguna.');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana' });
  });

  test('asks which one, when another alert is theirs as well', async () => {
    const other = await ward.detect({ stage: 4, confidence: 0.91 });
    await ward.reply('ana', 'voy');
    await ward.messages();
    await ward.reply('ana', 'deshacer');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    const asked = ward.texts('ana').at(-1) ?? '';
    expect(asked).toMatch(/^¿Cuál devuelve\? Responda solo el número:\n1\) \S+ CRÍTICA\n2\) \S+ CRÍTICA$/);
    await ward.reply('ana', asked.includes(`1) ${code}`) ? '1' : '2');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.show(other)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.ask(other, 'cancel', 'ana');
    await ward.messages();
  });
});
