import { App, type Receiver } from '@slack/bolt';
import { quietLogger } from './quiet-logger.ts';
import { type OnPress, parsePress, type Report } from './press-event.ts';

/** Bolt asks for a receiver; ours stand in front of it and call `processEvent`, so this one has nothing to do. */
const noReceiver: Receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };

/**
 * Bolt's routing of what Slack sends, whichever way it came. A press is handed to `onPress` and acknowledged only when
 * that resolved; anything else that awaits an answer gets it and has no effect.
 *
 * Who we are is given, not asked: Bolt would otherwise call `auth.test` once at the start, and if that one call failed
 * it would refuse or drop every press from then on.
 */
export function createPressApp(onPress: OnPress, report: Report): App {
  const app = new App({
    receiver: noReceiver,
    authorize: async () => ({ botId: 'B0UNASKED', botUserId: 'U0UNASKED' }),
    logger: quietLogger,
    convoStore: false,
    ignoreSelf: false,
  });
  app.action(/^/, async ({ ack, body, action }) => {
    const press = parsePress(body, action);
    if (press === null) report('unknown_action');
    else await onPress(press);
    await ack();
  });
  return app;
}
