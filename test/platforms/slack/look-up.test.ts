import type { Outbound } from '../../../src/platforms/platform.ts';
import { SlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { ALERTS, ANA, SECRETS, startSandbox, useCleanup } from '../../sandbox/sandbox-rig.ts';
import { message } from './messages.ts';

const cleanup = useCleanup();
let sandbox: Sandbox;
let startedAt: Date;

beforeEach(async () => {
  sandbox = await startSandbox(cleanup);
  startedAt = new Date();
});
afterEach(() => {
  const found = sandbox.violations();
  expect(found).toEqual([]);
});

/** A platform that remembers nothing, as after a crash. */
const fresh = () => new SlackPlatform({ ...SECRETS, apiUrl: `${sandbox.url}/slack/api/`, timeoutMs: 5_000 });
const to = (address: string, kind: 'person' | 'channel' = 'channel'): Outbound =>
  ({ attemptId: 'attempt-1', notificationId: 'notification-1', message: message(), destination: { platform: 'slack', kind, address } });

/** Sends so that Slack takes the message and the answer is lost. */
async function loseAnswer(outbound: Outbound): Promise<void> {
  sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', nth: 1, fault: { kind: 'reset', when: 'after' } });
  await expect(fresh().send(outbound)).rejects.toMatchObject({ failure: { kind: 'settle_first' } });
  sandbox.faults.clear();
}

test.each([
  ['a channel by its id', to(ALERTS.id)],
  ['a channel by its name', to('#alerts')],
  ['a private channel by its name', to('#wound-team')],
  ["a person's direct messages", to(ANA.id, 'person')],
])('a message whose answer was lost is found in %s', async (_name, outbound) => {
  await loseAnswer(outbound);
  const [posted] = sandbox.slack.workspace.messages();
  expect(await fresh().lookUp(outbound, startedAt)).toEqual({
    found: 'yes', sent: { ref: { id: posted?.ts, conversation: posted?.channel }, sender: 'slack', state: 'sent' },
  });
});

test('a reply whose answer was lost is found in its thread', async () => {
  const thread = (await fresh().send(to(ALERTS.id))).ref;
  const reply = { ...to(ALERTS.id), attemptId: 'attempt-2', thread, message: message({ kind: 'taken_notice', actions: [] }) };
  await loseAnswer(reply);
  const [, posted] = sandbox.slack.workspace.messages();
  expect(await fresh().lookUp(reply, startedAt)).toMatchObject({ found: 'yes', sent: { ref: { id: posted?.ts } } });
});

test('a message is found behind hundreds of later ones', async () => {
  await loseAnswer(to(ALERTS.id));
  fill(450);
  expect(await fresh().lookUp(to(ALERTS.id), startedAt)).toMatchObject({ found: 'yes' });
});

test('a message that changed since is found', async () => {
  const { ref } = await fresh().send(to(ALERTS.id));
  await fresh().update(ref, message({ text: 'La tiene Ana', actions: [] }), 'notification-1');
  expect(await fresh().lookUp(to(ALERTS.id), startedAt)).toMatchObject({ found: 'yes', sent: { ref } });
});

test.each([
  ['in a channel', to(ALERTS.id)],
  ['with a person whom the bot never wrote to', to(ANA.id, 'person')],
])('a message that never arrived is not found %s', async (_name, outbound) => {
  await fresh().send({ ...to(ALERTS.id), attemptId: 'another' });
  expect(await fresh().lookUp(outbound, startedAt)).toEqual({ found: 'no' });
});

test('metadata of another app is not ours', async () => {
  sandbox.slack.workspace.post({
    channel: ALERTS.id, threadTs: null, broadcast: false, text: 'x', blocks: [], attachments: [], ephemeralFor: null,
    metadata: { event_type: 'other_app', event_payload: { attempt_id: 'attempt-1' } },
  });
  expect(await fresh().lookUp(to(ALERTS.id), startedAt)).toEqual({ found: 'no' });
});

test('without the history scopes the answer is that nobody knows', async () => {
  sandbox.slack.setScopes(['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read']);
  expect(await fresh().lookUp(to(ALERTS.id), startedAt)).toEqual({ found: 'unknown', failure: { kind: 'page_operator', code: 'missing_scope', detail: 'channels:history' } });
});

test('while Slack is down the answer is that nobody knows', async () => {
  sandbox.faults.add({ platform: 'slack', operation: 'conversations.history', fault: { kind: 'status', status: 503, headers: { 'retry-after': '5' } } });
  expect(await fresh().lookUp(to(ALERTS.id), startedAt)).toEqual({ found: 'unknown', failure: { kind: 'settle_first', code: 'http_503', retryAfterMs: 5_000 } });
});

function fill(count: number): void {
  for (let posted = 0; posted < count; posted += 1) {
    sandbox.slack.workspace.post({ channel: ALERTS.id, threadTs: null, broadcast: false, text: 'x', blocks: [], attachments: [], metadata: null, ephemeralFor: null });
  }
}
