import type { Ward } from './support/ward.ts';
import { endAlert, openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

describe('a reply that comes late', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
  });
  beforeEach(async () => {
    code = await pageByWhatsApp(ward);
  });
  afterEach(() => endAlert(ward, code));
  afterAll(() => ward.close());

  const lastText = (): string => ward.texts('ana').at(-1)?.replaceAll(code, 'CODE') ?? '';

  test('by the button of an alert that was cancelled, hears so and changes nothing', async () => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toBe('CODE ya está cancelada. No cambió nada.');
    expect(await ward.show(code)).toMatchObject({ status: 'cancelled', acknowledgedBy: null });
  });

  test('by its code after it was resolved and can no longer be undone, hears who attended it', async () => {
    await ward.ask(code, 'acknowledge', 'fernando');
    await ward.ask(code, 'resolve', 'fernando');
    await ward.wait('11 min');
    await ward.messages();
    await ward.reply('ana', `si ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toBe('CODE ya está atendida por Fernando Araya. No cambió nada.');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved', acknowledgedBy: 'fernando' });
  });

  test('by a bare word hears that nothing is open', async () => {
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
    await ward.reply('ana', 'voy');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toBe('No hay alertas abiertas para usted. No tomó ninguna.');
  });

  test('by the message of an old step takes the alert all the same: whoever goes is welcome', async () => {
    await ward.wait('31 min');
    expect(await ward.messages()).toEqual(['ana by whatsapp: reminder', 'fernando by whatsapp: page']);
    await ward.reply('ana', 'voy', { quoting: code });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', escalationLevel: 2 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer', 'fernando by whatsapp: taken notice']);
  });

  test('with a no to an old step leaves the present one its time', async () => {
    await ward.wait('31 min');
    await ward.messages();
    const { nextDeadline } = await ward.show(code);
    await ward.tap('ana', 'NO PUEDO', code);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2, nextDeadline });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
  });
});
