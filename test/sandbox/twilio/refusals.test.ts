import type { MessageListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/message.js';
import twilio from 'twilio';
import { ANA, ANA_SMS, startTwilioRig } from './twilio-rig.ts';
import type { TwilioRig } from './twilio-rig.ts';

describe('what the simulated Twilio refuses', () => {
  let rig: TwilioRig;

  beforeEach(async () => {
    rig = await startTwilioRig();
  });

  afterEach(() => rig.stop());

  const post = (form: Record<string, string>, authorization?: string): Promise<Response> => {
    const { accountSid, authToken } = rig.simulator.account;
    const basic = authorization ?? `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    return fetch(`${rig.baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      method: 'POST', headers: { authorization: basic }, body: new URLSearchParams(form),
    });
  };

  it.each([
    ['no recipient', { To: '' }, 21604],
    ['a recipient that is no number', { To: 'whatsapp:300' }, 21211],
    ['no sender', { From: '' }, 21603],
    ['a WhatsApp sender that is not ours', { From: 'whatsapp:+15005550009' }, 63007],
    ['an SMS sender that is not ours', { To: ANA_SMS, From: '+15005550009' }, 21606],
    ['sender and recipient on two channels', { To: ANA_SMS }, 21910],
    ['no text', { Body: '' }, 21602],
    ['1601 characters', { Body: 'x'.repeat(1601) }, 21617],
    ['variables without a template', { ContentVariables: '{}' }, 21654],
    ['a template that is not there', { ContentSid: `HX${'0'.repeat(32)}` }, 21655],
    ['a validity of 0 s', { ValidityPeriod: '0' }, 90007],
    ['a callback without a scheme', { StatusCallback: 'example.org' }, 21609],
    ['eleven media', { MediaUrl: '' }, 21623],
  ] as [string, Record<string, string>, number][])('refuses %s', async (_name, change, code) => {
    const form = new URLSearchParams({ To: ANA, From: `whatsapp:${rig.simulator.account.whatsappNumber}`, Body: 'hola', ...change });
    if (code === 21623) for (let index = 0; index < 10; index += 1) form.append('MediaUrl', `https://example.org/${index}.png`);
    const { accountSid, authToken } = rig.simulator.account;
    const response = await fetch(`${rig.baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
      method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` }, body: form,
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ code, message: expect.any(String), more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 });
    expect(rig.simulator.messages.list()).toEqual([]);
  });

  it.each(['not json', '[]', '{"1":1}', '{"1":"a","2":""}', '{"1":"a"}'])('refuses the variables %s with 21656', async (contentVariables) => {
    const contentSid = rig.simulator.contents.list()[0]?.sid ?? '';
    const message: MessageListInstanceCreateOptions = { to: ANA, from: `whatsapp:${rig.simulator.account.whatsappNumber}`, contentSid, contentVariables };
    await expect(rig.client.messages.create(message)).rejects.toMatchObject({ status: 400, code: 21656 });
  });

  it("refuses a parameter that Twilio's documents don't name, and remembers it", async () => {
    const response = await post({ To: ANA_SMS, From: rig.simulator.account.smsNumber, Body: 'hola', IdempotencyKey: '1' });
    expect(await response.json()).toMatchObject({ code: 20001, status: 400 });
    expect(rig.simulator.violations).toEqual(['messages.create: body: the whole must NOT have additional properties (IdempotencyKey)']);
    expect(rig.journal.since(0)[0]).toMatchObject({ status: 400, error: '20001', violations: rig.simulator.violations });
  });

  it("remembers a path that it doesn't simulate", async () => {
    expect((await fetch(`${rig.baseUrl}/2010-04-01/Calls.json`)).status).toBe(404);
    expect(rig.simulator.violations).toEqual(["GET /twilio/2010-04-01/Calls.json: the sandbox doesn't simulate this"]);
  });

  it.each(['', 'Basic bm9ib2R5', 'Bearer x'])('answers 20003 to the credentials "%s"', async (authorization) => {
    const response = await post({ To: ANA, From: 'x', Body: 'hola' }, authorization);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 20003, status: 401 });
    expect(rig.journal.since(0)[0]).toMatchObject({ status: 401, error: '20003' });
  });

  it('answers 20003 to a right key under another account', async () => {
    const { apiKeySid, apiKeySecret } = rig.simulator.account;
    const other = twilio(apiKeySid, apiKeySecret, { accountSid: `AC${'1'.repeat(32)}` });
    other.api.baseUrl = rig.baseUrl;
    await expect(other.messages.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it('lets the account itself be read by the Auth Token and by a main key, not by a standard key', async () => {
    const { accountSid } = rig.simulator.account;
    await expect(rig.client.api.accounts(accountSid).fetch()).rejects.toMatchObject({ code: 20003 });

    for (const options of [{ useAuthToken: true }, { account: { apiKeyType: 'main' as const } }]) {
      const open = await startTwilioRig(options);
      expect(await open.client.api.accounts(accountSid).fetch()).toMatchObject({ sid: accountSid, status: 'active', type: 'Full' });
      expect(open.simulator.violations).toEqual([]);
      await open.stop();
    }
  });

  it('knows no message of another sid', async () => {
    await expect(rig.client.messages(`SM${'0'.repeat(32)}`).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
  });
});
