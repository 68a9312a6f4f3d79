import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('what a nurse writes back on WhatsApp', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  });
  afterAll(() => ward.close());

  /** Pages ana with a new finding, and answers its code. */
  async function page(): Promise<string> {
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page']);
    return code;
  }

  async function end(code: string): Promise<void> {
    await ward.ask(code, 'cancel', 'fernando');
    await ward.messages();
  }

  const lastText = (): string => ward.texts('ana').at(-1) ?? '';

  test.each(['SÍ', 'si', 'Voy', 'OK VOY', 'ACK', 'yes', 'ya voy', 'SIII'])('"%s" takes it, and the answer says until when', async (text) => {
    const code = await page();
    await ward.reply('ana', text);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(lastText()).toMatch(new RegExp(`^Usted tomó ${code}\\..*LISTO antes de 18:0\\d, o DESHACER`));
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
    await end(code);
  });

  test.each(['NO', 'no voy', 'No puedo', 'not me', 'sí pero no puedo'])('"%s" declines it: the next person is called now', async (text) => {
    const code = await page();
    await ward.reply('ana', text);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2, acknowledgedBy: null });
    expect(await ward.messages()).toEqual(expect.arrayContaining(['ana by whatsapp: answer', 'fernando by whatsapp: page']));
    await end(code);
  });

  test.each(['OK', 'ya', 'VISTO', '👍', 'recibido'])('"%s" has only been seen: nothing is taken and the clock runs on', async (text) => {
    const code = await page();
    await ward.reply('ana', text);
    expect(lastText()).toContain('Aún no la tomó: responda SÍ o NO');
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1, acknowledgedBy: null });
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    await ward.wait('31 min');
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 2 });
    await end(code);
  });

  test('a voice note has only been seen', async () => {
    const code = await page();
    await ward.reply('ana', '', { mediaType: 'audio/ogg' });
    expect(lastText()).toContain('Aún no la tomó: responda SÍ o NO');
    await end(code);
  });

  test('LISTO resolves, and DESHACER within ten minutes opens it again', async () => {
    const code = await page();
    await ward.reply('ana', 'voy');
    await ward.reply('ana', 'Listo');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', acknowledgedBy: 'ana' });
    expect(lastText()).toContain('quedó atendida');
    await ward.wait('9 min');
    await ward.reply('ana', 'deshacer');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(lastText()).toContain('está abierta otra vez');
    await end(code);
  });

  test('DESHACER gives an alert back, and the next person is called now', async () => {
    const code = await page();
    await ward.reply('ana', 'voy');
    await ward.messages();
    await ward.reply('ana', 'DESHACER');
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2, acknowledgedBy: null });
    expect(await ward.messages()).toContain('fernando by whatsapp: page');
    await end(code);
  });

  test('a reply after the end is told how it ended', async () => {
    const code = await page();
    await ward.ask(code, 'cancel', 'fernando');
    await ward.reply('ana', `voy ${code}`);
    expect(lastText()).toContain(code);
    expect(await ward.show(code)).toMatchObject({ status: 'cancelled' });
    await ward.messages();
  });

  test('a reply when nothing is open says so', async () => {
    await ward.reply('ana', 'voy');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toContain('No hay alertas abiertas para usted');
  });

  test('a code in any spelling is understood, and one of somebody else is not taken', async () => {
    const code = await page();
    await ward.reply('ana', `si ${code.toLowerCase().replace('-', ' ')}`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'ana' });
    await ward.messages();
    await ward.reply('bruno', `voy ${code}`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['bruno by whatsapp: answer']);
    await end(code);
  });

  test('with several alerts open and no code: a numbered list, nothing taken; then the number takes that one', async () => {
    const first = await page();
    const second = await ward.detect({ stage: 2, confidence: 0.8 });
    await ward.messages();
    await ward.reply('ana', 'voy');
    expect(lastText()).toMatch(/1\) [\s\S]*2\) /);
    expect([(await ward.show(first)).acknowledgedBy, (await ward.show(second)).acknowledgedBy]).toEqual([null, null]);
    const chosen = new RegExp(`2\\) (${first}|${second})`).exec(lastText())?.[1] ?? '';
    await ward.reply('ana', '2');
    expect(await ward.show(chosen)).toMatchObject({ acknowledgedBy: 'ana' });
    expect((await ward.show(chosen === first ? second : first)).acknowledgedBy).toBeNull();
    await end(first);
    await end(second);
  });

  test('with several open, quoting a message or pressing its button says which', async () => {
    const first = await page();
    const second = await ward.detect({ stage: 2, confidence: 0.8 });
    await ward.reply('ana', 'voy', { quoting: first });
    expect(await ward.show(first)).toMatchObject({ acknowledgedBy: 'ana' });
    await ward.tap('ana', 'NO PUEDO', second);
    expect(await ward.show(second)).toMatchObject({ acknowledgedBy: null, escalationLevel: 2 });
    await end(first);
    await end(second);
  });

  test('a number that nobody knows has no effect', async () => {
    const code = await page();
    await ward.replyFrom('whatsapp:+14155550177', `voy ${code}`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: null });
    await ward.messages();
    await end(code);
  });

  test('STOP: nothing more goes there, and the next person is called at once; START brings it back', async () => {
    const code = await page();
    await ward.reply('ana', 'STOP');
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 2 });
    expect(await ward.messages()).toEqual(expect.arrayContaining(['fernando by whatsapp: page']));
    expect(ward.service.operator.problems()).toMatchObject([{ code: 'opted_out:ana' }]);
    await end(code);
    const other = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page']);
    await end(other);
    await ward.reply('ana', 'START');
    await ward.messages();
    await end(await page());
  });
});
