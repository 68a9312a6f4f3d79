import { ANA, ANA_SMS, startTwilioRig } from './twilio-rig.ts';
import type { TwilioRig } from './twilio-rig.ts';

describe('the simulated Twilio, asked by the real SDK', () => {
  let rig: TwilioRig;

  beforeEach(async () => {
    rig = await startTwilioRig();
  });

  afterEach(async () => {
    const { violations } = rig.simulator;
    await rig.stop();
    expect(violations).toEqual([]);
  });

  const sender = (): string => `whatsapp:${rig.simulator.account.whatsappNumber}`;
  const templateSid = (): string => rig.simulator.contents.list()[0]?.sid ?? '';
  const sendTemplate = (variables: Record<string, string> = { 1: 'K7F2-Q9MD', 2: '10:05', 3: 'n1:mac' }) =>
    rig.client.messages.create({
      to: ANA, from: sender(), contentSid: templateSid(), contentVariables: JSON.stringify(variables),
      statusCallback: `${rig.receiver.url}/mcp/twilio/status?attempt=a%201`, validityPeriod: 300,
    });
  const refetch = ({ sid }: { sid: string }) => rig.client.messages(sid).fetch();
  const statuses = (): string[] => rig.receiver.received.map(({ params }) => params['MessageStatus'] ?? '');

  it('takes a template, queued, and fills its slots and its buttons', async () => {
    const message = await sendTemplate();

    expect(message).toMatchObject({ status: 'queued', direction: 'outbound-api', numMedia: '0', errorCode: null, dateSent: null });
    expect(message.body).toBe('Alerta K7F2-Q9MD crítica. Responda SÍ o NO antes de las 10:05.');
    expect(rig.simulator.messages.get(message.sid)?.buttons).toEqual([{ id: 'ack:n1:mac', title: 'La tomo' }, { id: 'dec:n1:mac', title: 'No puedo' }]);
  });

  it('walks a WhatsApp message to read by signed callbacks and says nothing of its first status', async () => {
    const message = await sendTemplate();
    expect(rig.receiver.received).toEqual([]);
    await rig.simulator.settle();

    expect(statuses()).toEqual(['sent', 'delivered', 'read']);
    expect(rig.receiver.received.every(({ signed }) => signed)).toBe(true);
    expect(rig.receiver.received[0]).toMatchObject({
      url: `${rig.receiver.url}/mcp/twilio/status?attempt=a%201`,
      params: { MessageSid: message.sid, SmsStatus: 'sent', To: ANA, ChannelPrefix: 'whatsapp', ChannelToAddress: ANA_SMS },
    });
    expect((await refetch(message)).status).toBe('read');
  });

  it('lets a test decide when the next status comes', async () => {
    await sendTemplate();
    await rig.simulator.step();
    expect(statuses()).toEqual(['sent']);
    await rig.simulator.step();
    expect(statuses()).toEqual(['sent', 'delivered']);
  });

  it('delivers an SMS and never says that it was read', async () => {
    await rig.client.messages.create({ to: ANA_SMS, from: rig.simulator.account.smsNumber, body: 'Alerta', statusCallback: `${rig.receiver.url}/s` });
    await rig.simulator.settle();
    expect(statuses()).toEqual(['sent', 'delivered']);
  });

  it('takes free text outside the 24-hour window and fails it by callback with 63016', async () => {
    const message = await rig.client.messages.create({ to: ANA, from: sender(), body: 'hola', statusCallback: `${rig.receiver.url}/s` });
    expect(message.status).toBe('queued');
    await rig.simulator.settle();

    expect(statuses()).toEqual(['failed']);
    expect(rig.receiver.received[0]?.params).toMatchObject({ ErrorCode: '63016' });
    expect(await refetch(message)).toMatchObject({ status: 'failed', errorCode: 63016 });
  });

  it('opens the window for 24 hours when the person writes', async () => {
    await rig.simulator.reply({ from: ANA, body: 'hola' });
    const send = () => rig.client.messages.create({ to: ANA, from: sender(), body: 'hola' });
    const inside = await send();
    rig.setNow('2026-03-03T10:00:01Z');
    const outside = await send();
    await rig.simulator.settle();

    expect((await refetch(inside)).status).toBe('read');
    expect((await refetch(outside)).errorCode).toBe(63016);
  });

  it.each([
    ['rejected', 63040], ['paused', 63041], ['disabled', 63042], ['received', 63016],
  ] as const)('fails a template that is %s with %d', async (status, code) => {
    rig.simulator.contents.setApproval(templateSid(), { status });
    const message = await sendTemplate();
    await rig.simulator.settle();
    expect((await refetch(message)).errorCode).toBe(code);
  });

  it('fails a slot that holds a line break, which WhatsApp refuses, with 63021', async () => {
    const message = await sendTemplate({ 1: 'K7F2\nQ9MD', 2: '10:05', 3: 'n1' });
    await rig.simulator.settle();
    expect((await refetch(message)).errorCode).toBe(63021);
  });

  it('sends no SMS more to a person who wrote STOP in one, until START', async () => {
    const sendSms = (): Promise<unknown> => rig.client.messages.create({ to: ANA_SMS, from: rig.simulator.account.smsNumber, body: 'uno' });
    await rig.simulator.reply({ from: ANA_SMS, body: ' stop ' });
    await expect(sendSms()).rejects.toMatchObject({ status: 400, code: 21610 });
    await expect(sendTemplate()).resolves.toMatchObject({ status: 'queued' });
    await rig.simulator.reply({ from: ANA_SMS, body: 'START' });
    await expect(sendSms()).resolves.toMatchObject({ status: 'queued' });
  });

  it('leaves STOP by WhatsApp to whoever is written to', async () => {
    await rig.simulator.reply({ from: ANA, body: 'STOP' });
    await expect(sendTemplate()).resolves.toMatchObject({ status: 'queued' });
  });

  it('finds messages by recipient, sender and time, newest first, over pages', async () => {
    const sent: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      rig.setNow(`2026-03-02T10:0${index}:00Z`);
      sent.push((await sendTemplate()).sid);
      await rig.simulator.settle();
    }
    await rig.client.messages.create({ to: ANA_SMS, from: rig.simulator.account.smsNumber, body: 'otro' });

    const all = await rig.client.messages.list({ to: ANA, from: sender(), pageSize: 2 });
    expect(all.map(({ sid }) => sid)).toEqual(sent.toReversed());
    const late = await rig.client.messages.list({ to: ANA, dateSentAfter: new Date('2026-03-02T10:03:00Z') });
    expect(late.map(({ sid }) => sid)).toEqual(sent.slice(3).toReversed());
  });

  it('finds a message that still waits in the queue, but not by the time that it was sent', async () => {
    const { sid } = await sendTemplate();
    expect((await rig.client.messages.list({ to: ANA })).map((message) => message.sid)).toEqual([sid]);
    expect(await rig.client.messages.list({ to: ANA, dateSentAfter: new Date('2026-03-01') })).toEqual([]);
  });

  it('names a Messaging Service as the sender, accepted at first', async () => {
    const message = await rig.client.messages.create({ to: ANA_SMS, messagingServiceSid: rig.simulator.account.messagingServiceSid, body: 'hola' });
    expect(message).toMatchObject({ status: 'accepted', messagingServiceSid: rig.simulator.account.messagingServiceSid });
  });

  it('writes every request as it arrived into the journal', async () => {
    await sendTemplate();
    expect(rig.journal.since(0)).toMatchObject([
      { platform: 'twilio', operation: 'messages.create', to: ANA, status: 201, body: { To: ANA, ContentSid: templateSid(), ValidityPeriod: '300' } },
    ]);
  });
});
