import { asRendered, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import type { AskDecision, BindingDecision, SayDecision } from '../reply-binding-types.ts';
import type { RequestAnswer, RequestKind } from '../request.ts';
import { fill, type Slots } from './fill.ts';
import { endedSlot, holderSlot } from './message-slots.ts';
import { MAX_TEXT_CHARS, type Medium } from './render-message.ts';
import { SENTENCES } from './sentences.ts';
import { codeSlot, nameSlot, timeSlot, whereSlots } from './slots.ts';
import { toSmsText } from './sms-text.ts';

/** What an answer is told with. */
export interface DecisionContext {
  /** IANA time zone of the person answered. */
  timeZone: string;
  /** A responder's display name by id. */
  nameOf: (id: string) => string;
  link?: string | null;
  desk?: string | null;
  drill?: boolean;
}

export interface AnswerContext extends DecisionContext {
  code: string;
  /** What was asked for. */
  kind: RequestKind;
}

/** What came of a request, told to who made it. Free text: an answer is always inside WhatsApp's 24-hour window. */
export function renderAnswer(answer: RequestAnswer, context: AnswerContext, language: Language, medium: Medium): RenderedMessage {
  const words = SENTENCES[language];
  const nameOf = (responder: string | undefined): string | null => (responder === undefined ? null : nameSlot(context.nameOf(responder), language));
  const owner = nameOf(answer.owner?.responder);
  const ender = nameOf(answer.resolvedBy) ?? owner;
  const since = timeSlot(answer.owner?.since ?? null, context.timeZone);
  const deadline = timeSlot(answer.nextDeadline, context.timeZone);
  const slots: Slots = {
    code: codeSlot(context.code),
    owner: answer.outcome === 'already_taken' ? owner ?? words.somebody : answer.outcome === 'already_resolved' ? ender : owner,
    from: nameOf(answer.takenFrom),
    since,
    deadline,
    attended: deadline === null ? words.whenAttended : fill(words.before, { time: deadline }),
    holder: holderSlot(owner, since, language),
    ended: endedSlot(answer.status, ender, language),
  };
  const text = fillWithPlace(sentenceOf(answer, language, medium), slots, context, language);
  // Only who pressed sees it: it need not be taken away when the time is over, and costs the alert nothing.
  const undo = medium === 'slack' && answer.outcome === 'resolved' ? [{ action: 'giveBack' as const, label: words.undo }] : [];
  return toAnswer(text, context, language, medium, undo);
}

/** Who can't take an alert, or asks for help, hears what really follows. */
function sentenceOf({ outcome, owner, takenFrom, follows = 'step' }: RequestAnswer, language: Language, medium: Medium): string {
  const words = SENTENCES[language];
  if (outcome === 'declined' && owner !== null) return words.declinedOffer;
  if (outcome === 'given_back' && takenFrom !== undefined) return `${words.takenBack} ${words.follows[follows]}`;
  if (outcome === 'declined' || outcome === 'given_back' || outcome === 'escalated') return `${words.passedOn[outcome]} ${words.follows[follows]}`;
  return (medium === 'slack' ? words.slackAnswer[outcome] : undefined) ?? words.answer[outcome];
}

/** A decision as far as it is worded. */
export type SpokenDecision = Question | Exclude<BindingDecision, { type: 'act' | 'actMany' } | AskDecision>;

type Question = DistributiveOmit<AskDecision, 'question'>;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What is said, or asked, about a reply that changed nothing, or that ends or begins messages to an address. */
export function renderDecision(decision: SpokenDecision, context: DecisionContext, language: Language, medium: Medium): RenderedMessage {
  const words = SENTENCES[language];
  if (decision.type === 'optOut') return toAnswer(words.optOut, context, language, medium);
  if (decision.type === 'optIn') return toAnswer(words.optIn, context, language, medium);
  const text = decision.type === 'ask' ? questionText(decision, language) : sayText(decision, context, language, medium);
  return toAnswer(text, context, language, medium);
}

function sayText({ say, code: bound, owner }: SayDecision, context: DecisionContext, language: Language, medium: Medium): string {
  const words = SENTENCES[language];
  const code = bound === null ? null : codeSlot(bound);
  const sentence = (medium === 'slack' ? words.slackAnswer[say] : undefined) ?? words.say[say];
  const slots: Slots = { code, alert: code ?? words.theAlert, owner: owner === null ? words.somebody : nameSlot(context.nameOf(owner), language) };
  return fillWithPlace(sentence, slots, context, language);
}

/** A numbered list: `1) K7F2-Q9MD CRÍTICA`, or the names of those who share the address. */
function questionText(decision: Question, language: Language): string {
  const words = SENTENCES[language];
  const { kind, code, more, reason } = decision;
  const asked = decision.ask === 'who' ? fill(words.who, { alert: code ?? words.theAlert.toLowerCase() }) : words.whichAlert[kind];
  const options = decision.ask === 'who'
    ? decision.options.map(({ name }) => nameSlot(name, language))
    : decision.options.map(({ code, severity }) => (severity === null ? code : `${code} ${words.severity[severity]}`));
  const lines = options.map((option, index) => fill(words.option, { number: String(index + 1), option }));
  const tail = more > 0 && decision.ask === 'which_alert' ? [fill(words.more, { more: String(more) })] : [];
  const full = [asked, ...lines, ...tail].join('\n');
  const again = words.askAgain[reason];
  return again !== undefined && full.length + again.length < ROOM_CHARS ? `${again} ${full}` : full;
}

/** What is left of a message beside the mark of a drill. */
const ROOM_CHARS = MAX_TEXT_CHARS - 'SIMULACRO. '.length;

/** With the fullest place that fits, or without one. */
function fillWithPlace(sentence: string, slots: Slots, context: DecisionContext, language: Language): string {
  const places = [...whereSlots(context, language), null];
  const texts = places.map((where) => fill(sentence, { ...slots, where }));
  return texts.find((text) => text.length <= ROOM_CHARS) ?? texts.at(-1) ?? '';
}

export function toAnswer(text: string, { drill, timeZone }: DecisionContext, language: Language, medium: Medium, actions: RenderedMessage['actions'] = []): RenderedMessage {
  const marked = drill ? `${SENTENCES[language].drillMark}. ${text}` : text;
  const cut = marked.length > MAX_TEXT_CHARS ? `${marked.slice(0, MAX_TEXT_CHARS - 3)}...` : marked;
  return asRendered({
    kind: 'answer', language, template: null, variables: [], text: medium === 'sms' ? toSmsText(cut) : cut, actions, facts: null, timeZone,
  });
}
