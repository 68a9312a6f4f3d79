import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const PHONE = 'whatsapp:+14155550101';

/** Ana and Bruno answer on one phone. */
function shared(directory: string): string {
  return directory
    .replace('twilio: "whatsapp:+14155550101"', `twilio: { address: "${PHONE}", shared: true }`)
    .replace('twilio: "whatsapp:+14155550102"', `twilio: { address: "${PHONE}", shared: true }`)
    .replace('twilio-sms: "+14155550101"', 'twilio-sms: "+14155550171"')
    .replace('twilio-sms: "+14155550102"', 'twilio-sms: "+14155550172"');
}

describe('a phone that several people share', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'directory.yaml': shared, 'policy.yaml': byWhatsAppFirst } });
  });
  afterAll(() => ward.close());

  test('is asked who is speaking, nothing is taken meanwhile, and then it is that person who has it', async () => {
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    await ward.replyFrom(PHONE, 'voy');
    expect(ward.textsAt(PHONE).at(-1)).toMatch(/1\) Ana Rojas[\s\S]*2\) Bruno Díaz/);
    expect((await ward.show(code)).acknowledgedBy).toBeNull();
    await ward.replyFrom(PHONE, '2');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'bruno' });
    expect(ward.textsAt(PHONE).at(-1)).toContain('Usted tomó');
    await ward.messages();
  });

  test('whoever says their name is not asked', async () => {
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    await ward.replyFrom(PHONE, `voy, soy Ana ${code}`);
    expect(await ward.show(code)).toMatchObject({ acknowledgedBy: 'ana' });
    await ward.messages();
  });
});
