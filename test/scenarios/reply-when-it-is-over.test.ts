import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a reply to an alert that is over', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  });
  afterAll(() => ward.close());

  const lastText = (): string => ward.texts('ana').at(-1) ?? '';

  test('is told how it ended, and opens nothing', async () => {
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    await ward.ask(code, 'cancel', 'fernando');
    await ward.messages();
    await ward.reply('ana', `voy ${code}`);
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toContain(code);
    expect(await ward.show(code)).toMatchObject({ status: 'cancelled', acknowledgedBy: null });
  });

  test('without a code, when nothing is open, says that nothing is', async () => {
    await ward.reply('ana', 'voy');
    expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
    expect(lastText()).toContain('No hay alertas abiertas para usted');
  });
});
