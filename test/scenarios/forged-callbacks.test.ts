import { byWhatsAppFirst, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { openWhatsAppWard, pageByWhatsApp } from './support/whatsapp-page.ts';

describe('a callback that is not what it says', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWhatsAppWard();
    code = await pageByWhatsApp(ward);
  });
  afterEach(async () => {
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null, escalationLevel: 1 });
    expect(await ward.service.ledger.history(code)).not.toContainEqual(expect.objectContaining({ direction: 'in' }));
  });
  afterAll(() => ward.close());

  async function press(forge: object): Promise<number[]> {
    const { answers } = await ward.sandbox.slack.press({ user: ward.address('fernando', 'slack'), code, action: 'acknowledge', channel: '#lpp-notifications', via: 'http', forge });
    return answers.map(({ status }) => status);
  }

  test.each([
    ['signed with another secret', { signature: 'wrong' }],
    ['not signed at all', { signature: 'missing' }],
    ['six minutes old, though signed', { ageSeconds: 360 }],
    ['six minutes ahead, though signed', { ageSeconds: -360 }],
  ])('a press %s is refused and has no effect', async (_how, forge) => {
    expect(await press(forge)).toEqual([401]);
  });

  async function reply(forge: 'signature' | 'account', details: object = { text: 'voy' }): Promise<(number | undefined)[]> {
    const outcome = await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), forge, ...details });
    return (outcome?.answers ?? []).map(({ status }) => status);
  }

  test('a reply signed with another token is refused and has no effect', async () => {
    expect(await reply('signature')).toEqual([403]);
  });

  test("a reply to another account is refused, even signed with this one's token", async () => {
    expect(await reply('account')).toEqual([403]);
  });

  test('a STOP that is forged keeps nobody from being reached', async () => {
    expect(await reply('signature', { text: 'STOP' })).toEqual([403]);
    const destination = { platform: 'twilio' as const, kind: 'person' as const, address: ward.address('ana', 'twilio') };
    expect(await ward.service.ledger.isOptedOut(destination)).toBe(false);
  });
});

test('a button whose payload somebody made up takes nothing', async () => {
  const ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': byWhatsAppFirst } });
  const code = await ward.detect({ stage: 2, confidence: 0.93 });
  await ward.messages();
  const genuine = ward.sandbox.twilio?.messages.list({ to: ward.address('ana', 'twilio') }).flatMap(({ buttons }) => buttons.map(({ id }) => id))[0] ?? '';
  expect(genuine).not.toBe('');
  const forged = `${genuine.slice(0, -1)}${genuine.endsWith('A') ? 'B' : 'A'}`;
  await ward.sandbox.twilio?.reply({ from: ward.address('ana', 'twilio'), buttonPayload: forged });
  expect(await ward.messages()).toEqual(['ana by whatsapp: answer']);
  expect(await ward.show(code)).toMatchObject({ status: 'notified', acknowledgedBy: null });
  await ward.close();
});
