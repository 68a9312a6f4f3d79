import { deliveredTo, isFree, namedTo, takeAll } from './reply-all.ts';
import { askAboutElsewhere } from './reply-elsewhere.ts';
import { foldReply } from './reply-folding.ts';
import type { ParsedReply } from './reply-grammar.ts';
import type { Responder } from './people.ts';
import { askWhichAlert, askWho, MAX_OPTIONS } from './reply-questions.ts';
import type {
  ActDecision, ActManyDecision, AskDecision, BindingDecision, BindingInput, BoundNotification, OpenAlert, PagedElsewhere, ReplyRequest, SayDecision, SayKind,
} from './reply-binding-types.ts';

export type * from './reply-binding-types.ts';

/**
 * Binds a reply to a person, an alert and a request. STOP goes before everything. An alert is chosen by the button, the
 * quoted message, the typed code or the answer to a question; without any of them only when exactly one is open. Where
 * these disagree nothing is taken and the sender is asked: an alert taken by mistake is looked after by nobody.
 */
export function bindReply(input: BindingInput): BindingDecision {
  const { reply, sharers, openAlerts, pendingQuestion, now } = input;
  if (reply.intent === 'stop') {
    return { type: 'optOut', responders: sharers.map(({ id }) => id), affected: openAlerts.map(({ code, notificationId }) => ({ code, notificationId })) };
  }
  if (reply.intent === 'start') return { type: 'optIn', responders: sharers.map(({ id }) => id) };
  if (sharers.length === 0) return say('unknown_sender');
  if (input.buttonDigest !== null) return bindAll(input, input.buttonDigest, 'button');
  if (input.buttonNotification === null) {
    if (input.directMessage !== null) return say('not_an_alert', input.directMessage);
    if (reply.intent === 'help') return say('help');
    const isOpen = pendingQuestion !== null && pendingQuestion.expiresAt.getTime() > now.getTime();
    const answered = isOpen ? bindAnswer(input, pendingQuestion) : null;
    if (answered !== null) return answered;
  }
  const wanted = wantedOf(input);
  if (wanted === null) return bindWithoutRequest(input);
  if (reply.intent === 'acknowledgeAll' && input.buttonNotification === null) return reply.codes.length > 0 ? chooseAmongCodes(input, wanted) : bindAll(input, input.quotedDigest, 'quote');
  if (input.buttonNotification === null && reply.number !== null && reply.code === null) return say(pendingQuestion === null ? 'no_question' : 'question_expired');
  const chosen = chooseAlert(input, wanted);
  return 'type' in chosen ? chosen : addSpeaker(input, wanted, chosen);
}

function wantedOf({ reply, buttonNotification }: BindingInput): ReplyRequest | null {
  if (buttonNotification !== null) return buttonNotification.action;
  const { intent } = reply;
  if (intent === 'acknowledge' || intent === 'decline' || intent === 'resolve' || intent === 'giveBack') return intent;
  return intent === 'acknowledgeAll' ? 'acknowledge' : null;
}

/** Everything that a message names to whoever speaks, or that was delivered to whoever speaks. */
function bindAll(input: BindingInput, named: OpenAlert[] | null, how: 'button' | 'quote'): ActManyDecision | ActDecision | AskDecision | SayDecision {
  const { sharers } = input;
  const speaker = (sharers.length === 1 ? sharers[0] : undefined) ?? introducedBy(input);
  if (speaker === undefined) return askWho(input, { kind: 'acknowledge', code: null, reason: 'shared_address', all: true });
  return named === null ? takeAll(speaker.id, deliveredTo(input, speaker.id), 'all') : takeAll(speaker.id, namedTo(speaker.id, named), how);
}

/** `among`: the message went to other addresses than the one that speaks, and to these people alone. */
type Chosen = Pick<ActDecision, 'code' | 'notificationId' | 'step' | 'reason'> & { among?: readonly PagedElsewhere[] };

function chooseAlert(input: BindingInput, wanted: ReplyRequest): Chosen | AskDecision | SayDecision {
  const { reply, buttonNotification, quotedNotification, openAlerts } = input;
  if (buttonNotification !== null) return chosen(buttonNotification, 'button');
  if (reply.codes.length > 1) return chooseAmongCodes(input, wanted);
  if (input.quotedDigest !== null) return chooseFromDigest(input, wanted, input.quotedDigest);
  if (reply.code === null) return quotedNotification === null ? chooseOnlyOpen(input, wanted) : chosen(quotedNotification, 'quote');
  const typed = findTyped(input, reply.code);
  if ('type' in typed) return typed;
  if (quotedNotification === null || quotedNotification.code === typed.code) return typed;
  const both = [quotedNotification.code, typed.code].map((code) => openAlerts.find((alert) => alert.code === code) ?? { code, severity: null });
  return askWhichAlert(input, { kind: wanted, options: both, reason: 'code_and_quote_differ' });
}

/** The only open one of those that the quoted message names, or the one whose code was typed; of several none is taken. */
function chooseFromDigest(input: BindingInput, wanted: ReplyRequest, named: OpenAlert[]): Chosen | AskDecision | SayDecision {
  const { code } = input.reply;
  if (code === null) {
    const [first, ...others] = named;
    if (first === undefined) return say('nothing_open');
    return others.length === 0 ? chosen(first, 'quote') : askWhichAlert(input, { kind: wanted, options: named, reason: 'several_open' });
  }
  const inIt = named.find((alert) => alert.code === code);
  return inIt === undefined ? findTyped(input, code) : chosen(inIt, 'quote');
}

/** An alert that is closed is bound as well: its own answer says that it is closed, and by whom. */
function findTyped({ openAlerts, typed, quotedNotification }: BindingInput, code: string): Chosen | SayDecision {
  const open = openAlerts.find((alert) => alert.code === code);
  if (quotedNotification?.code === code) return chosen(quotedNotification, 'quote');
  if (open !== undefined) return chosen(open, 'code');
  if (typed === null || typed.code !== code) return say('unknown_code', code);
  if (typed.sentHere !== null) return chosen({ code, ...typed.sentHere }, 'code');
  const [page] = typed.pagedElsewhere;
  return page === undefined ? say('not_for_you', code) : { ...chosen({ ...page, code }, 'code'), among: typed.pagedElsewhere };
}

function chooseAmongCodes(input: BindingInput, wanted: ReplyRequest): AskDecision | SayDecision {
  const options = input.openAlerts.filter(({ code }) => input.reply.codes.includes(code));
  if (options.length === 0) return say('unknown_code');
  return askWhichAlert(input, { kind: wanted, options, reason: 'several_codes' });
}

function chooseOnlyOpen(input: BindingInput, wanted: ReplyRequest): Chosen | AskDecision | SayDecision {
  const [first, ...others] = input.openAlerts;
  if (first === undefined) return askAboutElsewhere(input, wanted) ?? bindWithoutRequest(input);
  if (others.length === 0) return chosen(first, 'only_open');
  return askWhichAlert(input, { kind: wanted, options: input.openAlerts, reason: 'several_open' });
}

function chosen({ code, notificationId, step }: BoundNotification, reason: Chosen['reason']): Chosen {
  return { code, notificationId, step, reason };
}

/** Who is speaking, where several have the address: who says so in the reply, or nobody until they are asked. */
function addSpeaker(input: BindingInput, wanted: ReplyRequest, target: Chosen, known: string | null = null): ActDecision | AskDecision | SayDecision {
  const { sharers, reply } = input;
  const { code, reason, among } = target;
  const only = sharers.length === 1 ? sharers[0] : undefined;
  const speaker = only ?? sharers.find(({ id }) => id === known) ?? introducedBy(input);
  const wasPaged = ({ id }: Responder): boolean => among === undefined || among.some(({ responder }) => responder === id);
  if (speaker === undefined) return askWho({ ...input, sharers: sharers.filter(wasPaged) }, { kind: wanted, code, reason: 'shared_address' });
  if (!wasPaged(speaker)) return say('not_for_you', code);
  const { notificationId, step } = among?.find(({ responder }) => responder === speaker.id) ?? target;
  const found = wanted === 'resolve' && reply.found !== undefined ? { found: reply.found } : {};
  return { type: 'act', act: wanted, code, responder: speaker.id, notificationId, step, ...found, reason };
}

/** A seen message, an unclear one, or a number that no question waits for. */
function bindWithoutRequest(input: BindingInput): SayDecision {
  const { reply, quotedNotification, openAlerts, elsewhere, pendingQuestion, sharers } = input;
  if (reply.intent === 'number') return say(pendingQuestion === null ? 'no_question' : 'question_expired');
  const pointedAt = reply.code ?? quotedNotification?.code ?? null;
  if (reply.code !== null) {
    const typed = findTyped(input, reply.code);
    if ('type' in typed) return typed;
  }
  const around = openAlerts.length > 0 ? openAlerts : elsewhere;
  const meant = pointedAt === null ? around : around.filter(({ code }) => code === pointedAt);
  if (meant.length === 0) return say('nothing_open');
  const mine = meant.filter(({ owner }) => sharers.some(({ id }) => id === owner));
  const free = meant.filter((alert) => !mine.includes(alert) && (isFree(alert) || alert.offered === true));
  if (free.length > 0) return about(reply.intent === 'seen' ? 'seen_not_taken' : 'unclear', meant.length === 1 ? free : []);
  return mine.length > 0 ? about('yours', mine) : about('taken_by_other', meant);
}

function about(kind: SayKind, alerts: OpenAlert[]): SayDecision {
  const only = alerts.length === 1 ? alerts[0] : undefined;
  return say(kind, only?.code ?? null, only?.owner ?? null);
}

function say(kind: SayKind, code: string | null = null, owner: string | null = null): SayDecision {
  return { type: 'say', say: kind, code, owner };
}

type Question = NonNullable<BindingInput['pendingQuestion']>;

/** The decision that answers the question; null when the reply is about something else. */
function bindAnswer(input: BindingInput, question: Question): BindingDecision | null {
  const kind = toReplyRequest(question);
  if (kind === null) return null;
  return question.kind === 'which_alert' ? bindAlertAnswer(input, question, kind) : bindWhoAnswer(input, question, kind);
}

function toReplyRequest({ request: { kind } }: Question): ReplyRequest | null {
  return kind === 'acknowledge' || kind === 'decline' || kind === 'resolve' || kind === 'giveBack' ? kind : null;
}

function bindAlertAnswer(input: BindingInput, question: Question, kind: ReplyRequest): BindingDecision | null {
  const { reply, openAlerts, elsewhere } = input;
  const isCodeAlone = reply.code !== null && reply.folded === '' && reply.intent === 'unclear';
  if (isCodeAlone && reply.code !== null) {
    const typed = findTyped(input, reply.code);
    return 'type' in typed ? typed : addSpeaker(input, kind, { ...typed, reason: 'question_answered' }, question.request.responder);
  }
  if (reply.number === null || reply.code !== null) return null;
  const code = question.options[reply.number - 1];
  const asked = wantedOf(input) ?? kind;
  if (code === undefined) {
    const options = question.options.map((option) => openAlerts.find((alert) => alert.code === option) ?? { code: option, severity: null });
    return askWhichAlert(input, { kind: asked, options, reason: 'number_out_of_range' });
  }
  const open = [...openAlerts, ...elsewhere].find((alert) => alert.code === code);
  const target = { code, notificationId: open?.notificationId ?? null, step: open?.step ?? null, reason: 'question_answered' as const };
  return addSpeaker(input, asked, target, question.request.responder);
}

function bindWhoAnswer(input: BindingInput, question: Question, kind: ReplyRequest): BindingDecision | null {
  const { reply, sharers, openAlerts } = input;
  if (reply.number !== null && reply.intent !== 'number') return null;
  const named = reply.number === null ? namedIn(input, reply) : sharers.find(({ id }) => id === question.options[(reply.number ?? 0) - 1]);
  if (named !== undefined && !mayHaveBeenAsked(question, named)) return say('not_for_you', question.request.code);
  if (named === undefined) return reply.number === null ? null : askWho(input, { kind, code: question.request.code, reason: 'number_out_of_range', ...(question.request.all ? { all: true } : {}) });
  const speaker = { ...input, sharers: [named] };
  if (question.request.all === true) return takeAll(named.id, deliveredTo(input, named.id), 'question_answered');
  const { code } = question.request;
  if (code === null) {
    const target = chooseOnlyOpen(speaker, kind);
    return 'type' in target ? target : addSpeaker(speaker, kind, { ...target, reason: 'question_answered' });
  }
  const open = openAlerts.find((alert) => alert.code === code);
  return addSpeaker(speaker, kind, { code, notificationId: open?.notificationId ?? null, step: open?.step ?? null, reason: 'question_answered' });
}

/** Only those are asked who they are that it can be; more than a message holds may answer by their name. */
function mayHaveBeenAsked({ options }: Question, { id }: Responder): boolean {
  return options.length >= MAX_OPTIONS || options.includes(id);
}

const INTRODUCTIONS = ['soy', 'habla', 'aqui', 'i am', 'im', 'this is'].map(foldReply);

/** "Voy, soy Ana". Without an introduction a name may as well be the one of somebody spoken to. */
function introducedBy({ sharers, reply }: BindingInput): BindingInput['sharers'][number] | undefined {
  return onlyOne(sharers.filter(({ name }) => namesOf(name).some((each) => INTRODUCTIONS.some((word) => ` ${reply.folded} `.includes(` ${word} ${each} `)))));
}

/** "Ana", "soy Ana Soto": the answer to "who is it?", when it fits one person alone. */
function namedIn({ sharers }: BindingInput, reply: ParsedReply): BindingInput['sharers'][number] | undefined {
  const bare = INTRODUCTIONS.reduce((text, word) => (text.startsWith(`${word} `) ? text.slice(word.length + 1) : text), reply.folded);
  return onlyOne(sharers.filter(({ name }) => namesOf(name).includes(bare)));
}

function namesOf(name: string): string[] {
  const whole = foldReply(name);
  return [whole, whole.split(' ')[0] ?? ''].filter((each) => each !== '');
}

function onlyOne<T>(list: T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}
