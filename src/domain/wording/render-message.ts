import { CLOSED_STATUSES, type AlertStatus } from '../alert.ts';
import { asRendered, type SlackAction, type MessageFacts, type MessageKind, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import { fill, slotsOf } from './fill.ts';
import { messageSlots } from './message-slots.ts';
import { SENTENCES } from './sentences.ts';
import { slackText } from './slack-lines.ts';
import { whereSlots } from './slots.ts';
import { toSmsText } from './sms-text.ts';
import { buttonsOf, sentenceOf, templateNameOf } from './whatsapp-templates.ts';

export type Medium = 'slack' | 'whatsapp' | 'sms';

/** The longest text on WhatsApp and SMS: below 300, and two SMS. */
export const MAX_TEXT_CHARS = 299;

/**
 * What is said about an alert. WhatsApp and SMS carry severity, code, until when, how to answer and where to look;
 * Slack's `text` the same, and its blocks come from `slackLines`. Times are told in `timeZone`. Never throws.
 */
export function renderMessage(kind: MessageKind, facts: MessageFacts, language: Language, timeZone: string, medium: Medium): RenderedMessage {
  if (medium === 'slack') return renderForSlack(kind, facts, language, timeZone);
  const sentence = sentenceOf(kind, facts.drill, language);
  const slots = messageSlots(facts, language, timeZone);
  const places = [...whereSlots(facts, language), SENTENCES[language].askInUnit];
  const fitting = places.find((where) => fill(sentence, { ...slots, where }).length <= MAX_TEXT_CHARS) ?? SENTENCES[language].askInUnit;
  const filled = { ...slots, where: fitting };
  const text = fill(sentence, filled);
  const whatsApp = medium === 'whatsapp';
  return asRendered({
    kind, language, facts, timeZone,
    template: whatsApp ? templateNameOf(kind, facts.drill, language) : null,
    variables: whatsApp ? slotsOf(sentence).map((slot) => filled[slot as keyof typeof filled] ?? '') : [],
    text: whatsApp ? text : toSmsText(text),
    actions: whatsApp ? buttonsOf(kind, language).map(({ action, title }) => ({ action, label: title })) : [],
  });
}

/** A Slack message is rewritten as the alert goes on: its buttons follow the status, not the kind alone. */
function renderForSlack(kind: MessageKind, facts: MessageFacts, language: Language, timeZone: string): RenderedMessage {
  const actions = slackActions(kind, facts).map((action) => ({ action, label: SENTENCES[language].button[action] }));
  const message = asRendered({ kind, language, facts, timeZone, template: null, variables: [], text: '', actions });
  return { ...message, text: slackText(message) };
}

function slackActions(kind: MessageKind, { status }: MessageFacts): SlackAction[] {
  if (CLOSED_STATUSES.includes(status as AlertStatus) || kind === 'taken_notice' || kind === 'closed_notice') return [];
  if (status === 'acknowledged') return kind === 'added' ? ['acknowledge', 'decline', 'resolve'] : ['resolve', 'giveBack'];
  return ['acknowledge', 'decline', 'resolve'];
}
