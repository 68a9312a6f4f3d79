import type { Button, KnownBlock } from '@slack/types';
import type { MessageAction, RenderedMessage } from '../../domain/message.ts';
import { fitMrkdwn, fitPlain, SLACK_LIMITS } from './slack-text.ts';

/** Ids that a press comes back with. They outlive releases: a message posted last month keeps its buttons. */
export const ACTION_IDS: Readonly<Record<MessageAction, string>> = {
  acknowledge: 'vigia_acknowledge',
  decline: 'vigia_decline',
  resolve: 'vigia_resolve',
};

/**
 * A message as Block Kit. A message without actions has no buttons: that is how they vanish from one that is closed.
 * Every text is within Slack's limits, whatever the names in it.
 */
export function toBlocks(message: RenderedMessage, notificationId: string): KnownBlock[] {
  const section: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text: fitMrkdwn(message.text, SLACK_LIMITS.section) } };
  if (message.actions.length === 0) return [section];
  const elements = message.actions.map(({ action, label }) => button(action, label, notificationId));
  return [section, { type: 'actions', block_id: 'vigia_actions', elements }];
}

/** What a notification on a phone, a screen reader and a search show. */
export function toFallbackText(message: RenderedMessage): string {
  return fitMrkdwn(message.text, SLACK_LIMITS.text);
}

function button(action: MessageAction, label: string, notificationId: string): Button {
  return {
    type: 'button',
    action_id: ACTION_IDS[action],
    text: { type: 'plain_text', text: fitPlain(label, SLACK_LIMITS.buttonText) },
    value: notificationId,
    ...(action === 'acknowledge' ? { style: 'primary' as const } : {}),
  };
}
