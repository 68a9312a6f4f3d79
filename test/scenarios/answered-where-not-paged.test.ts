import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** A stage 3 finding goes by Slack first, so that nothing of it is on a phone. */
describe('a nurse who was paged on Slack alone writes by WhatsApp without a code', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 3, confidence: 0.93 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page', 'fernando by slack: page']);
  });
  afterEach(async () => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.wait('11 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  const says = async (text: string): Promise<string> => {
    await ward.reply('ana', text);
    await ward.messages();
    return ward.texts('ana').at(-1) ?? '';
  };

  test('SÍ takes nothing and names the alert, and its number takes it', async () => {
    expect(await says('sí')).toBe(`Le llegó por otra vía. ¿Cuál toma? Aún no tomó ninguna. Responda solo el número:\n1) ${code} ALTA`);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
    expect(await says('1')).toContain(`Usted tomó ${code}. Vea al paciente.`);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('ok is told that the alert is not taken', async () => {
    expect(await says('ok')).toBe(`Aún no la tomó: responda SÍ o NO. Alerta ${code}.`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: null });
  });

  test('LISTO and then DESHACER of who took it in Slack are about that alert', async () => {
    await ward.press('ana', 'acknowledge', code);
    expect(await says('listo')).toBe(`Le llegó por otra vía. ¿Cuál está atendida? Responda solo el número:\n1) ${code} ALTA`);
    expect(await says('1')).toContain(`${code} quedó atendida.`);
    expect(await says('deshacer')).toBe(`Le llegó por otra vía. ¿Cuál devuelve? Responda solo el número:\n1) ${code} ALTA`);
    expect(await says('1')).toBe(`${code} está abierta otra vez y la tiene Ana Rojas.`);
  });

  test('somebody who was not paged is told that nothing is open for them', async () => {
    await ward.reply('bruno', 'sí');
    await ward.messages();
    expect(ward.texts('bruno').at(-1)).toBe('No hay alertas abiertas para usted. No tomó ninguna.');
  });
});
