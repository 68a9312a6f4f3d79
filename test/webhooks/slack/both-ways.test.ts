import fastify from 'fastify';
import type { PressEvent } from '../../../src/webhooks/slack/press-event.ts';
import type { SlackTeam } from '../../../src/webhooks/slack/foreign-team.ts';
import { slackInteractions } from '../../../src/webhooks/slack/slack-interactions.ts';
import { SocketModePresses } from '../../../src/webhooks/slack/socket-mode-presses.ts';
import { postForm } from './post-form.ts';
import { formBody, pressPayload, SIGNING_SECRET, signature } from './signed.ts';
import { SocketServer, until } from './socket-server.ts';

test('one press delivered over HTTP and over a socket is taken once', async () => {
  const taken = new Map<string, PressEvent>();
  let delivered = 0;
  const onPress = async (press: PressEvent): Promise<void> => {
    delivered += 1;
    taken.set(press.eventId, press);
  };
  const report = (): void => undefined;
  const ownTeam = async (): Promise<SlackTeam> => ({ teamId: 'T0WARD', enterpriseId: null });
  const server = new SocketServer();
  await server.start();
  const receiver = new SocketModePresses({ appToken: 'xapp-0000-invented', apiUrl: server.apiUrl, onPress, report, ownTeam, connections: 1 });
  const app = fastify();
  await app.register(slackInteractions, { signingSecret: SIGNING_SECRET, onPress, report, ownTeam, now: () => new Date() });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    await until(() => receiver.connected === 1, 'the connection');
    const body = formBody(pressPayload());
    const timestamp = String(Math.floor(Date.now() / 1000));
    await postForm(`${url}/slack/interactions`, body, { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature(body, timestamp) });
    server.deliver('e1', pressPayload());
    await until(() => delivered === 2, 'both deliveries');
    expect([...taken.values()].map((press) => press.notificationId)).toEqual(['notification-1']);
  } finally {
    await app.close();
    await receiver.close();
    await server.close();
  }
});
