import fastify from 'fastify';
import { SlackPlatform } from '../../../src/platforms/slack/slack-platform.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { SlackTeam } from '../../../src/webhooks/slack/foreign-team.ts';
import type { PressEvent, ReceiverProblem } from '../../../src/webhooks/slack/press-event.ts';
import { slackInteractions } from '../../../src/webhooks/slack/slack-interactions.ts';
import { SocketModePresses } from '../../../src/webhooks/slack/socket-mode-presses.ts';
import { message } from '../../platforms/slack/messages.ts';
import { ALERTS, ANA, LUIS, SECRETS, startSandbox, useCleanup } from '../../sandbox/sandbox-rig.ts';
import { until } from './socket-server.ts';

const cleanup = useCleanup();
let gatewayUrl: string;
let sandbox: Sandbox;
let slack: SlackPlatform;
/** As an inbox keeps them: each id once. */
let inbox: Map<string, PressEvent>;
let hold: Promise<void>;

const onPress = async (press: PressEvent): Promise<void> => {
  await hold;
  inbox.set(press.eventId, press);
};
const reports: ReceiverProblem[] = [];
const report = (problem: ReceiverProblem): void => void reports.push(problem);
/** As the service asks it. */
const ownTeam = (): Promise<SlackTeam | null> => slack.ownTeam();

beforeEach(async () => {
  inbox = new Map();
  reports.length = 0;
  hold = Promise.resolve();
  const gateway = fastify();
  await gateway.register(slackInteractions, { signingSecret: SECRETS.signingSecret, onPress, report, ownTeam, now: () => new Date() });
  gatewayUrl = await gateway.listen({ port: 0, host: '127.0.0.1' });
  cleanup.later(() => gateway.close());
  sandbox = await startSandbox(cleanup, { gatewayUrl: () => gatewayUrl });
  slack = new SlackPlatform({ ...SECRETS, apiUrl: `${sandbox.url}/slack/api/` });
  await slack.send({
    attemptId: 'attempt-1', notificationId: 'notification-1', message: message(), destination: { platform: 'slack', kind: 'channel', address: ALERTS.id },
  });
});
afterEach(() => {
  const found = sandbox.violations();
  expect(found).toEqual([]);
});

async function connect(): Promise<SocketModePresses> {
  const receiver = new SocketModePresses({ appToken: SECRETS.appToken, apiUrl: `${sandbox.url}/slack/api/`, onPress, report, ownTeam });
  cleanup.later(() => receiver.close());
  await until(() => sandbox.slack.sockets.connected() === 2 && receiver.connected === 2, 'both connections');
  return receiver;
}

const statusesOf = async (press: Promise<{ answers: { status: number }[] }>): Promise<number[]> => (await press).answers.map(({ status }) => status);
const taken = () => [...inbox.values()].map(({ action, userId, notificationId, channel }) => [action, userId, notificationId, channel]);

describe.each(['http', 'socket'] as const)('by %s', (via) => {
  beforeEach(async () => { if (via === 'socket') await connect(); });

  test.each([['acknowledge'], ['decline'], ['resolve']])('a press of %s on our own message comes in', async (action) => {
    expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action, via }))).toEqual([200]);
    expect(taken()).toEqual([[action, ANA.id, 'notification-1', ALERTS.id]]);
  });

  test('the same delivery three times over is one press', async () => {
    expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via, forge: { copies: 3 } }))).toEqual([200, 200, 200]);
    expect(taken()).toHaveLength(1);
  });

  test('a press in another workspace that has the app does not come in', async () => {
    expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via, forge: { team: 'T0ELSEWHERE' } }))).toEqual([via === 'http' ? 403 : 200]);
    expect(taken()).toEqual([]);
    expect(reports.filter((problem) => !problem.startsWith('socket_'))).toEqual(['foreign_team']);
  });

  test('two people at once are two presses', async () => {
    await Promise.all([ANA, LUIS].map(({ id }) => sandbox.slack.press({ user: id, action: 'acknowledge', via })));
    expect(new Set(taken().map(([, user]) => user))).toEqual(new Set([ANA.id, LUIS.id]));
  });
});

test('presses over HTTP that Slack did not sign, or not now, do not come in', async () => {
  const forge = (forged: object) => statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via: 'http', forge: forged }));
  expect(await forge({ signature: 'wrong' })).toEqual([401]);
  expect(await forge({ signature: 'missing' })).toEqual([401]);
  expect(await forge({ ageSeconds: 400 })).toEqual([401]);
  expect(await forge({ ageSeconds: -400 })).toEqual([401]);
  expect(taken()).toEqual([]);
});

test('a store that is slow is answered within the three seconds that Slack waits, and the press still counts', async () => {
  let store = (): void => undefined;
  hold = new Promise((resolve) => { store = resolve; });
  expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via: 'http' }))).toEqual([503]);
  store();
  await until(() => inbox.size === 1, 'the press');
});

test('presses come in again after Slack asked for new connections', async () => {
  await connect();
  sandbox.slack.sockets.disconnect('refresh_requested');
  await until(() => sandbox.slack.sockets.connected() > 0, 'a connection', 3_000);
  expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via: 'socket' }))).toEqual([200]);
});

test('presses come in though auth.test fails and Slack lets nobody send', async () => {
  sandbox.faults.add({ platform: 'slack', operation: 'auth.test', fault: { kind: 'status', status: 500 } });
  await connect();
  sandbox.faults.add({ platform: 'slack', operation: '*', fault: { kind: 'status', status: 500 } });
  expect(await statusesOf(sandbox.slack.press({ user: ANA.id, action: 'acknowledge', via: 'socket' }))).toEqual([200]);
  expect(await statusesOf(sandbox.slack.press({ user: LUIS.id, action: 'acknowledge', via: 'http' }))).toEqual([200]);
  expect(taken()).toHaveLength(2);
});
