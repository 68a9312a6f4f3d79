import type { Ward } from './support/ward.ts';
import { endAlert, openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

const WARD_PHONE = '{ address: "whatsapp:+14155550150", shared: true }';

/** Ana and Bruno answer on one ward phone. */
function withWardPhone(directory: string): string {
  return directory
    .replace('slack: U0VIGIA0001, twilio: "whatsapp:+14155550101"', `slack: U0VIGIA0001, twilio: ${WARD_PHONE}`)
    .replace('slack: U0VIGIA0002, twilio: "whatsapp:+14155550102"', `slack: U0VIGIA0002, twilio: ${WARD_PHONE}`);
}

describe('a phone that two nurses share', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWhatsAppWard({ 'directory.yaml': withWardPhone });
  });
  beforeEach(async () => {
    code = await pageByWhatsApp(ward, 'ana+bruno');
  });
  afterEach(() => endAlert(ward, code));
  afterAll(() => ward.close());

  const lastText = (): string => ward.texts('ana').at(-1) ?? '';

  test('is asked who answers, nothing is taken meanwhile, and the number carries the reply on', async () => {
    await ward.reply('ana', 'voy');
    expect(await ward.messages()).toEqual(['ana+bruno by whatsapp: answer']);
    expect(lastText()).toBe(`¿Quién responde por ${code}? Aún no cambió nada. Responda solo el número:\n1) Ana Rojas\n2) Bruno Díaz`);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
    await ward.reply('ana', '2');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'bruno' });
    expect(lastText()).toContain(`Usted tomó ${code}.`);
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana+bruno by whatsapp: answer']);
  });

  test('is answered by name as well', async () => {
    await ward.reply('ana', 'sí');
    await ward.reply('ana', 'soy Ana');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
  });

  test('is not asked when the reply says who it is', async () => {
    await ward.reply('ana', 'voy, soy Bruno');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'bruno' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana+bruno by whatsapp: answer']);
  });

  test('is asked for a button too, and the question is about what was pressed', async () => {
    await ward.tap('ana', 'NO PUEDO', code);
    expect(lastText()).toMatch(/^¿Quién responde por/);
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 1, acknowledgedBy: null });
    await ward.reply('ana', '1');
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 2, acknowledgedBy: null });
    expect((await ward.show(code)).timeline.findLast(({ kind }) => kind === 'declined')).toMatchObject({ responder: 'ana' });
    await ward.messages();
  });
});

test('two who are called together at one phone get one message there, and either of them can answer it', async () => {
  const ward = await openWhatsAppWard({
    'directory.yaml': (text) => text
      .replace('twilio: "whatsapp:+14155550101"', `twilio: ${WARD_PHONE}`)
      .replace('twilio: "whatsapp:+14155550106"', `twilio: ${WARD_PHONE}`),
  });
  const code = await ward.detect({ stage: 4, confidence: 0.93 });
  expect((await ward.messages()).filter((message) => message.includes('whatsapp'))).toEqual(['ana+fernando by whatsapp: page']);
  await ward.wait('2 s');
  expect((await ward.show(code)).timeline.filter(({ kind, route }) => kind === 'paged' && route === 'twilio').map(({ responder }) => responder).sort()).toEqual(['ana', 'fernando']);
  await ward.reply('ana', 'voy, soy Fernando');
  expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'fernando' });
  await endAlert(ward, code);
  await ward.close();
});
