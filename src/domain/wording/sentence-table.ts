import type { AlertStatus, TimelineKind } from '../alert.ts';
import type { MessageFacts, MessageKind, SlackAction } from '../message.ts';
import type { AskReason, ReplyRequest, SayKind } from '../reply-binding-types.ts';
import type { RequestAnswer, WhatFollows } from '../request.ts';
import type { Severity } from '../severity.ts';
import type { Stage } from '../stage.ts';

/** Outcomes that leave the alert to others. */
type PassedOn = 'declined' | 'given_back' | 'escalated';

/**
 * Every sentence the service can say in one language. `{slot}` is filled; `[…]` is left out when a slot in it is empty.
 * Nothing here names a treatment, a room or a patient, and nothing else is ever said.
 */
export interface Sentences {
  drillMark: string;
  repeatMark: string;
  unrecordedMark: string;
  unconfirmed: string;
  /** WhatsApp and SMS. No `[…]`: WhatsApp's templates have none. */
  message: Record<MessageKind, string>;
  /** What a Slack message asks for, by kind. */
  slackTask: Record<MessageKind, string>;
  slackHeader: string;
  /** One message about several alerts. `message` for WhatsApp and SMS: with twenty codes and `more` within their 299 characters. */
  digest: { message: string; more: string; slackHeader: string };
  /** That a message waits, whose own words go on no platform. `person` for every way, as WhatsApp's templates need it; `channel` in Slack. */
  direct: Record<'person' | 'channel', string>;
  /** What came of taking several at once. */
  tookAll: { taken: string; takenInSlack: string; none: string; recorded: string; notDelivered: string; others: string; closed: string };
  /** At most 20 characters: they are WhatsApp's button titles too, and replies that the grammar reads. */
  /** Under Slack's answer to who resolved an alert. */
  undo: string;
  button: Record<SlackAction, string>;
  severity: Record<Severity, string>;
  stage: Record<`${Stage}`, string>;
  confidence: Record<NonNullable<MessageFacts['confidenceBand']>, string>;
  review: string;
  step: string;
  before: string;
  /** In place of `before` when there is no deadline. */
  rightNow: string;
  whenAttended: string;
  where: string;
  deskAndLink: string;
  desk: string;
  askInUnit: string;
  taker: string;
  somebody: string;
  holder: string;
  nobodyHolds: string;
  /** How an alert ended. */
  ended: Record<Extract<AlertStatus, 'resolved' | 'cancelled' | 'informed'>, string>;
  endedOtherwise: string;
  /** The line of a Slack message that says how things stand. */
  state: Record<AlertStatus, string>;
  answer: Record<Exclude<RequestAnswer['outcome'], PassedOn>, string>;
  /** What came of it that somebody can't take an alert or asks for help; `follows` says what comes of that. */
  passedOn: Record<PassedOn, string>;
  /** In place of `passedOn.given_back` for an operator, who had nothing to give back. */
  takenBack: string;
  follows: Record<WhatFollows, string>;
  /** In place of both for who was asked to take over: whoever has the alert keeps it. */
  declinedOffer: string;
  say: Record<SayKind, string>;
  /** Where a Slack answer must name buttons instead of replies. */
  slackAnswer: Partial<Record<RequestAnswer['outcome'] | SayKind, string>>;
  theAlert: string;
  whichAlert: Record<ReplyRequest, string>;
  who: string;
  askAgain: Partial<Record<AskReason, string>>;
  more: string;
  option: string;
  optOut: string;
  optIn: string;
  timeline: Record<TimelineKind, string>;
  /** In place of `timeline` for what is posted in a channel. */
  inChannel: Partial<Record<TimelineKind, string>>;
  earlier: string;
  /** Named reasons of the domain, in words. */
  reason: Readonly<Record<string, string>>;
}
