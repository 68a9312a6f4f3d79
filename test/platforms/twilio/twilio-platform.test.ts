import { PlatformError } from '../../../src/platforms/platform-error.ts';
import type { Outbound } from '../../../src/platforms/platform.ts';
import { readButtonPayload } from '../../../src/platforms/twilio/button-payload.ts';
import { TwilioPlatform } from '../../../src/platforms/twilio/twilio-platform.ts';
import type { TwilioPlatformOptions } from '../../../src/platforms/twilio/twilio-platform.ts';
import { ACCOUNT_SID, facts, json, MESSAGE_SID, messageResource, RECIPIENT, rendered, SENDER, startWire, TEMPLATE_SID } from './wire.ts';
import type { Wire, WireRequest } from './wire.ts';

const NOW = new Date('2026-11-24T08:00:00.000Z');
const BUTTON_KEY = Buffer.alloc(32, 7);
const MESSAGES_PATH = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`;

let wire: Wire;
let now: Date;
/** What the account lists as its templates. */
let listed: { friendly_name: string; sid: string; approval_requests: { status: string } }[];

beforeEach(async () => {
  wire = await startWire();
  now = NOW;
  listed = [{ friendly_name: 'vigia_page_es_v1', sid: TEMPLATE_SID, approval_requests: { status: 'approved' } }];
  answerMessages(201, messageResource());
});
afterEach(() => wire.close());

function answerMessages(status: number, body: unknown): void {
  wire.answer((request, response) => {
    const answer = request.path === '/v1/ContentAndApprovals' ? json(200, { contents: listed, meta: { key: 'contents' } }) : json(status, body);
    answer(request, response);
  });
}

function platform(changes: Partial<TwilioPlatformOptions> = {}): TwilioPlatform {
  return new TwilioPlatform({
    client: wire.client, accountSid: ACCOUNT_SID, whatsAppNumber: SENDER, smsNumber: '+14155550199', buttonKey: BUTTON_KEY,
    publicUrl: null, hasAuthToken: true, templateNames: ['vigia_page_es_v1'], now: () => now, ...changes,
  });
}

function outbound(changes: Partial<Outbound> = {}): Outbound {
  return {
    attemptId: 'att_1', notificationId: 'ntf:K7F2-Q9MD:1:ana:twilio', message: rendered(),
    destination: { platform: 'twilio', kind: 'person', address: `whatsapp:${RECIPIENT}` }, ...changes,
  };
}

function sent(): WireRequest[] {
  return wire.requests.filter((request) => request.path === MESSAGES_PATH && request.method === 'POST');
}

function form(): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(sent().at(-1)?.body ?? ''));
}

async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  return sending.then(() => null, (error: unknown) => (error instanceof PlatformError ? error.failure : error));
}

describe('a page on WhatsApp', () => {
  it('goes as a template found by its name, with its slots filled', async () => {
    const result = await platform().send(outbound());
    expect(form()).toMatchObject({ From: `whatsapp:${SENDER}`, To: `whatsapp:${RECIPIENT}`, ContentSid: TEMPLATE_SID });
    expect(JSON.parse(form()['ContentVariables'] ?? '')).toMatchObject({ 1: 'CRÍTICA', 2: '08:05', 3: 'K7F2-Q9MD' });
    expect(form()).not.toHaveProperty('Body');
    expect(result).toEqual({ ref: { id: MESSAGE_SID, conversation: `whatsapp:${RECIPIENT}` }, sender: `whatsapp:${SENDER}`, state: 'sent' });
  });

  it('carries buttons that name the notification and that only we can have made', async () => {
    await platform().send(outbound());
    const slot = JSON.parse(form()['ContentVariables'] ?? '')[4];
    expect(readButtonPayload(`ack:${slot}`, BUTTON_KEY)).toEqual({ action: 'acknowledge', notificationId: 'ntf:K7F2-Q9MD:1:ana:twilio' });
    expect(readButtonPayload(`ack:${slot}`, Buffer.alloc(32, 8))).toBeNull();
  });

  it('does not go once the process has stood still while its template was looked for, which takes four seconds at most', async () => {
    let tick = 0;
    const standingStill = (ms: number): TwilioPlatform => {
      wire.answer((request, response) => {
        const isTemplates = request.path === '/v1/ContentAndApprovals';
        if (isTemplates) tick += ms;
        (isTemplates ? json(200, { contents: listed, meta: { key: 'contents' } }) : json(201, messageResource()))(request, response);
      });
      return platform({ tick: () => tick });
    };
    expect(await failureOf(standingStill(40_000).send(outbound()))).toEqual({ kind: 'retry_after', code: 'stood_still' });
    expect(sent()).toEqual([]);
    await standingStill(5_000).send(outbound());
    expect(sent()).toHaveLength(1);
  });

  it('asks for the templates once for many messages', async () => {
    const sender = platform();
    await Promise.all([sender.send(outbound()), sender.send(outbound()), sender.send(outbound())]);
    await sender.send(outbound());
    expect(wire.requests.filter((request) => request.path === '/v1/ContentAndApprovals')).toHaveLength(1);
    expect(sent()).toHaveLength(4);
  });

  it('takes the configured sid and asks nothing', async () => {
    const sid = `HX${'3'.repeat(32)}`;
    await platform({ templateSids: { vigia_page_es_v1: sid } }).send(outbound());
    expect(form()['ContentSid']).toBe(sid);
    expect(wire.requests).toHaveLength(1);
  });

  it('takes the approved one of two templates of the same name', async () => {
    const approved = `HX${'4'.repeat(32)}`;
    listed = [{ friendly_name: 'vigia_page_es_v1', sid: TEMPLATE_SID, approval_requests: { status: 'rejected' } }, { friendly_name: 'vigia_page_es_v1', sid: approved, approval_requests: { status: 'approved' } }];
    await platform().send(outbound());
    expect(form()['ContentSid']).toBe(approved);
  });

  it('fills no slot with a line break, a run of spaces or nothing, which WhatsApp refuses', async () => {
    await platform().send(outbound({ message: rendered({ variables: ['a\nb', 'c     d', ' '], actions: [] }) }));
    expect(JSON.parse(form()['ContentVariables'] ?? '')).toEqual({ 1: 'a b', 2: 'c d', 3: '-' });
  });

  it('whose template is missing pages the operator by the template\'s name, and is sent as soon as it is there', async () => {
    listed = [];
    const sender = platform();
    expect(await failureOf(sender.send(outbound()))).toEqual({ kind: 'page_operator', code: 'template_missing:vigia_page_es_v1' });
    listed = [{ friendly_name: 'vigia_page_es_v1', sid: TEMPLATE_SID, approval_requests: { status: 'approved' } }];
    expect(await failureOf(sender.send(outbound()))).toMatchObject({ kind: 'page_operator' });
    now = new Date(NOW.getTime() + 61_000);
    await expect(sender.send(outbound())).resolves.toMatchObject({ state: 'sent' });
  });

  it('whose template is missing goes as free text while the window is open', async () => {
    listed = [];
    await platform().send(outbound({ windowUntil: '2026-11-24T10:00:00.000Z' }));
    expect(form()).toMatchObject({ Body: rendered().text });
    expect(form()).not.toHaveProperty('ContentSid');
  });

  it.each(['unsubmitted', 'received', 'pending', 'rejected', 'paused', 'disabled'])('whose template is %s is refused by name outside the window and goes inside it', async (status) => {
    listed[0] = { friendly_name: 'vigia_page_es_v1', sid: TEMPLATE_SID, approval_requests: { status } };
    const sender = platform();
    expect(await failureOf(sender.send(outbound()))).toEqual({ kind: 'page_operator', code: `template_${status}:vigia_page_es_v1` });
    await sender.send(outbound({ windowUntil: '2026-11-24T10:00:00.000Z' }));
    expect(form()['ContentSid']).toBe(TEMPLATE_SID);
  });

  it('that failed because the window was closed after all goes by its template alone, which is looked at anew', async () => {
    const sender = platform();
    await sender.send(outbound());
    listed[0] = { friendly_name: 'vigia_page_es_v1', sid: TEMPLATE_SID, approval_requests: { status: 'paused' } };
    now = new Date(NOW.getTime() + 61_000);
    await expect(sender.send(outbound())).resolves.toMatchObject({ state: 'sent' });
    const again = outbound({ windowUntil: '2026-11-24T10:00:00.000Z', failedBefore: '63016' });
    expect(await failureOf(sender.send(again))).toEqual({ kind: 'page_operator', code: 'template_paused:vigia_page_es_v1' });
    await expect(sender.send({ ...again, failedBefore: '63018' })).resolves.toMatchObject({ state: 'sent' });
  });

  it('goes on by the template it knows while the account can\'t be asked', async () => {
    const sender = platform();
    await sender.send(outbound());
    wire.answer((request, response) => (request.path === MESSAGES_PATH ? json(201, messageResource()) : json(500, {}))(request, response));
    now = new Date(NOW.getTime() + 3_600_000);
    await expect(sender.send(outbound())).resolves.toMatchObject({ state: 'sent' });
  });

  it('waits and is not uncertain when the templates could not be listed, since nothing was sent', async () => {
    wire.answer(json(503, { code: 20503, message: '' }));
    expect(await failureOf(platform().send(outbound()))).toMatchObject({ kind: 'retry_after', code: '20503' });
    expect(sent()).toHaveLength(0);
  });
});

describe('an answer on WhatsApp, which has no template', () => {
  const answer = rendered({ kind: 'answer', template: null, variables: [], actions: [], facts: null, text: 'Aún no la tomó: responda SÍ o NO' });

  it('goes as free text inside the window', async () => {
    await platform().send(outbound({ message: answer, windowUntil: '2026-11-25T07:00:00.000Z' }));
    expect(form()).toMatchObject({ Body: 'Aún no la tomó: responda SÍ o NO' });
  });

  it.each([['outside the window', '2026-11-24T07:59:00.000Z'], ['in its last minute', '2026-11-24T08:00:30.000Z'], ['where no window is known', undefined]])('is refused by name %s', async (_when, windowUntil) => {
    const refused = outbound({ message: answer, ...(windowUntil === undefined ? {} : { windowUntil }) });
    expect(await failureOf(platform().send(refused))).toEqual({ kind: 'fail_over', code: 'window_closed' });
    expect(wire.requests).toHaveLength(0);
  });
});

describe('an SMS', () => {
  it('goes as plain text from the SMS number', async () => {
    const result = await platform().send(outbound({ destination: { platform: 'twilio', kind: 'person', address: RECIPIENT } }));
    expect(form()).toMatchObject({ From: '+14155550199', To: RECIPIENT, Body: rendered().text });
    expect(form()).not.toHaveProperty('ContentSid');
    expect(result.sender).toBe('+14155550199');
  });
});

describe('a message', () => {
  it('asks for reports at an address that names the attempt, where there is a public URL', async () => {
    await platform({ publicUrl: 'https://vigia.example.org/' }).send(outbound({ attemptId: 'att/1 ?' }));
    expect(form()['StatusCallback']).toBe('https://vigia.example.org/mcp/twilio/status?attempt=att%2F1%20%3F');
  });

  it('asks for none where there is no public URL', async () => {
    await platform().send(outbound());
    expect(form()).not.toHaveProperty('StatusCallback');
  });

  it.each([
    ['a page until its deadline', rendered(), '300'],
    ['a page whose deadline is near for a minute', rendered({ facts: facts({ deadline: '2026-11-24T08:00:10.000Z' }) }), '60'],
    ['a page without a deadline for 15 minutes', rendered({ facts: facts({ deadline: null }) }), '900'],
    ['a notice for an hour', rendered({ kind: 'taken_notice' }), '3600'],
    ['that a message waits for an hour', rendered({ kind: 'direct' }), '3600'],
  ])('is kept in Twilio\'s queue: %s', async (_name, message, seconds) => {
    await platform().send(outbound({ message }));
    expect(form()['ValidityPeriod']).toBe(seconds);
  });

  it('is sent by the API key of the account, once, without retries', async () => {
    answerMessages(429, { code: 20429, message: '' });
    expect(await failureOf(platform().send(outbound()))).toMatchObject({ kind: 'retry_after', code: '20429' });
    expect(sent()).toHaveLength(1);
    expect(Buffer.from(String(sent()[0]?.headers.authorization).replace('Basic ', ''), 'base64').toString()).toMatch(/^SK(0b){16}:/);
  });

  it('that Twilio made and failed at once has failed, by its code', async () => {
    answerMessages(201, messageResource({ status: 'failed', error_code: 21610 }));
    expect(await failureOf(platform().send(outbound()))).toEqual({ kind: 'fail_over', code: '21610' });
  });

  it('whose answer names no sid may have been sent', async () => {
    answerMessages(201, { status: 'queued' });
    expect(await failureOf(platform().send(outbound()))).toEqual({ kind: 'settle_first', code: 'no_sid' });
  });

  it('refused by Twilio tells no number, no text and no secret', async () => {
    answerMessages(400, { code: 21211, message: `The 'To' number ${RECIPIENT} is not valid: ${rendered().text}` });
    const error: unknown = await platform().send(outbound()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlatformError);
    const told = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack ?? ''} ${String((error as Error).cause)}`;
    for (const secret of [RECIPIENT.slice(1), SENDER.slice(1), 'K7F2-Q9MD', 'secret-that', '0b0b']) expect(told).not.toContain(secret);
  });
});

describe('the sender', () => {
  const to = (address: string) => ({ platform: 'twilio', kind: 'person', address }) as const;

  it('is the WhatsApp number for WhatsApp, prefix configured or not, and the SMS number for SMS', () => {
    expect(platform().senderFor(to(`whatsapp:${RECIPIENT}`))).toBe(`whatsapp:${SENDER}`);
    expect(platform({ whatsAppNumber: `whatsapp:${SENDER}` }).senderFor(to(`whatsapp:${RECIPIENT}`))).toBe(`whatsapp:${SENDER}`);
    expect(platform().senderFor(to(RECIPIENT))).toBe('+14155550199');
  });

  it('that is not configured is named', async () => {
    const none = platform({ whatsAppNumber: null, smsNumber: null });
    expect(await failureOf(none.send(outbound()))).toEqual({ kind: 'page_operator', code: 'no_whatsapp_number' });
    expect(() => none.senderFor(to(RECIPIENT))).toThrow('no_sms_number');
  });

  it('refuses what is no address', () => {
    for (const address of ['', 'whatsapp:56900000001', 'C0123', 'whatsapp:+0123456789', '+56 9 0000 0001']) expect(() => platform().senderFor(to(address))).toThrow('bad_address');
  });
});
