import type { OnPress, PressEvent, ReceiverProblem } from '../../../src/webhooks/slack/press-event.ts';
import { SocketModePresses } from '../../../src/webhooks/slack/socket-mode-presses.ts';
import { pressPayload } from './signed.ts';
import { SocketServer, until } from './socket-server.ts';

let server: SocketServer;
let receiver: SocketModePresses;
let presses: PressEvent[];
let reports: [ReceiverProblem, string | undefined][];
let onPress: OnPress;

beforeEach(async () => {
  presses = [];
  reports = [];
  onPress = async (press) => { presses.push(press); };
  server = new SocketServer();
  await server.start();
});
afterEach(async () => {
  await receiver.close();
  await server.close();
});

function start(connections = 1): void {
  receiver = new SocketModePresses({
    appToken: 'xapp-0000-invented',
    apiUrl: server.apiUrl,
    onPress: (press) => onPress(press),
    report: (problem, code) => reports.push([problem, code]),
    ownTeam: async () => ({ teamId: 'T0WARD', enterpriseId: null }),
    connections,
    random: () => 0,
  });
}

async function connected(count = 1): Promise<void> {
  await until(() => receiver.connected === count && server.open.length === count, `${count} connections`);
}

test('a press is handed on and acknowledged', async () => {
  start();
  await connected();
  server.deliver('e1', pressPayload());
  await until(() => server.acknowledged.length === 1, 'the acknowledgment');
  expect(server.acknowledged).toEqual(['e1']);
  expect(presses.map((press) => [press.action, press.userId, press.notificationId])).toEqual([['acknowledge', 'U0ANA', 'notification-1']]);
  expect(server.tokens).toEqual(['Bearer xapp-0000-invented']);
});

test('a press is acknowledged only after it was stored', async () => {
  let store = (): void => undefined;
  onPress = () => new Promise((resolve) => { store = resolve; });
  start();
  await connected();
  server.deliver('e1', pressPayload());
  server.deliver('e2', pressPayload({ actionId: 'other_app' }));
  await until(() => server.acknowledged.includes('e2'), 'the acknowledgment of the one behind it');
  expect(server.acknowledged).toEqual(['e2']);
  store();
  await until(() => server.acknowledged.includes('e1'), 'the acknowledgment');
});

test('a press that cannot be stored is not acknowledged, and the next one is served', async () => {
  onPress = async (press) => {
    if (press.userId === 'U0ANA') throw new Error('disk full');
    presses.push(press);
  };
  start();
  await connected();
  server.deliver('e1', pressPayload());
  server.deliver('e2', pressPayload({ userId: 'U0LUIS' }));
  await until(() => server.acknowledged.includes('e2'), 'the acknowledgment of the second');
  expect(server.acknowledged).toEqual(['e2']);
  expect(reports).toContainEqual(['press_not_recorded', undefined]);
});

test('an envelope delivered twice carries the same event id', async () => {
  start();
  await connected();
  server.deliver('e1', pressPayload());
  server.deliver('e1', pressPayload());
  await until(() => server.acknowledged.length === 2, 'both acknowledgments');
  expect(new Set(presses.map((press) => press.eventId)).size).toBe(1);
});

test('what nobody listens for is acknowledged and has no effect', async () => {
  start();
  await connected();
  server.deliver('e1', { type: 'view_submission', team: { id: 'T0WARD' }, user: { id: 'U0ANA' }, view: { id: 'V0' } });
  await until(() => server.acknowledged.length === 1, 'the acknowledgment');
  expect(presses).toEqual([]);
});

test('an event of another workspace is acknowledged, so that it is not sent again, and has no effect', async () => {
  start();
  await connected();
  server.deliver('e1', { type: 'event_callback', team_id: 'T0ELSEWHERE', event: { type: 'message' } });
  server.deliver('e2', { ...pressPayload(), team: { id: 'T0ELSEWHERE' } });
  await until(() => server.acknowledged.length === 2, 'both acknowledgments');
  expect(presses).toEqual([]);
  expect(reports.filter(([problem]) => problem === 'foreign_team')).toHaveLength(2);
});

test.each(['warning', 'refresh_requested'])('Slack asking for a new connection (%s) gets one soon', async (reason) => {
  start();
  await connected();
  server.open[0]?.send(JSON.stringify({ type: 'disconnect', reason }));
  await until(() => server.opened === 2, 'a second connection', 3_000);
  await connected();
  server.deliver('e1', pressPayload());
  await until(() => presses.length === 1, 'the press');
  expect(reports.map(([problem, code]) => (code === undefined ? problem : `${problem} ${code}`))).toEqual(['socket_connected', `socket_lost ${reason}`, 'socket_connected']);
});

test('a connection that drops is made again', async () => {
  start();
  await connected();
  server.open[0]?.terminate();
  await until(() => server.opened === 2, 'a second connection', 3_000);
  await connected();
  expect(reports).toContainEqual(['socket_lost', 'closed']);
});

test('with two connections presses come in while one reconnects', async () => {
  start(2);
  await connected(2);
  server.opening = { status: 500, body: 'down' };
  server.open[0]?.terminate();
  await until(() => reports.some(([problem]) => problem === 'socket_refused'), 'the refusal');
  expect(receiver.connected).toBe(1);
  server.deliver('e1', pressPayload());
  await until(() => presses.length === 1, 'the press');
});

test.each([
  ['an error of the server', { status: 500, body: '<html>' }, 'not_reachable'],
  ['a page instead of an answer', { status: 200, body: '<html>' }, 'bad_answer'],
  ['a limit without a wait', { status: 429, body: '' }, 'not_reachable'],
  ['no address', { status: 200, body: '{"ok":true}' }, 'not_reachable'],
  ['a limit of no seconds', { status: 429, body: '', headers: { 'retry-after': '0' } }, 'ratelimited'],
])('%s at the start is tried again until it works', async (_name, opening, code) => {
  server.opening = opening;
  start();
  await until(() => server.opened >= 2, 'a second try');
  server.opening = 'address';
  await connected();
  expect(reports[0]).toEqual(['socket_refused', code]);
});

test('a token that Slack refuses is named and not tried again at once', async () => {
  server.opening = { status: 200, body: '{"ok":false,"error":"invalid_auth"}' };
  start();
  await until(() => reports.length > 0, 'the report');
  expect(reports).toEqual([['socket_refused', 'invalid_auth']]);
  expect(server.opened).toBe(1);
});

test('closing does not wait for a server that never says hello', async () => {
  server.sayHello = false;
  start();
  await until(() => server.open.length === 1, 'the socket');
  await expectClosedSoon();
  expect(receiver.connected).toBe(0);
});

test('closing does not wait for a server that never says goodbye, and leaves no timer that keeps the process up', async () => {
  const before = timers();
  start();
  await connected();
  for (const socket of server.open) socket.pause();
  await expectClosedSoon();
  expect(timers()).toBeLessThanOrEqual(before);
});

test('closing while it waits to try again ends at once', async () => {
  server.opening = { status: 200, body: '{"ok":false,"error":"invalid_auth"}' };
  start();
  await until(() => reports.length > 0, 'the report');
  await expectClosedSoon(500);
});

test('nothing comes in after closing', async () => {
  start();
  await connected();
  const [socket] = server.open;
  await receiver.close();
  server.deliver('e1', pressPayload(), socket);
  await until(() => server.open.length === 0, 'the end of the socket');
  expect(presses).toEqual([]);
  expect(server.opened).toBe(1);
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

async function expectClosedSoon(withinMs = 3_000): Promise<void> {
  const startedAt = performance.now();
  await receiver.close();
  expect(performance.now() - startedAt).toBeLessThan(withinMs);
}
