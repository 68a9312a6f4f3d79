import { byWhatsAppFirst, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a reply while two alerts are open', () => {
  let ward: Ward;
  let older: string;
  let newer: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  });
  beforeEach(async () => {
    older = await ward.detect({ stage: 2, confidence: 0.93 });
    newer = await ward.detect({ stage: 2, confidence: 0.91 });
    expect(await ward.messages()).toEqual([...told(['#lpp-notifications', '#lpp-notifications'], ['slack'], 'page'), ...told(['ana', 'ana'], ['whatsapp'], 'page')]);
  });
  afterEach(async () => {
    for (const code of [older, newer]) await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });
  afterAll(() => ward.close());

  const owners = async (): Promise<(string | null)[]> => [(await ward.show(older)).acknowledgedBy, (await ward.show(newer)).acknowledgedBy];
  const lastText = (): string => ward.texts('ana').at(-1) ?? '';
  const TAKEN = ['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer'];

  test('without code or quote takes neither and lists both; the number then takes that one', async () => {
    await ward.reply('ana', 'voy');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toBe(`¿Cuál toma? Aún no tomó ninguna. Responda solo el número:\n1) ${newer} media\n2) ${older} media`);
    expect(await owners()).toEqual([null, null]);
    await ward.reply('ana', '3');
    expect(lastText()).toMatch(/^Ese número no está\. ¿Cuál toma\?/);
    expect(await owners()).toEqual([null, null]);
    await ward.messages();
    await ward.reply('ana', 'la 2');
    expect(await ward.messages()).toEqual(TAKEN);
    expect(await owners()).toEqual(['ana', null]);
    await ward.reply('ana', '1');
    expect(lastText()).toBe('No hay una pregunta para ese número. No tomó nada: responda SÍ o NO.');
    expect(await owners()).toEqual(['ana', null]);
  });

  test('that quotes a message means the alert of that message', async () => {
    await ward.reply('ana', 'voy', { quoting: older });
    expect(await ward.messages()).toEqual(TAKEN);
    expect(lastText()).toContain(`Usted tomó ${older}.`);
    expect(await owners()).toEqual(['ana', null]);
  });

  test.each([
    ['as it stands', (code: string) => code],
    ['in a hurry', (code: string) => `${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}.`],
  ])('that names the code %s means that alert', async (_how, spell) => {
    await ward.reply('ana', `voy ${spell(older)}`);
    expect(await ward.messages()).toEqual(TAKEN);
    expect(await owners()).toEqual(['ana', null]);
  });

  test('that quotes one and names the other takes neither, and asks', async () => {
    await ward.reply('ana', `voy ${newer}`, { quoting: older });
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toMatch(/^Citó una y escribió otra\. ¿Cuál toma\? Aún no tomó ninguna\./);
    expect(await owners()).toEqual([null, null]);
    const number = lastText().includes(`1) ${newer}`) ? '1' : '2';
    await ward.reply('ana', number);
    expect(await owners()).toEqual([null, 'ana']);
  });

  test('that names a code nobody knows takes neither', async () => {
    await ward.reply('ana', 'voy K7F2-Q9MD');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toMatch(/^No conocemos ese código( K7F2-Q9MD)?\. No tomó nada/);
    expect(await owners()).toEqual([null, null]);
  });

  test('from somebody who was not paged, with the code, takes nothing', async () => {
    await ward.reply('bruno', `voy ${older}`);
    expect(await ward.messages()).toEqual(['bruno by whatsapp: answer']);
    expect(ward.texts('bruno').at(-1)).toBe(`${older} no es para usted. No tomó nada.`);
    expect(await owners()).toEqual([null, null]);
  });

  test('a number after ten minutes answers no question any more', async () => {
    await ward.reply('ana', 'voy');
    await ward.messages();
    await ward.wait('11 min');
    await ward.messages();
    await ward.reply('ana', '1');
    expect(lastText()).toMatch(/^(La pregunta ya venció|No hay una pregunta para ese número)\. No tomó nada/);
    expect(await owners()).toEqual([null, null]);
  });
});
