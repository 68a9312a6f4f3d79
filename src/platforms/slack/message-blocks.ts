import type { Button, KnownBlock } from '@slack/types';
import type { MessageAction, RenderedMessage } from '../../domain/message.ts';
import { fitMrkdwn, fitPlain, SLACK_LIMITS } from './slack-text.ts';

/** Ids that a press comes back with. They outlive releases: a message posted last month keeps its buttons. */
export const ACTION_IDS: Readonly<Record<MessageAction | 'giveBack', string>> = {
  acknowledge: 'vigia_acknowledge',
  decline: 'vigia_decline',
  resolve: 'vigia_resolve',
  giveBack: 'vigia_give_back',
};

/**
 * A message as Block Kit: the first line of what is said about an alert as header, the rest below it, then the buttons.
 * A message without actions has no buttons: that is how they vanish from one that is closed. Every text is within
 * Slack's limits, whatever the names in it.
 */
export function toBlocks(message: RenderedMessage, notificationId: string): KnownBlock[] {
  const { header, body } = toParts(message);
  const blocks: KnownBlock[] = [];
  if (header !== '') blocks.push({ type: 'header', text: { type: 'plain_text', text: fitPlain(header, SLACK_LIMITS.header) } });
  if (body !== '') blocks.push({ type: 'section', text: { type: 'mrkdwn', text: fitMrkdwn(body, SLACK_LIMITS.section) } });
  if (message.actions.length > 0) {
    const elements = message.actions.map(({ action, label }) => button(action, label, notificationId));
    blocks.push({ type: 'actions', block_id: 'vigia_actions', elements });
  }
  return blocks;
}

/** What a notification on a phone, a screen reader and a search show. */
export function toFallbackText(message: RenderedMessage): string {
  return fitMrkdwn(message.text, SLACK_LIMITS.text);
}

/** An answer and a story are said in one tone; a message about an alert opens with which one and how bad. */
function toParts({ facts, text }: RenderedMessage): { header: string; body: string } {
  const lines = text.split('\n');
  const first = lines[0]?.trim() ?? '';
  const rest = lines.slice(1).join('\n').trim();
  return facts === null || rest === '' ? { header: '', body: text.trim() } : { header: first, body: rest };
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
