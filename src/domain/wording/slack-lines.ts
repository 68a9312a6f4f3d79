import { ALERT_STATUSES, type AlertStatus } from '../alert.ts';
import type { MessageFacts, RenderedMessage, SlackAction } from '../message.ts';
import type { Language } from '../people.ts';
import { fill } from './fill.ts';
import { messageSlots } from './message-slots.ts';
import { SENTENCES } from './sentences.ts';
import { deskSlot, linkSlot } from './slots.ts';

export interface SlackLines {
  /** How bad, and the code; begins with SIMULACRO / DRILL in a drill. */
  header: string;
  /** What to do, what was found, how things stand, where the patient is. Plain text: escape it for mrkdwn. */
  sections: string[];
  /** Small print. */
  context: string[];
  /** The hospital's page of this alert; null when there is none. Part of `sections` too, as plain text. */
  link: string | null;
  buttons: { action: SlackAction; label: string }[];
}

/** The words of a Slack message. Only these carry stage and confidence band; `message.text`, which phones push, doesn't. */
export function slackLines(message: RenderedMessage): SlackLines {
  const { facts, language } = message;
  if (facts === null) return { header: '', sections: [message.text], context: [], link: null, buttons: message.actions };
  const words = SENTENCES[language];
  const step = facts.step > 0 ? [fill(words.step, { step: String(facts.step) })] : [];
  return {
    header: headerOf(message, facts),
    sections: [...taskOf(message, facts), ...findingOf(facts, language), stateOf(message, facts), ...whereOf(facts, language)],
    context: [...(message.kind === 'drill' ? [] : [words.unconfirmed]), ...step],
    link: linkSlot(facts.link),
    buttons: message.actions,
  };
}

/** What a phone shows of a Slack message, and what is read out: no stage. */
export function slackText(message: RenderedMessage): string {
  const { facts, language } = message;
  if (facts === null) return message.text;
  const lines = [...taskOf(message, facts), stateOf(message, facts), ...whereOf(facts, language), ...(message.kind === 'drill' ? [] : [SENTENCES[language].unconfirmed])];
  return [headerOf(message, facts), ...lines].join('\n');
}

function slotsFor(message: RenderedMessage, facts: MessageFacts): ReturnType<typeof messageSlots> {
  return messageSlots(facts, message.language, message.timeZone ?? 'UTC');
}

function headerOf(message: RenderedMessage, facts: MessageFacts): string {
  const { drillMark, slackHeader } = SENTENCES[message.language];
  const header = fill(slackHeader, slotsFor(message, facts));
  return facts.drill || message.kind === 'drill' ? `${drillMark}. ${header}` : header;
}

/** What is asked for, for as long as it is: nobody who reads a closed or taken alert is told to go. */
function taskOf(message: RenderedMessage, facts: MessageFacts): string[] {
  const { kind, language } = message;
  const asks = kind === 'taken_notice' || kind === 'closed_notice' || kind === 'attend_reminder' || kind === 'added' || isWaiting(facts.status);
  return asks && kind !== 'answer' && kind !== 'digest' && kind !== 'direct' ? [fill(SENTENCES[language].slackTask[kind], slotsFor(message, facts))] : [];
}

function isWaiting(status: string): boolean {
  return status === 'triggered' || status === 'notified' || status === 'unanswered';
}

function findingOf({ stage, confidenceBand, needsReview }: MessageFacts, language: Language): string[] {
  const words = SENTENCES[language];
  const found = [stage === null ? null : words.stage[stage], confidenceBand === null ? null : words.confidence[confidenceBand]].filter((part) => part !== null);
  return [...(found.length === 0 ? [] : [found.join(' · ')]), ...(needsReview ? [words.review] : [])];
}

/** "La tomó Ana · 03:12". */
function stateOf(message: RenderedMessage, facts: MessageFacts): string {
  const { state, somebody } = SENTENCES[message.language];
  const slots = slotsFor(message, facts);
  const status = ALERT_STATUSES.find((each) => each === facts.status) ?? ('notified' satisfies AlertStatus);
  const owner = status === 'acknowledged' ? slots['owner'] ?? somebody : slots['owner'] ?? null;
  return fill(state[status], { ...slots, owner });
}

function whereOf(facts: MessageFacts, language: Language): string[] {
  const words = SENTENCES[language];
  const link = linkSlot(facts.link);
  const desk = deskSlot(facts.desk);
  if (link === null && desk === null) return [];
  const where = link !== null && desk !== null ? fill(words.deskAndLink, { link, desk }) : link ?? fill(words.desk, { desk });
  return [fill(words.where, { where })];
}
