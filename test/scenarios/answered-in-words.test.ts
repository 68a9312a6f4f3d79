import type { Ward } from './support/ward.ts';
import { openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

/** One or two of the words for each; all that are understood are in test/domain/reply-grammar.test.ts. */
describe('a nurse answers a page on WhatsApp in words', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
  });
  beforeEach(async () => {
    code = await pageByWhatsApp(ward);
  });
  afterEach(async () => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.wait('11 min');
    await ward.messages();
  });
  afterAll(() => ward.close());

  const answer = (): string => ward.texts('ana').at(-1)?.replaceAll(code, 'CODE') ?? '';

  test.each(['SÍ', 'v0y'])('"%s" takes it, and says that it is theirs and until when', async (text) => {
    await ward.reply('ana', text);
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(answer()).toMatch(/^Usted tomó CODE\. Vea al paciente\. Responda LISTO antes de \d\d:\d\d, o DESHACER para devolverla\./);
  });

  test.each(['NO', "can't"])('"%s" says no, and the next person is called at once', async (text) => {
    await ward.reply('ana', text);
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer', 'fernando by whatsapp: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    expect(answer()).toBe('Entendido: usted no toma CODE. Llamamos a otra persona.');
  });

  test.each([
    ['LISTO', null], ['atendido, paciente equivocado', 'wrong_patient'],
  ])('"%s" says that it is done, and what was found', async (text, found) => {
    await ward.reply('ana', 'ok voy');
    await ward.messages();
    await ward.reply('ana', text);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    const { status, timeline } = await ward.show(code);
    expect(status).toBe('resolved');
    expect(timeline.findLast(({ kind }) => kind === 'resolved')?.reason ?? null).toBe(found);
    expect(answer()).toBe('CODE quedó atendida. Si fue un error, responda DESHACER en los próximos 10 minutos.');
  });

  test('"la devuelvo" gives it back, and the next person is called at once', async () => {
    await ward.reply('ana', 'voy');
    await ward.messages();
    await ward.reply('ana', 'la devuelvo');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer', 'fernando by whatsapp: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 2 });
    expect(answer()).toBe('Usted devolvió CODE. Llamamos a otra persona.');
  });

  test('"voy a almorzar" takes nothing, and says so', async () => {
    await ward.reply('ana', 'voy a almorzar');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(answer()).toBe('No entendimos; aún no la tomó. Responda SÍ para tomarla o NO si no puede. Alerta CODE.');
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 1 });
  });

  test('AYUDA explains the words, and changes nothing', async () => {
    await ward.reply('ana', 'ayuda');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(answer()).toMatch(/^SÍ: la toma\. NO: no puede\. LISTO: quedó atendida\. DESHACER: la devuelve\./);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 1 });
  });
});
