import fastify, { type FastifyInstance } from 'fastify';
import type { OnPress, PressEvent, ReceiverProblem } from '../../../src/webhooks/slack/press-event.ts';
import type { SlackTeam } from '../../../src/webhooks/slack/foreign-team.ts';
import { slackInteractions } from '../../../src/webhooks/slack/slack-interactions.ts';
import { type FormAnswer, postForm } from './post-form.ts';
import { formBody, pressPayload, SIGNING_SECRET, signature } from './signed.ts';

const NOW = new Date('2026-10-01T12:00:00Z');
const NOW_S = String(NOW.getTime() / 1000);

let app: FastifyInstance;
let url: string;
let presses: PressEvent[];
let reports: [ReceiverProblem, string | undefined][];
let onPress: OnPress;
let ownTeam: SlackTeam | null;

beforeEach(async () => {
  presses = [];
  reports = [];
  ownTeam = { teamId: 'T0WARD', enterpriseId: null };
  onPress = async (press) => { presses.push(press); };
  app = fastify();
  await app.register(slackInteractions, {
    signingSecret: SIGNING_SECRET,
    onPress: (press: PressEvent) => onPress(press),
    report: (problem: ReceiverProblem, code?: string) => reports.push([problem, code]),
    ownTeam: async () => ownTeam,
    now: () => NOW,
    answerDeadlineMs: 1_000,
  });
  app.post('/other', async (request) => request.body);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => app.close());

async function post(body: string, headers: Record<string, string | string[] | undefined> = {}): Promise<FormAnswer> {
  return postForm(`${url}/slack/interactions`, body, { 'x-slack-request-timestamp': NOW_S, 'x-slack-signature': signature(body, NOW_S), ...headers });
}

test('a press is handed on whole and answered with 200 and nothing else', async () => {
  const answer = await post(formBody(pressPayload()));
  expect([answer.statusCode, answer.body]).toEqual([200, '']);
  expect(presses).toEqual([{
    eventId: 'press:T0WARD:1790000000.000100:vigia_acknowledge:U0ANA:1790000001.000200',
    teamId: 'T0WARD',
    userId: 'U0ANA',
    channel: 'C0WARD',
    messageTs: '1790000000.000100',
    actionId: 'vigia_acknowledge',
    action: 'acknowledge',
    notificationId: 'notification-1',
    at: '2026-09-21T14:13:21.000Z',
  }]);
});

test.each([
  ['vigia_acknowledge', 'acknowledge'], ['vigia_decline', 'decline'], ['vigia_resolve', 'resolve'], ['vigia_give_back', 'giveBack'],
])('%s asks to %s', async (actionId, action) => {
  await post(formBody(pressPayload({ actionId })));
  expect(presses.map((press) => press.action)).toEqual([action]);
});

test('an answer waits until the press is stored', async () => {
  const order: string[] = [];
  onPress = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    order.push('stored');
  };
  await post(formBody(pressPayload())).then(() => order.push('answered'));
  expect(order).toEqual(['stored', 'answered']);
});

test('the same request sent again carries the same event id', async () => {
  const body = formBody(pressPayload());
  const statuses = [await post(body), await post(body)].map((answer) => answer.statusCode);
  expect(statuses).toEqual([200, 200]);
  expect(new Set(presses.map((press) => press.eventId)).size).toBe(1);
});

test('a second press of the same button carries another event id', async () => {
  await post(formBody(pressPayload()));
  await post(formBody(pressPayload({ actionTs: '1790000002.000300' })));
  expect(new Set(presses.map((press) => press.eventId)).size).toBe(2);
});

test('a press that cannot be stored is answered with 500, so that the person is warned', async () => {
  onPress = async () => { throw new Error('disk full'); };
  const answer = await post(formBody(pressPayload()));
  expect([answer.statusCode, answer.body]).toEqual([500, '']);
  expect(reports).toEqual([['press_not_recorded', undefined]]);
});

test('a store that hangs is answered with 503 before Slack gives up', async () => {
  onPress = () => new Promise(() => undefined);
  expect((await post(formBody(pressPayload()))).statusCode).toBe(503);
  expect(reports).toEqual([['press_slow', undefined]]);
});

test.each([
  ['an unknown button', pressPayload({ actionId: 'other_app' })],
  ['a link button', pressPayload({ actionId: 'vigia_link' })],
  ['a button of ours that names no notification', pressPayload({ value: '' })],
])('%s is answered and has no effect', async (_name, payload) => {
  expect((await post(formBody(payload))).statusCode).toBe(200);
  expect(presses).toEqual([]);
  expect(reports).toEqual([['unknown_action', undefined]]);
});

test('a press of another workspace that has the app is answered with 403 and has no effect', async () => {
  const answer = await post(formBody({ ...pressPayload(), team: { id: 'T0ELSEWHERE', domain: 'elsewhere' } }));
  expect([answer.statusCode, answer.body]).toEqual([403, '']);
  expect(presses).toEqual([]);
  expect(reports).toEqual([['foreign_team', undefined]]);
});

const ORGANISATION = { teamId: 'E0HOSPITALS', enterpriseId: 'E0HOSPITALS' };
test.each([
  ['any workspace of ours, where the app is installed for the whole organisation', ORGANISATION, { team: null, enterprise: { id: 'E0HOSPITALS' } }, 200],
  ['another organisation', ORGANISATION, { team: null, enterprise: { id: 'E0OTHER' } }, 403],
  ['whatever workspace, while Slack cannot say which is ours', null, { team: { id: 'T0ELSEWHERE' } }, 200],
])('a press of %s is answered with its own status', async (_where, own, origin, status) => {
  ownTeam = own;
  expect((await post(formBody({ ...pressPayload(), ...origin }))).statusCode).toBe(status);
  expect(presses).toHaveLength(status === 200 ? 1 : 0);
});

test('an interaction that nobody listens for is answered and has no effect', async () => {
  const payload = { type: 'view_submission', team: { id: 'T0WARD' }, user: { id: 'U0ANA' }, view: { id: 'V0' } };
  expect((await post(formBody(payload))).statusCode).toBe(200);
  expect(presses).toEqual([]);
});

const good = formBody(pressPayload());
test.each([
  ['a bad signature', { 'x-slack-signature': signature(good, NOW_S, 'another') }, 'mismatch'],
  ['a signature of 301 seconds ago', stamped(-301), 'too_old'],
  ['a signature of an hour ahead', stamped(3600), 'in_the_future'],
  ['a signature given twice', { 'x-slack-signature': [signature(good, NOW_S), signature(good, NOW_S)] }, 'no_signature'],
  ['a time given twice', { 'x-slack-request-timestamp': [NOW_S, NOW_S] }, 'no_timestamp'],
  ['no signature', { 'x-slack-signature': undefined }, 'no_signature'],
  ['no time', { 'x-slack-request-timestamp': undefined }, 'no_timestamp'],
])('%s is answered with 401 and has no effect', async (_name, headers, code) => {
  const answer = await post(good, headers);
  expect([answer.statusCode, answer.body]).toEqual([401, '']);
  expect(presses).toEqual([]);
  expect(reports).toEqual([['bad_signature', code]]);
});

test('a body that was changed on the way is answered with 401', async () => {
  const answer = await post(good.replace('U0ANA', 'U0EVE'), { 'x-slack-signature': signature(good, NOW_S) });
  expect(answer.statusCode).toBe(401);
  expect(presses).toEqual([]);
});

test.each([
  ['no JSON', formBody('{"type":')],
  ['a list', formBody('[]')],
  ['no payload at all', 'a=b'],
])('a signed request with %s is answered with 400', async (_name, body) => {
  expect((await post(body)).statusCode).toBe(400);
  expect(reports).toEqual([['unreadable_payload', undefined]]);
});

test("Slack's check of the certificate is answered without a signature and has no effect", async () => {
  expect((await post('token=x&ssl_check=1', { 'x-slack-signature': undefined })).statusCode).toBe(200);
  expect((await post(`ssl_check=1&${good}`, { 'x-slack-signature': undefined })).statusCode).toBe(401);
  expect(presses).toEqual([]);
});

test('half a million fields that Slack did not sign are refused unread: reading them would take far longer than this test may', async () => {
  expect((await post('&a'.repeat(500_000), { 'x-slack-signature': `v0=${'0'.repeat(64)}` })).statusCode).toBe(401);
});

test('another kind of body is refused', async () => {
  expect((await post('{}', { 'content-type': 'application/json' })).statusCode).toBe(415);
  expect(reports).toEqual([['malformed', undefined]]);
});

test('a body of more than a megabyte is refused', async () => {
  expect((await post(`payload=${'x'.repeat(1_100_000)}`)).statusCode).toBe(413);
});

test('the routes beside it keep reading their own bodies', async () => {
  const answer = await postForm(`${url}/other`, '{"a":1}', { 'content-type': 'application/json' });
  expect(answer.body).toBe('{"a":1}');
});

function stamped(offsetS: number): Record<string, string> {
  const timestamp = String(Number(NOW_S) + offsetS);
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature(good, timestamp) };
}
