import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { BlockAction, ButtonAction } from '@slack/bolt';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { APP } from '../../../src/sandbox/slack/workspace-types.ts';
import { SECRETS } from '../sandbox-rig.ts';
import type { Cleanup } from '../sandbox-rig.ts';

export interface SeenPress {
  user: string;
  action: string;
  value: string | undefined;
  body: BlockAction;
}

/** A real Bolt app and the presses its listener was given. */
export interface BoltApp {
  presses: SeenPress[];
  /** Holds the answer to every press back until it is called. */
  hold(): () => void;
}

const identity = { token: SECRETS.botToken, botId: APP.botId, botUserId: APP.botUserId, logLevel: LogLevel.ERROR };

/** Bolt behind HTTP, on a port of its own, which is what the sandbox calls back. */
export async function startHttpBolt(cleanup: Cleanup): Promise<BoltApp & { url: string }> {
  const receiver = new HTTPReceiver({ signingSecret: SECRETS.signingSecret, endpoints: ['/slack/interactions'], logLevel: LogLevel.ERROR });
  const app = new App({ receiver, ...identity });
  const bolt = listen(app);
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
  cleanup.later(async () => {
    const stopped = app.stop();
    server.closeAllConnections();
    await stopped;
  });
  return { ...bolt, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Bolt in Socket Mode, connected. */
export async function startSocketBolt(cleanup: Cleanup, sandbox: Sandbox): Promise<BoltApp> {
  const receiver = new SocketModeReceiver({
    appToken: SECRETS.appToken,
    logLevel: LogLevel.ERROR,
    // A short ping, because the client waits for one before it connects again.
    clientPingTimeout: 100,
    installerOptions: { clientOptions: { slackApiUrl: `${sandbox.url}/slack/api/` } },
  });
  const app = new App({ receiver, ...identity });
  const bolt = listen(app);
  await app.start();
  cleanup.later(() => app.stop());
  return bolt;
}

function listen(app: App): BoltApp {
  const presses: SeenPress[] = [];
  let held: Promise<void> = Promise.resolve();
  app.action<BlockAction<ButtonAction>>(/^vigia_/, async ({ ack, action, body }) => {
    presses.push({ user: body.user.id, action: action.action_id, value: action.value, body });
    await held;
    await ack();
  });
  return {
    presses,
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => { release = resolve; });
      return release;
    },
  };
}
