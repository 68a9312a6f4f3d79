import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import twilio from 'twilio';
import type { FailureKind } from '../../../src/domain/failure.ts';
import { classifyTwilioError } from '../../../src/platforms/twilio/classify-error.ts';
import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import type { TwilioClient } from '../../../src/platforms/twilio/client.ts';
import { classifyTwilioCode, readReportedFailure, shouldResendAsTemplate } from '../../../src/platforms/twilio/error-table.ts';
import { PlatformError } from '../../../src/platforms/platform-error.ts';
import { CODES } from './codes.ts';
import { ACCOUNT_SID, API_KEY_SECRET, API_KEY_SID, json, messageResource, raw, RECIPIENT, SENDER, startWire } from './wire.ts';
import type { Answerer, Wire } from './wire.ts';

const ROWS = Object.entries(CODES).flatMap(([kind, codes]) => codes.split(' ').map((code) => [code, kind as FailureKind] as const));

let wire: Wire;
beforeAll(async () => {
  wire = await startWire(20_000);
});
afterAll(() => wire.close());

async function errorOf(client: TwilioClient): Promise<unknown> {
  const sending = client.messages.create({ from: `whatsapp:${SENDER}`, to: `whatsapp:${RECIPIENT}`, body: 'a text that no error may hold' });
  return sending.then(() => { throw new Error('It was sent.'); }, (error: unknown) => error);
}

/** The SDK with its own HTTP client, whose errors are RestException and TwilioServiceException. */
function plainClient(): TwilioClient {
  const client = twilio(API_KEY_SID, API_KEY_SECRET, { accountSid: ACCOUNT_SID, timeout: 20_000 });
  client.api.baseUrl = wire.baseUrl;
  return client;
}

function expectNothingTold(error: unknown): void {
  const told = new PlatformError('twilio', classifyTwilioError(error));
  for (const text of [told.message, JSON.stringify(told), String(told.cause), String(told.stack)]) {
    for (const secret of [API_KEY_SECRET, API_KEY_SID, RECIPIENT, SENDER, 'no error may hold']) expect(text).not.toContain(secret);
  }
}

describe('an error code of Twilio', () => {
  it.each(ROWS)('%s is %s by callback and, with HTTP 400, by both of the SDK\'s error shapes', async (code, kind) => {
    expect(classifyTwilioCode(code)).toMatchObject({ kind, code });
    expect(classifyTwilioCode(Number(code))).toMatchObject({ kind, code });
    wire.answer(json(400, { code: Number(code), message: `number ${RECIPIENT}`, more_info: '', status: 400 }));
    for (const client of [wire.client, plainClient()]) {
      const error = await errorOf(client);
      expect(classifyTwilioError(error)).toMatchObject({ kind, code });
      expectNothingTold(error);
    }
  });

  it.each(ROWS)('%s is %s in the newer error document too', async (code, kind) => {
    wire.answer(json(400, { type: 'https://example.org', title: 'Bad', status: 400, code: Number(code), detail: RECIPIENT }));
    for (const client of [wire.client, plainClient()]) expect(classifyTwilioError(await errorOf(client))).toMatchObject({ kind, code });
  });

  it('that nobody knows fails over', () => {
    expect(classifyTwilioCode(64999)).toEqual({ kind: 'fail_over', code: '64999' });
    expect(classifyTwilioCode(null)).toEqual({ kind: 'fail_over', code: 'no_code' });
  });

  it('that is not a number is not repeated', () => {
    expect(classifyTwilioCode(`to ${RECIPIENT}`)).toEqual({ kind: 'fail_over', code: 'unclassified' });
  });

  it('63016 alone asks for the same content by its template', () => {
    expect(shouldResendAsTemplate('63016')).toBe(true);
    expect(ROWS.filter(([code]) => shouldResendAsTemplate(code))).toHaveLength(1);
  });

  it('told of a message that was taken allows another try of what failed for the moment, and at once of what wanted a template', () => {
    const again = ROWS.flatMap(([code]) => (readReportedFailure(code).againAfterMs === null ? [] : [[code, readReportedFailure(code).againAfterMs]]));
    expect(Object.fromEntries(again)).toEqual({
      11200: 6_000, 14107: 30_000, 20429: 6_000, 21611: 6_000, 30001: 6_000, 30008: 6_000, 30410: 6_000,
      63009: 6_000, 63010: 6_000, 63012: 6_000, 63016: 0, 63017: 6_000, 63018: 6_000, 63019: 6_000,
    });
    expect(readReportedFailure(null)).toEqual({ failure: { kind: 'fail_over', code: 'no_code' }, againAfterMs: null });
  });

  it('keeps messages to one recipient apart where WhatsApp asked for it, and holds 30 s after 14107', () => {
    expect(classifyTwilioCode('63018').retryAfterMs).toBe(6_000);
    expect(classifyTwilioCode('14107').retryAfterMs).toBe(30_000);
  });
});

const HTML = '<html>Bad gateway</html>';

describe('an answer of', () => {
  it.each<[string, Answerer, FailureKind, string]>([
    ['429 with 20429', json(429, { code: 20429, message: '' }), 'retry_after', '20429'],
    ['429 without a code', raw(429, ''), 'retry_after', 'http_429'],
    ['429 with the daily limit', json(429, { code: 63038, message: '' }), 'page_operator', '63038'],
    ['401 with 20003', json(401, { code: 20003, message: '' }), 'page_operator', '20003'],
    ['401 without a code', raw(401, HTML), 'page_operator', 'http_401'],
    ['403 with an unknown code', json(403, { code: 70051, message: '' }), 'page_operator', '70051'],
    ['407 of a proxy', raw(407, HTML), 'page_operator', 'http_407'],
    ['302 to a sign-in page', raw(302, '', { location: 'http://127.0.0.1:9/' }), 'page_operator', 'http_302'],
    ['400 with an unknown code', json(400, { code: 64998, message: '' }), 'fail_over', '64998'],
    ['404 without a code', raw(404, HTML), 'fail_over', 'http_404'],
    ['408', raw(408, ''), 'settle_first', 'http_408'],
    ['500 with 20500', json(500, { code: 20500, message: '' }), 'settle_first', '20500'],
    ['500 with a code that would otherwise be certain', json(500, { code: 21211, message: '' }), 'settle_first', '21211'],
    ['502 in HTML', raw(502, HTML), 'settle_first', 'http_502'],
    ['503 with 20503', json(503, { code: 20503, message: '' }), 'settle_first', '20503'],
    ['503 in HTML', raw(503, HTML), 'settle_first', 'http_503'],
    ['201 in HTML', raw(201, HTML), 'settle_first', 'not_json'],
    ['201 with cut-off JSON', raw(201, '{"sid":"SM1', { 'content-type': 'application/json' }), 'settle_first', 'not_json'],
    ['201 with nothing', raw(201, ''), 'settle_first', 'not_json'],
  ])('%s is classified', async (_name, answerer, kind, code) => {
    wire.answer(answerer);
    const error = await errorOf(wire.client);
    expect(classifyTwilioError(error)).toMatchObject({ kind, code });
    expectNothingTold(error);
  });

  it('429 carries how long to wait, in seconds or as a date', async () => {
    wire.answer(json(429, { code: 20429, message: '' }, { 'Retry-After': '7', 'Twilio-Request-Id': 'RQ1' }));
    const error = await errorOf(wire.client);
    expect(classifyTwilioError(error).retryAfterMs).toBe(7_000);
    expect(error).toMatchObject({ requestId: 'RQ1' });
    wire.answer(json(429, { code: 20429, message: '' }, { 'Retry-After': new Date(Date.now() + 60_000).toUTCString() }));
    expect(classifyTwilioError(await errorOf(wire.client)).retryAfterMs).toBeGreaterThan(50_000);
  });

  it('two requests at once keep their own headers', async () => {
    wire.answer((request, response) => {
      const seconds = request.body.includes('slow') ? '9' : '3';
      response.writeHead(429, { 'Retry-After': seconds }).end('{}');
    });
    const waits = await Promise.all(['slow', 'fast', 'slow', 'fast'].map((body) => wire.client.messages
      .create({ from: SENDER, to: RECIPIENT, body }).then(() => null, (error: unknown) => classifyTwilioError(error).retryAfterMs)));
    expect(waits).toEqual([9_000, 3_000, 9_000, 3_000]);
  });
});

describe('no answer', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire(1_500);
  });
  afterAll(() => wire.close());

  it.each<[string, Answerer, string]>([
    ['a reset before the answer', (_request, response) => void response.socket?.resetAndDestroy(), 'connection_reset'],
    ['a hang', () => undefined, 'timeout'],
    ['a body that stops', (_request, response) => void response.writeHead(201, { 'content-length': '100' }).write('{'), 'timeout'],
    ['a body that trickles without end', (_request, response) => {
      response.writeHead(201);
      const trickle = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(trickle));
    }, 'timeout'],
  ])('after %s leaves the outcome unknown', async (_name, answerer, code) => {
    wire.answer(answerer);
    const error = await errorOf(wire.client);
    expect(classifyTwilioError(error)).toEqual({ kind: 'settle_first', code });
    expectNothingTold(error);
  });

  it('and a body cut off by a reset leaves the outcome unknown', async () => {
    wire.answer((_request, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{', () => response.socket?.resetAndDestroy());
    });
    expect(classifyTwilioError(await errorOf(wire.client)).kind).toBe('settle_first');
  });

  it('because nobody listens or the name is unknown means that nothing was sent', async () => {
    for (const base of [await closedPort(), 'http://no-such-host.invalid']) {
      const client = createTwilioClient({ accountSid: ACCOUNT_SID, apiKeySid: API_KEY_SID, apiKeySecret: API_KEY_SECRET }, { api: base, content: base }, 5_000);
      const error = await errorOf(client);
      expect(classifyTwilioError(error)).toEqual({ kind: 'retry_after', code: 'unreachable' });
      expectNothingTold(error);
    }
  });

  it('because TLS was refused means that nothing was sent and somebody must look', async () => {
    const server = createServer((socket) => socket.resume().end('this is not TLS'));
    const port = await portOf(server);
    const base = `https://127.0.0.1:${port}`;
    const client = createTwilioClient({ accountSid: ACCOUNT_SID, apiKeySid: API_KEY_SID, apiKeySecret: API_KEY_SECRET }, { api: base, content: base }, 5_000);
    expect(classifyTwilioError(await errorOf(client))).toEqual({ kind: 'page_operator', code: 'tls' });
    await new Promise((resolve) => server.close(resolve));
  });
});

it('an error nobody foresaw is settled first', () => {
  for (const thrown of [new TypeError('x'), undefined, 'text', {}]) expect(classifyTwilioError(thrown)).toEqual({ kind: 'settle_first', code: 'unclassified' });
});

it('an error that was classified already keeps its class', () => {
  const failure = { kind: 'fail_over', code: 'window_closed' } as const;
  expect(classifyTwilioError(new PlatformError('twilio', failure))).toBe(failure);
});

it('a success is a success', async () => {
  wire.answer(json(201, messageResource()));
  await expect(wire.client.messages.create({ from: SENDER, to: RECIPIENT, body: 'x' })).resolves.toMatchObject({ status: 'queued' });
});

async function closedPort(): Promise<string> {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
