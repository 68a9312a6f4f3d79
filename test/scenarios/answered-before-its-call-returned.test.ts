import { waitUntil } from '../support/wait-until.ts';
import type { Ward } from './support/ward.ts';
import { openWhatsAppWard, pageByWhatsApp, endAlert } from './support/whatsapp-page.ts';

/** Long enough for a person's answer to overtake the provider's, milliseconds. */
const SLOW_MS = 2_000;

describe("a page that is answered before the provider's own answer to us", () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  /** Raises an alert whose page the phone has while our call still waits, and no receipt tells of it. Answers its code. */
  async function pageSlowly(): Promise<string> {
    const rule = { platform: 'twilio', operation: 'messages.create', match: { to: ward.address('ana', 'twilio') }, nth: 1 } as const;
    ward.sandbox.faults.add([{ ...rule, fault: { kind: 'delay', ms: SLOW_MS } }, { ...rule, fault: { kind: 'receipts', plan: [] } }]);
    const { code } = await ward.service.client.raise({ stage: 2, confidence: 0.93 });
    await waitUntil('the phone has it', () => ward.texts('ana').some((text) => text.includes(code)));
    return code;
  }

  test.each([
    ['by its code', (code: string) => ward.reply('ana', `VOY ${code}`)],
    ['in a word', () => ward.reply('ana', 'voy')],
    ['by its button', (code: string) => ward.tap('ana', 'SÍ, VOY', code)],
  ])('is taken %s', async (_how, answer) => {
    const code = await pageSlowly();
    await answer(code);
    await ward.begun({ code });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(ward.texts('ana').at(-1)).toContain(`Usted tomó ${code}`);
    await endAlert(ward, code);
  });

  test('is not mistaken for another one that is open: a bare word asks which', async () => {
    const other = await pageByWhatsApp(ward);
    const code = await pageSlowly();
    await ward.reply('ana', 'voy');
    await ward.begun({ code });
    expect(ward.texts('ana').at(-1)).toMatch(/^¿Cuál toma\?/);
    expect((await ward.show(other)).status).toBe('notified');
    for (const each of [code, other]) await endAlert(ward, each);
  });
});
