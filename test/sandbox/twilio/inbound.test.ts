import { ControlError } from '../../../src/sandbox/control-error.ts';
import { ANA, ANA_SMS, startTwilioRig } from './twilio-rig.ts';
import type { TwilioRig } from './twilio-rig.ts';

describe('a person who answers on a phone of the sandbox', () => {
  let rig: TwilioRig;

  beforeEach(async () => {
    rig = await startTwilioRig({ phones: [{ address: ANA, name: 'Ana' }] });
  });

  afterEach(async () => {
    const { violations } = rig.simulator;
    await rig.stop();
    expect(violations).toEqual([]);
  });

  async function page(notification = 'n1'): Promise<string> {
    const message = await rig.client.messages.create({
      to: ANA, from: `whatsapp:${rig.simulator.account.whatsappNumber}`, contentSid: rig.simulator.contents.list()[0]?.sid ?? '',
      contentVariables: JSON.stringify({ 1: 'K7F2-Q9MD', 2: '10:05', 3: notification }),
    });
    return message.sid;
  }

  it('reaches our webhook signed, with what Twilio tells of a WhatsApp message', async () => {
    const { sid, answers } = await rig.simulator.reply({ from: ANA, body: 'SÍ, voy' });

    expect(answers).toEqual([{ via: 'http', status: 204, body: '', tookMs: expect.any(Number) }]);
    const [received] = rig.receiver.received;
    expect(received?.signed).toBe(true);
    expect(received?.url).toBe(`${rig.receiver.url}/mcp/twilio/webhook`);
    expect(received?.params).toMatchObject({
      MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, AccountSid: rig.simulator.account.accountSid, From: ANA,
      To: `whatsapp:${rig.simulator.account.whatsappNumber}`, Body: 'SÍ, voy', NumMedia: '0', ProfileName: 'Ana', WaId: ANA_SMS.slice(1),
      MessageType: 'text', SmsStatus: 'received', ApiVersion: '2010-04-01',
    });
  });

  it('presses a button: title, payload and the message that it belongs to', async () => {
    const [first] = [await page('n1'), await page('n2')];
    await rig.simulator.reply({ from: ANA, buttonPayload: 'ack:n1' });

    expect(rig.receiver.received[0]?.params).toMatchObject({
      Body: 'La tomo', ButtonText: 'La tomo', ButtonPayload: 'ack:n1', MessageType: 'button',
      OriginalRepliedMessageSid: first, OriginalRepliedMessageSender: `whatsapp:${rig.simulator.account.whatsappNumber}`,
    });
  });

  it('presses and quotes by what is read on the phone', async () => {
    const sid = await page();
    await rig.simulator.reply({ from: ANA, button: 'no puedo', platform: 'twilio' });
    await rig.simulator.reply({ from: ANA, text: 'SÍ', quoted: 'K7F2-Q9MD' });
    expect(rig.receiver.received.map(({ params }) => [params['ButtonPayload'], params['Body'], params['OriginalRepliedMessageSid']])).toEqual([
      ['dec:n1', 'No puedo', sid], [undefined, 'SÍ', sid],
    ]);
    await expect(rig.simulator.reply({ from: ANA, button: 'Otra cosa' })).rejects.toMatchObject({ status: 404 });
    await expect(rig.simulator.reply({ from: ANA, text: 'SÍ', quoted: 'ZZZZ-ZZZZ' })).rejects.toMatchObject({ status: 404 });
  });

  it('quotes a message', async () => {
    const sid = await page();
    await rig.simulator.reply({ from: ANA, body: 'sí', quotedSid: sid });
    expect(rig.receiver.received[0]?.params).toMatchObject({ MessageType: 'text', OriginalRepliedMessageSid: sid });
  });

  it('sends a voice note', async () => {
    const { sid } = await rig.simulator.reply({ from: ANA, mediaType: 'audio/ogg' });
    expect(sid).toMatch(/^MM/);
    expect(rig.receiver.received[0]?.params).toMatchObject({ NumMedia: '1', MessageType: 'audio', MediaContentType0: 'audio/ogg', Body: '' });
  });

  it('writes an SMS, which brings nothing of WhatsApp', async () => {
    await rig.simulator.reply({ from: ANA_SMS, body: 'SI' });
    const params = rig.receiver.received[0]?.params ?? {};
    expect(params).toMatchObject({ From: ANA_SMS, To: rig.simulator.account.smsNumber, Body: 'SI' });
    expect(params).not.toHaveProperty('WaId');
  });

  it('can be asked for by a service that has no public URL', async () => {
    const polling = await startTwilioRig({ poll: true });
    const { sid, answers } = await polling.simulator.reply({ from: ANA, body: 'SÍ' });
    const listed = await polling.client.messages.list({ to: `whatsapp:${polling.simulator.account.whatsappNumber}` });
    expect(answers).toEqual([]);
    expect(listed).toMatchObject([{ sid, direction: 'inbound', status: 'received', from: ANA, body: 'SÍ' }]);
    await polling.stop();
  });

  it('is forged with a wrong signature, and Twilio knows nothing of it', async () => {
    await rig.simulator.reply({ from: ANA, body: 'SÍ', forge: 'signature' });
    expect(rig.receiver.received).toMatchObject([{ signed: false }]);
    expect(rig.simulator.messages.list()).toEqual([]);
  });

  it('is forged in the name of another account', async () => {
    await rig.simulator.reply({ from: ANA, body: 'SÍ', forge: 'account' });
    expect(rig.receiver.received[0]?.params['AccountSid']).not.toBe(rig.simulator.account.accountSid);
  });

  it('is replayed to the letter', async () => {
    await rig.simulator.reply({ from: ANA, body: 'SÍ', idempotencyToken: 'token-1' });
    await rig.simulator.reply({ from: ANA, forge: 'replay' });
    const [first, second] = rig.receiver.received;
    expect(second).toEqual(first);
    expect(first?.idempotencyToken).toBe('token-1');
  });

  it.each([
    [{}, 400], [{ from: 'ana', body: 'x' }, 400], [{ from: ANA }, 400], [{ from: ANA, body: 'x', colour: 'red' }, 400], [{ from: ANA, forge: 'replay' }, 409],
  ])('refuses %j with a sentence', async (input, status) => {
    await expect(rig.simulator.reply(input)).rejects.toBeInstanceOf(ControlError);
    await expect(rig.simulator.reply(input)).rejects.toMatchObject({ status, message: expect.stringMatching(/^reply: /) });
  });

  it('shows on the phone, with the window that it opened', async () => {
    await page();
    await rig.simulator.settle();
    await rig.simulator.reply({ from: ANA, buttonPayload: 'ack:n1' });
    expect(rig.simulator.state().phones).toMatchObject([{
      address: ANA, channel: 'whatsapp', name: 'Ana', windowUntil: '2026-03-03T10:00:00.000Z', optedOut: false,
      messages: [{ direction: 'outbound-api', status: 'read', buttons: [{ title: 'La tomo' }, { title: 'No puedo' }] }, { direction: 'inbound', body: 'La tomo', pressed: true }],
    }]);
  });
});
