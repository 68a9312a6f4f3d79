import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callWebhook } from '../../../src/sandbox/twilio/webhook-caller.ts';
import { ANA, ANA_SMS, startTwilioRig } from './twilio-rig.ts';
import type { TwilioRig } from './twilio-rig.ts';

describe('a simulated Twilio that misbehaves by rule', () => {
  let rig: TwilioRig;

  beforeEach(async () => {
    rig = await startTwilioRig();
  });

  afterEach(() => rig.stop());

  const send = () =>
    rig.client.messages.create({
      to: ANA, from: `whatsapp:${rig.simulator.account.whatsappNumber}`, contentSid: rig.simulator.contents.list()[0]?.sid ?? '',
      contentVariables: JSON.stringify({ 1: 'K7F2-Q9MD', 2: '10:05', 3: 'n1' }), statusCallback: `${rig.receiver.url}/mcp/twilio/status`,
    });
  const statuses = (): string[] => rig.receiver.received.map(({ params }) => params['MessageStatus'] ?? '');
  const receipts = (plan: { status: string; afterMs?: number; times?: number; errorCode?: number }[]): void =>
    void rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'receipts', plan } });

  it('tells receipts out of order and twice, and never moves the message backwards', async () => {
    receipts([{ status: 'read', afterMs: 10 }, { status: 'delivered', afterMs: 20, times: 2 }, { status: 'failed', afterMs: 30, errorCode: 30008 }]);
    const { sid } = await send();
    await rig.simulator.settle();
    expect(statuses()).toEqual(['read', 'delivered', 'delivered', 'failed']);
    expect(await rig.client.messages(sid).fetch()).toMatchObject({ status: 'read', errorCode: null });
  });

  it.each([63003, 63024, 30008])('fails a message with %d after it was taken', async (errorCode) => {
    receipts([{ status: 'undelivered', errorCode }]);
    const { sid } = await send();
    await rig.simulator.settle();
    expect(rig.receiver.received[0]?.params).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: String(errorCode) });
    expect((await rig.client.messages(sid).fetch()).errorCode).toBe(errorCode);
  });

  it('says nothing when the plan is empty, and a word that Twilio does not have when told to', async () => {
    receipts([]);
    await send();
    rig.faults.clear();
    receipts([{ status: 'teleported' }]);
    const { sid } = await send();
    await rig.simulator.settle();
    expect(statuses()).toEqual(['teleported']);
    expect((await rig.client.messages(sid).fetch()).status).toBe('queued');
    expect(rig.simulator.violations).toEqual([]);
  });

  it('answers an error of its own', async () => {
    rig.faults.add({ platform: 'twilio', operation: 'messages.create', count: 1, fault: { kind: 'platform_error', code: 20429 } });
    await expect(send()).rejects.toMatchObject({ status: 429, code: 20429 });
    await expect(send()).resolves.toMatchObject({ status: 'queued' });
    expect(rig.journal.since(0)).toMatchObject([{ status: 429, error: '20429', fault: 'platform_error' }, { status: 201 }]);
  });

  it('takes a message and loses the answer, so that only a look-up finds it', async () => {
    rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'reset', when: 'after' } });
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await rig.client.messages.list({ to: ANA })).toHaveLength(1);
    expect(rig.journal.since(0)[0]).toMatchObject({ operation: 'messages.create', status: 0, fault: 'reset', taken: true });
  });

  it('resets the connection before it takes anything', async () => {
    rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault: { kind: 'reset', when: 'before' } });
    await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(rig.simulator.messages.list()).toEqual([]);
  });

  it('asks again once when nobody listens at the callback, and not when it was answered with an error', async () => {
    const request = { kind: 'status' as const, params: { MessageSid: 'SM1' }, authToken: 'k', idempotencyToken: 't' };
    const unheard = await callWebhook({ ...request, url: 'http://127.0.0.1:1/status' });
    rig.receiver.answerWith(500);
    const refused = await callWebhook({ ...request, url: `${rig.receiver.url}/status` });
    expect([unheard.status, unheard.answers.length]).toEqual([0, 2]);
    expect([refused.status, refused.answers.length]).toEqual([500, 1]);
  });

  it("retries as the URL's fragment asks, with one token, and signs without the fragment", async () => {
    rig.receiver.answerWith(503);
    const { authToken } = rig.simulator.account;
    const call = await callWebhook({ kind: 'status', url: `${rig.receiver.url}/status?a=1#rc=3&rp=5xx`, params: { A: 'b' }, authToken, idempotencyToken: 't' });
    expect(call.answers.map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect(rig.receiver.received).toHaveLength(4);
    expect(rig.receiver.received.every(({ signed, idempotencyToken }) => signed && idempotencyToken === 't')).toBe(true);
  });

  it('goes on after a restart with the messages that it had, and with what was still to come', async () => {
    const home = mkdtempSync(join(tmpdir(), 'vigia-twilio-'));
    const before = await startTwilioRig({ home });
    const { sid } = await before.client.messages.create({ to: '+573001110001', from: before.simulator.account.smsNumber, body: 'hola' });
    await before.simulator.reply({ from: ANA_SMS, body: 'STOP' });
    await before.simulator.step();
    await before.stop();

    const after = await startTwilioRig({ home });
    expect((await after.client.messages(sid).fetch()).status).toBe('sent');
    await after.simulator.settle();
    expect((await after.client.messages(sid).fetch()).status).toBe('delivered');
    expect(after.simulator.messages.isOptedOut(ANA_SMS)).toBe(true);
    await after.stop();
    rmSync(home, { recursive: true });
  });

  it('lets things happen by themselves when nobody decides', async () => {
    const live = await startTwilioRig({ schedule: 'timers', pace: { sentMs: 1, deliveredMs: 2, readMs: null } });
    const arrived = new Promise<void>((resolve) => {
      const push = live.receiver.received.push.bind(live.receiver.received);
      live.receiver.received.push = (...items) => {
        const count = push(...items);
        if (items.some(({ params }) => params['MessageStatus'] === 'delivered')) resolve();
        return count;
      };
    });
    await live.client.messages.create({ to: '+573001110001', from: live.simulator.account.smsNumber, body: 'hola', statusCallback: `${live.receiver.url}/s` });
    await arrived;
    await live.stop();
  });
});
