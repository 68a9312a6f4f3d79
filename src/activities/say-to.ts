import type { RenderedMessage } from '../domain/message.ts';
import { platformOf, type Route } from '../domain/platform-name.ts';
import { NO_ALERT } from '../ledger/ledger.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { platformHere } from './platform-here.ts';
import { deliver } from './deliver.ts';
import { editMessage } from './edit-message.ts';
import { windowOf } from './whatsapp-window.ts';

export interface Saying {
  /** The same id is said once. */
  id: string;
  /** The alert it is about; null when it is about none. */
  code: string | null;
  route: Route;
  address: string;
  /** Slack's channel in which a button was pressed; null elsewhere. */
  conversation: string | null;
  responder: string | null;
  message: RenderedMessage;
  /** The notification that a button under it presses on; null where it has none. */
  about?: string | null;
  askedAt: Date;
}

/** Says something to one person in answer to what they did, by the way they did it. */
export async function sayTo(deps: ActivityDependencies, { id, code, route, address, conversation, responder, message, about = null, askedAt }: Saying): Promise<void> {
  const platform = platformHere(deps, platformOf(route));
  if (!platform) return;
  const destination = { platform: platformOf(route), kind: 'person' as const, address };
  if (platform.answerEphemeral && conversation) {
    return editMessage(deps, platform, destination, () => platform.answerEphemeral?.(conversation, address, message, about) ?? Promise.resolve());
  }
  await deliver(deps, platform, {
    wanted: {
      id, code: code ?? NO_ALERT, purpose: 'answer', severity: 'medium', route, destination, responder, step: 0, sender: platform.senderFor(destination),
      wantedAt: askedAt, callTimeoutMs: platform.callTimeoutMs, afterAcknowledgment: true, mayJoin: false,
    },
    render: () => message,
    ...(await windowOf(deps.ledger, destination)),
    patient: true,
    askedAt,
  });
}
