import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Failure } from '../../../src/domain/failure.ts';
import { PlatformError } from '../../../src/platforms/platform-error.ts';
import { classifySlackError } from '../../../src/platforms/slack/classify-slack-error.ts';
import { callSlack, createSlackClient } from '../../../src/platforms/slack/slack-api.ts';
import { answerJson, WireServer, type WireAnswer } from './wire-server.ts';

const TOKEN = 'xoxb-0000-invented';
const MESSAGE = 'Alerta K7F2-Q9MD invented words';
const TIMEOUT_MS = 1_500;

const server = new WireServer();
beforeAll(() => server.start());
afterAll(() => server.close());

/** Makes one real call by the real SDK and returns what came of it. */
async function failureOf(answer: WireAnswer, apiUrl = server.apiUrl): Promise<PlatformError> {
  server.answer = answer;
  const client = createSlackClient({ token: TOKEN, apiUrl, timeoutMs: TIMEOUT_MS });
  try {
    await callSlack(() => client.chat.postMessage({ channel: 'C0INVENTED', text: MESSAGE }));
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}

const status = (code: number, headers: Record<string, string> = {}, body = `<html>${MESSAGE} ${TOKEN}</html>`): WireAnswer =>
  (_request, response) => void response.writeHead(code, headers).end(body);
const refusal = (error: string, extra: object = {}, headers: Record<string, string> = {}): WireAnswer =>
  (_request, response) => answerJson(response, { ok: false, error, ...extra }, headers);
const raw = (body: string, type = 'application/json'): WireAnswer =>
  (_request, response) => void response.writeHead(200, { 'content-type': type }).end(body);
const stalledBody: WireAnswer = (_request, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"ok":');
};
const cutBody: WireAnswer = (_request, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.write('{"ok":', () => response.destroy());
};

const TRANSPORT: [string, WireAnswer, Failure][] = [
  ['429 with Retry-After waits as long as it says', status(429, { 'retry-after': '7' }), { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 7_000 }],
  ['429 without Retry-After waits half a minute', status(429), { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 30_000 }],
  ['429 with a Retry-After that is no number waits half a minute', status(429, { 'retry-after': 'soon' }), { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 30_000 }],
  ['500 leaves the outcome unknown', status(500), { kind: 'settle_first', code: 'http_500' }],
  ['502 leaves the outcome unknown', status(502), { kind: 'settle_first', code: 'http_502' }],
  ['503 leaves the outcome unknown', status(503), { kind: 'settle_first', code: 'http_503' }],
  ['503 with Retry-After leaves the outcome unknown and names the wait', status(503, { 'retry-after': '3' }), { kind: 'settle_first', code: 'http_503', retryAfterMs: 3_000 }],
  ['408 leaves the outcome unknown', status(408), { kind: 'settle_first', code: 'http_408' }],
  ['403 is a proxy in the way', status(403), { kind: 'page_operator', code: 'http_403' }],
  ['404 is a wrong address', status(404), { kind: 'page_operator', code: 'http_404' }],
  ['a redirect is a portal in the way', status(302, { location: 'http://127.0.0.1:1/login' }), { kind: 'page_operator', code: 'redirected' }],
  ['a reset before the answer leaves the outcome unknown', (_request, response) => void response.destroy(), { kind: 'settle_first', code: 'connection_lost' }],
  ['no answer in time leaves the outcome unknown', () => undefined, { kind: 'settle_first', code: 'timeout' }],
  ['a body that stops in the middle leaves the outcome unknown', stalledBody, { kind: 'settle_first', code: 'timeout' }],
  ['a body that is cut off leaves the outcome unknown', cutBody, { kind: 'settle_first', code: 'connection_lost' }],
  ['200 with a page instead of JSON leaves the outcome unknown', raw(`<html>${MESSAGE} ${TOKEN}</html>`, 'text/html'), { kind: 'settle_first', code: 'unreadable_answer' }],
  ['200 with JSON that is cut leaves the outcome unknown', raw(`{"ok":true,"message":"${MESSAGE}`), { kind: 'settle_first', code: 'unreadable_answer' }],
  ['200 with an empty object leaves the outcome unknown', raw('{}'), { kind: 'settle_first', code: 'unreadable_answer' }],
  ['200 with null leaves the outcome unknown', raw('null'), { kind: 'settle_first', code: 'connection_lost' }],
  ['200 with an empty body leaves the outcome unknown', raw(''), { kind: 'settle_first', code: 'unreadable_answer' }],
  ['ratelimited with Retry-After waits as long as it says', refusal('ratelimited', {}, { 'retry-after': '2' }), { kind: 'retry_after', code: 'ratelimited', retryAfterMs: 2_000 }],
  ['missing_scope is for the operator', refusal('missing_scope', { needed: 'chat:write', provided: 'im:read' }), { kind: 'page_operator', code: 'missing_scope', detail: 'chat:write' }],
  ['missing_scope without names of scopes says nothing more', refusal('missing_scope', { needed: 'invented words' }), { kind: 'page_operator', code: 'missing_scope' }],
  ['invalid_blocks is a defect of ours, and the pointer into our words is not passed on', refusal('invalid_blocks', { response_metadata: { messages: [`[ERROR] ${MESSAGE} [json-pointer:/blocks/0]`] } }), { kind: 'our_bug', code: 'invalid_blocks' }],
  ['a code nobody knows fails over', refusal('something_slack_invented_today'), { kind: 'fail_over', code: 'something_slack_invented_today' }],
  ['text in the place of a code is not passed on', refusal(MESSAGE), { kind: 'settle_first', code: 'unreadable_answer' }],
];

describe('what the wire answers', () => {
  test.each(TRANSPORT)('%s', async (_name, answer, expected) => {
    const error = await failureOf(answer);
    expect(error.failure).toEqual(expected);
    expectNothingLeaks(error);
  });
});

describe('what happens before a request leaves', () => {
  test('a refused connection sent nothing', async () => {
    const error = await failureOf(() => undefined, await unusedUrl());
    expect(error.failure).toEqual({ kind: 'retry_after', code: 'no_connection' });
    expectNothingLeaks(error);
  });

  test('a name that does not resolve sent nothing', async () => {
    const error = await failureOf(() => undefined, 'http://no-such-host.invalid/api/');
    expect(error.failure).toEqual({ kind: 'retry_after', code: 'no_connection' });
  });

  test('a server that cannot prove to be Slack is for the operator', async () => {
    const cause = Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(classifySlackError(new TypeError('fetch failed', { cause }))).toEqual({ kind: 'page_operator', code: 'bad_certificate' });
  });
});

test('an error that is no error object leaves the outcome unknown', () => {
  expect(classifySlackError('gone')).toEqual({ kind: 'settle_first', code: 'connection_lost' });
});

function expectNothingLeaks(error: PlatformError): void {
  const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause ?? '')}`;
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain('invented words');
  expect(everything).not.toContain('<html>');
}

async function unusedUrl(): Promise<string> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await new Promise((resolve) => other.close(resolve));
  return `http://127.0.0.1:${port}/api/`;
}
