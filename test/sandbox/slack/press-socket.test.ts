import { ANA, alertMessage, clientOf, LUIS, SECRETS, startSandbox, useCleanup } from '../sandbox-rig.ts';
import { startSocketBolt } from './bolt-rig.ts';

const cleanup = useCleanup();

describe('a press that reaches Bolt by Socket Mode', () => {
  it('goes through the socket when one is connected, and is answered there', async () => {
    const sandbox = await startSandbox(cleanup);
    const bolt = await startSocketBolt(cleanup, sandbox);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const { answers } = await sandbox.slack.press({ user: ANA.id, action: 'acknowledge' });
    expect(answers).toMatchObject([{ via: 'socket', status: 200 }]);
    expect(bolt.presses).toMatchObject([{ user: ANA.id, action: 'vigia_acknowledge', value: 'notification-K7F2' }]);
    expect(sandbox.violations()).toEqual([]);
  });

  it('can be delivered again in the same envelope', async () => {
    const sandbox = await startSandbox(cleanup);
    const bolt = await startSocketBolt(cleanup, sandbox);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    await sandbox.slack.press({ user: ANA.id, action: 'acknowledge', forge: { copies: 2 } });
    expect(bolt.presses).toHaveLength(2);
    expect(bolt.presses[0]?.body).toEqual(bolt.presses[1]?.body);
  });

  it('is given up when no acknowledgment comes in time', async () => {
    const sandbox = await startSandbox(cleanup, { slackDeadlineMs: 50 });
    const bolt = await startSocketBolt(cleanup, sandbox);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    const release = bolt.hold();
    const { answers } = await sandbox.slack.press({ user: ANA.id, action: 'acknowledge' });
    release();
    expect(answers).toMatchObject([{ via: 'socket', status: 0 }]);
  });

  it('arrives again after Slack asked for a new socket', async () => {
    const sandbox = await startSandbox(cleanup);
    const bolt = await startSocketBolt(cleanup, sandbox);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    sandbox.slack.sockets.disconnect('refresh_requested');
    expect(sandbox.slack.sockets.connected()).toBe(0);
    await sandbox.slack.sockets.whenConnected();
    await sandbox.slack.press({ user: LUIS.id, action: 'decline' });
    expect(bolt.presses).toMatchObject([{ user: LUIS.id, action: 'vigia_decline' }]);
    const opened = sandbox.journal.since(0).filter(({ operation }) => operation === 'apps.connections.open');
    expect(opened).toHaveLength(2);
  });

  it('arrives again after the connection was cut', async () => {
    const sandbox = await startSandbox(cleanup);
    const bolt = await startSocketBolt(cleanup, sandbox);
    await clientOf(sandbox).chat.postMessage(alertMessage('K7F2'));
    sandbox.slack.sockets.drop();
    await sandbox.slack.sockets.whenConnected();
    await sandbox.slack.press({ user: ANA.id, action: 'acknowledge' });
    expect(bolt.presses).toHaveLength(1);
  });

  it('needs a ticket that is good for one socket', async () => {
    const sandbox = await startSandbox(cleanup);
    const { url = '' } = await clientOf(sandbox, SECRETS.appToken).apps.connections.open({});
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:/);
    const first = new WebSocket(url);
    const hello = await new Promise<MessageEvent>((resolve) => { first.onmessage = resolve; });
    expect(JSON.parse(String(hello.data))).toMatchObject({ type: 'hello', num_connections: 1 });
    const second = new WebSocket(url);
    await new Promise((resolve) => { second.onerror = resolve; });
    expect(sandbox.slack.sockets.connected()).toBe(1);
    first.close();
  });
});
