import type { Button, KnownBlock } from '@slack/types';
import type { RenderedMessage, SlackAction } from '../../domain/message.ts';
import { slackLines } from '../../domain/wording/slack-lines.ts';
import { fitMrkdwn, fitPlain, SLACK_LIMITS } from './slack-text.ts';

/** Ids that a press comes back with. They outlive releases: a message posted last month keeps its buttons. */
export const ACTION_IDS: Readonly<Record<SlackAction, string>> = {
  acknowledge: 'vigia_acknowledge',
  decline: 'vigia_decline',
  resolve: 'vigia_resolve',
  giveBack: 'vigia_give_back',
  acknowledgeAll: 'vigia_acknowledge_all',
};

/**
 * A message as Block Kit: how bad and which alert, what to do and how things stand, the small print, the buttons. A
 * message without actions has no buttons: that is how they vanish from one that is closed. Every text is within
 * Slack's limits, whatever the names in it.
 */
export function toBlocks(message: RenderedMessage, notificationId: string): KnownBlock[] {
  const { header, sections, context, buttons } = slackLines(message);
  const body = sections.join('\n').trim();
  const blocks: KnownBlock[] = [];
  if (header !== '') blocks.push({ type: 'header', text: { type: 'plain_text', text: fitPlain(header, SLACK_LIMITS.header) } });
  if (body !== '') blocks.push({ type: 'section', text: { type: 'mrkdwn', text: fitMrkdwn(body, SLACK_LIMITS.section) } });
  if (context.length > 0) {
    const smallPrint = fitMrkdwn(context.join(' · '), SLACK_LIMITS.section);
    blocks.push({ type: 'context', elements: [{ type: 'mrkdwn', text: smallPrint }] });
  }
  if (buttons.length > 0) {
    const elements = buttons.map(({ action, label }) => button(action, label, notificationId));
    blocks.push({ type: 'actions', block_id: 'vigia_actions', elements });
  }
  return blocks;
}

/** What a notification on a phone, a screen reader and a search show. */
export function toFallbackText(message: RenderedMessage): string {
  return fitMrkdwn(message.text, SLACK_LIMITS.text);
}

function button(action: SlackAction, label: string, notificationId: string): Button {
  return {
    type: 'button',
    action_id: ACTION_IDS[action],
    text: { type: 'plain_text', text: fitPlain(label, SLACK_LIMITS.buttonText) },
    value: notificationId,
    ...(action === 'acknowledge' || action === 'acknowledgeAll' ? { style: 'primary' as const } : {}),
  };
}
