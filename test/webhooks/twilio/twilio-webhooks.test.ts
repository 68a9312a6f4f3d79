import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { readButtonPayload, toButtonSlot } from '../../../src/platforms/twilio/button-payload.ts';
import { toDeliveryState } from '../../../src/platforms/twilio/message-status.ts';
import type { TwilioInbound, TwilioReport } from '../../../src/webhooks/twilio/events.ts';
import { twilioWebhooks } from '../../../src/webhooks/twilio/twilio-webhooks.ts';
import type { TwilioWebhookCount, TwilioWebhookOptions } from '../../../src/webhooks/twilio/twilio-webhooks.ts';
import { ACCOUNT_SID, AUTH_TOKEN, INBOUND_SID, inboundParams, PUBLIC_URL, send, signedPost, statusParams } from './signed-post.ts';
import type { Answer, SignedPost } from './signed-post.ts';

const NOW = new Date('2026-11-24T08:00:00.000Z');
const BUTTON_KEY = Buffer.alloc(32, 9);

let app: FastifyInstance;
let address: string;
let inbound: TwilioInbound[];
let reports: TwilioReport[];
let counts: TwilioWebhookCount[];

beforeEach(async () => {
  inbound = [];
  reports = [];
  counts = [];
  app = await start();
});
afterEach(() => app.close());

function post(request: SignedPost): Promise<Answer> {
  return send(address, request);
}

/** An inbox that keeps each event once, as the ledger does. */
function once<T extends { eventId: string }>(kept: T[]): (event: T) => Promise<boolean> {
  return async (event) => {
    if (kept.some(({ eventId }) => eventId === event.eventId)) return false;
    kept.push(event);
    return true;
  };
}

async function start(changes: Partial<TwilioWebhookOptions> = {}): Promise<FastifyInstance> {
  const fastify = Fastify();
  // Another part of the gateway reads JSON its own way, and keeps doing so.
  fastify.post('/other', async (request) => request.body);
  await fastify.register(twilioWebhooks({
    publicUrl: PUBLIC_URL, authTokens: [AUTH_TOKEN], accountSid: ACCOUNT_SID, now: () => NOW,
    ingress: { onInbound: once(inbound), onStatus: once(reports) },
    reading: { toDeliveryState, readButton: (payload) => readButtonPayload(payload, BUTTON_KEY) },
    count: (what) => counts.push(what), ...changes,
  }));
  address = await fastify.listen({ host: '127.0.0.1', port: 0 });
  return fastify;
}

describe('a reply', () => {
  it('is handed on as it was typed, and answered with nothing to send', async () => {
    const answer = await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: '  Sí, voy 👍🏽\n', ExternalUserId: 'whatsapp:CL.123', OriginalRepliedMessageSid: `SM${'8'.repeat(32)}` })));
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('text/xml');
    expect(answer.body).toContain('<Response></Response>');
    expect(inbound).toEqual([{
      eventId: INBOUND_SID, from: 'whatsapp:+56900000001', to: 'whatsapp:+14155550100', body: '  Sí, voy 👍🏽\n', button: null,
      quotedSid: `SM${'8'.repeat(32)}`, mediaTypes: [], externalUserId: 'whatsapp:CL.123', at: NOW,
    }]);
    expect(counts).toEqual(['inbound']);
  });

  it('that comes again is handed on and counted as a repeat', async () => {
    const request = signedPost('/mcp/twilio/webhook', inboundParams());
    await post(request);
    expect((await post(request)).statusCode).toBe(200);
    expect(inbound).toHaveLength(1);
    expect(counts).toEqual(['inbound', 'inbound', 'repeat']);
  });

  it('by a button names the notification', async () => {
    const payload = `dec:${toButtonSlot('ntf_1', BUTTON_KEY)}`;
    await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: 'No puedo', ButtonText: 'No puedo', ButtonPayload: payload })));
    expect(inbound[0]?.button).toEqual({ action: 'decline', notificationId: 'ntf_1' });
  });

  it.each([
    ['whose mac is wrong', `ack:ntf_1:${'A'.repeat(12)}`],
    ['whose notification was exchanged', `ack:ntf_2:${toButtonSlot('ntf_1', BUTTON_KEY).split(':')[1] ?? ''}`],
    ['of somebody else\'s template', 'yes'],
    ['of endless length', `ack:${'x'.repeat(5_000)}`],
  ])('by a button %s is plain text, bound to nothing', async (_name, payload) => {
    await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: 'Voy', ButtonPayload: payload })));
    expect(inbound[0]).toMatchObject({ body: 'Voy', button: null });
    expect(counts).toContain('bad_button');
  });

  it('with a voice note tells its type, and an absurd count of media is not believed', async () => {
    await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: '', NumMedia: '1', MediaContentType0: 'audio/ogg', MediaUrl0: 'https://example.org/x' })));
    await post(signedPost('/mcp/twilio/webhook', inboundParams({ MessageSid: `MM${'9'.repeat(32)}`, NumMedia: '1e9' })));
    expect(inbound.map(({ mediaTypes }) => mediaTypes)).toEqual([['audio/ogg'], Array.from({ length: 10 }, () => 'unknown')]);
  });

  it('from a person whom only a username names has no number', async () => {
    await post(signedPost('/mcp/twilio/webhook', inboundParams({ From: '', ExternalUserId: 'whatsapp:CL.123' })));
    expect(inbound[0]).toMatchObject({ from: null, externalUserId: 'whatsapp:CL.123' });
  });

  it('that could not be stored is answered with 503, so that Twilio tries again', async () => {
    await app.close();
    app = await start({ ingress: { onInbound: () => Promise.reject(new Error('disk full')), onStatus: once(reports) } });
    expect((await post(signedPost('/mcp/twilio/webhook', inboundParams()))).statusCode).toBe(503);
    expect(counts).toContain('not_stored');
  });

  it('that takes too long to store is answered all the same', async () => {
    await app.close();
    app = await start({ answerWithinMs: 20, ingress: { onInbound: () => new Promise(() => undefined), onStatus: once(reports) } });
    expect((await post(signedPost('/mcp/twilio/webhook', inboundParams()))).statusCode).toBe(503);
    expect(counts).toContain('slow');
  });
});

describe('a status callback', () => {
  it.each(['/mcp/twilio/webhook', '/mcp/twilio/status?attempt=att_1'])('is taken at %s', async (path) => {
    const answer = await post(signedPost(path, statusParams()));
    expect(answer.statusCode).toBe(204);
    expect(reports).toEqual([{ eventId: `${INBOUND_SID}:delivered`, sid: INBOUND_SID, attemptId: path.includes('att_1') ? 'att_1' : null, state: 'delivered', errorCode: null, at: NOW }]);
    expect(inbound).toEqual([]);
  });

  it.each([
    ['queued', 'sent'], ['accepted', 'sent'], ['sending', 'sent'], ['sent', 'sent'], ['delivered', 'delivered'], ['read', 'read'],
    ['undelivered', 'failed_permanent'], ['failed', 'failed_permanent'], ['canceled', 'failed_permanent'],
  ])('%s means %s', async (status, state) => {
    await post(signedPost('/mcp/twilio/status', statusParams({ MessageStatus: status, SmsStatus: status })));
    expect(reports[0]?.state).toBe(state);
  });

  it.each(['partially_delivered', 'teleported', 'toString'])('%s is ignored and counted', async (status) => {
    expect((await post(signedPost('/mcp/twilio/status', statusParams({ MessageStatus: status })))).statusCode).toBe(204);
    expect(reports).toEqual([]);
    expect(counts).toEqual(['unknown_status']);
  });

  it('that says nothing new is no repeat: the answer to the call may have said it before', async () => {
    for (let time = 0; time < 2; time += 1) await post(signedPost('/mcp/twilio/status', statusParams()));
    expect(counts).toEqual(['status', 'status', 'nothing_new']);
  });

  it('carries Twilio\'s code and nothing that isn\'t one', async () => {
    await post(signedPost('/mcp/twilio/status', statusParams({ MessageStatus: 'undelivered', ErrorCode: '63016', ErrorMessage: 'text' })));
    await post(signedPost('/mcp/twilio/status', statusParams({ MessageStatus: 'failed', ErrorCode: 'to +56900000001' })));
    expect(reports.map(({ errorCode }) => errorCode)).toEqual(['63016', null]);
  });

  it('with parameters nobody knows yet is taken', async () => {
    await post(signedPost('/mcp/twilio/status', statusParams({ EventType: 'READ', ChannelPrefix: 'whatsapp', TomorrowsParameter: 'á' })));
    expect(reports).toHaveLength(1);
  });

  it('whose attempt is absurdly long is matched by its sid alone', async () => {
    await post(signedPost(`/mcp/twilio/status?attempt=${'a'.repeat(500)}`, statusParams()));
    expect(reports[0]?.attemptId).toBeNull();
  });
});

describe('the door', () => {
  it('stays shut to what Twilio did not sign, and hands nothing on', async () => {
    const request = signedPost('/mcp/twilio/webhook', inboundParams(), 'another-token');
    expect((await post(request)).statusCode).toBe(403);
    const { 'x-twilio-signature': _dropped, ...headers } = request.headers;
    expect((await post({ ...request, headers })).statusCode).toBe(403);
    expect(inbound).toEqual([]);
    expect(counts).toEqual(['bad_signature', 'bad_signature']);
  });

  it('stays shut to another account', async () => {
    expect((await post(signedPost('/mcp/twilio/webhook', inboundParams({ AccountSid: `AC${'f'.repeat(32)}` })))).statusCode).toBe(403);
    expect(counts).toEqual(['foreign_account']);
  });

  it('takes no more than 64 KB', async () => {
    expect((await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: 'x'.repeat(64 * 1024) })))).statusCode).toBe(413);
    expect((await post(signedPost('/mcp/twilio/webhook', inboundParams({ Body: 'x'.repeat(60 * 1024) })))).statusCode).toBe(200);
    expect(counts).toEqual(['malformed', 'inbound']);
  });

  it('takes no other kind of body and no GET', async () => {
    const request = signedPost('/mcp/twilio/webhook', inboundParams());
    expect((await post({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } })).statusCode).toBe(415);
    expect(counts).toEqual(['malformed']);
    expect((await post({ method: 'GET', url: '/mcp/twilio/webhook', headers: {}, payload: '' })).statusCode).toBe(404);
  });

  it('answers 204 to what is signed and no message', async () => {
    for (const params of [{ AccountSid: ACCOUNT_SID }, { AccountSid: ACCOUNT_SID, MessageSid: '../../etc' }]) {
      expect((await post(signedPost('/mcp/twilio/webhook', params))).statusCode).toBe(204);
    }
    expect(counts).toEqual(['not_a_message', 'not_a_message']);
  });

  it('leaves the rest of the gateway its own way of reading bodies', async () => {
    const answer = await post({ method: 'POST', url: '/other', headers: { 'content-type': 'application/json' }, payload: '{"a":1}' });
    expect(JSON.parse(answer.body)).toEqual({ a: 1 });
  });

  it('is not built without an Auth Token', () => {
    expect(() => twilioWebhooks({ publicUrl: PUBLIC_URL, authTokens: [''], accountSid: ACCOUNT_SID, ingress: { onInbound: once(inbound), onStatus: once(reports) }, reading: { toDeliveryState, readButton: () => null }, now: () => NOW })).toThrow('Auth Token');
  });
});
