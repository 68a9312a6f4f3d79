import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('LISTO pressed in Slack by mistake', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  beforeEach(async () => {
    code = await ward.detect({ stage: 3, confidence: 0.93 });
    await ward.press('ana', 'acknowledge', code);
    await ward.press('ana', 'resolve', code, { channel: '#lpp-notifications' });
    await ward.messages();
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
  });
  afterEach(async () => {
    await ward.ask(code, 'cancel', 'ana');
    await ward.wait('11 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  const answers = (): string[] => ward.slackMessages('#lpp-notifications').filter(({ ephemeralFor }) => ephemeralFor !== null).map(({ text }) => text);

  test('says how it is undone, and the button under that gives it back to whoever had it', async () => {
    expect(answers().at(-1)).toBe(`${code} quedó atendida. Si fue un error, en los próximos 10 minutos pulse DESHACER o escriba DESHACER ${code} por WhatsApp.`);
    await ward.wait('9 min');
    await ward.press('ana', 'give_back', code, { channel: '#lpp-notifications' });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(answers().at(-1)).toBe(`${code} está abierta otra vez y la tiene Ana Rojas.`);
    await ward.messages();
  });

  test('is undone by the word and the code on WhatsApp as well', async () => {
    await ward.reply('ana', `deshacer ${code}`);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('stays when the button is pressed too late, which is said', async () => {
    await ward.wait('11 min');
    await ward.press('ana', 'give_back', code, { channel: '#lpp-notifications' });
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    expect(answers().at(-1)).toBe(`${code} ya está atendida por Ana Rojas. No cambió nada.`);
  });
});
