import { UNDO_WINDOW_MS } from '../../domain/escalation/attending.ts';
import { kindOfNotification } from '../../domain/escalation/sending.ts';
import type { Hospital } from '../../domain/hospital.ts';
import type { Destination, Responder } from '../../domain/people.ts';
import type { Route } from '../../domain/platform-name.ts';
import { bindReply, type BindingDecision, type BindingInput, type BoundNotification, type DeliveredAlerts, type OpenAlert, type PagedElsewhere } from '../../domain/reply-binding.ts';
import { isAnsweredByTwilio, parseReply } from '../../domain/reply-grammar.ts';
import { directCodeOf, NO_ALERT, type Ledger, type OpenPage, type PageUnderWay, type PostedMessage } from '../../ledger/ledger.ts';
import { namedTo, takeAll } from '../../domain/reply-all.ts';
import type { PressEvent } from '../slack/press-event.ts';
import type { Incoming } from './incoming.ts';

/** What a reply or a press comes to, and where it came from. */
export interface Bound {
  decision: BindingDecision;
  /** Null where WhatsApp hid the number: nothing can be answered there. */
  destination: Destination | null;
  route: Route;
  /** Slack's channel in which a button was pressed. */
  conversation: string | null;
  /** Twilio answers by itself and lets no answer of ours through. */
  answeredByTwilio: boolean;
}

export interface BindingContext {
  ledger: Ledger;
  hospital: Hospital;
  now: Date;
  /** When it came in: what was sent after that isn't meant by it, however late it is processed. */
  receivedAt: Date;
}

type Reply = Extract<Incoming, { type: 'reply' }>['reply'];

export async function bindIncoming(context: BindingContext, incoming: Incoming): Promise<Bound> {
  return incoming.type === 'press' ? bindPress(context, incoming.press) : bindText(context, incoming.reply);
}

/** A button names its message, and Slack vouches for who pressed it. */
async function bindPress({ ledger, hospital }: BindingContext, press: PressEvent): Promise<Bound> {
  const destination: Destination = { platform: 'slack', kind: 'person', address: press.userId };
  const from = { destination, route: 'slack' as const, conversation: press.channel, answeredByTwilio: false };
  const [responder] = hospital.whoIsAt(destination);
  if (!responder) return { ...from, decision: { type: 'say', say: 'unknown_sender', code: null, owner: null } };
  if (press.action === 'acknowledgeAll') return { ...from, decision: takeAll(responder.id, namedTo(responder.id, await namedIn(ledger, press.notificationId)), 'button') };
  const posted = await pageOf(ledger, press.notificationId);
  if (!posted) return { ...from, decision: { type: 'say', say: 'nothing_open', code: null, owner: null } };
  const { code, notificationId, step } = posted;
  return { ...from, decision: { type: 'act', act: press.action, code, notificationId, step, responder: responder.id, reason: 'button' } };
}

async function bindText(context: BindingContext, reply: Reply): Promise<Bound> {
  const { ledger, hospital, now } = context;
  const destination = toDestination(reply);
  const route: Route = reply.from?.startsWith('whatsapp:') === false ? 'twilio-sms' : 'twilio';
  const sms = route === 'twilio-sms';
  const from = { destination, route, conversation: null, answeredByTwilio: sms && isAnsweredByTwilio(reply.body) };
  const nowhere: BindingInput = {
    reply: parseReply(reply.body), quotedNotification: null, buttonNotification: null, quotedDigest: null, buttonDigest: null, delivered: {}, sharers: [], openAlerts: [], elsewhere: [], typed: null,
    directMessage: null, pendingQuestion: null, now,
  };
  if (!destination) return { ...from, decision: bindReply(nowhere) };
  const sharers = hospital.whoIsAt(destination);
  const parsed = parseReply(reply.body, { media: reply.mediaTypes.length > 0, names: sharers.map(({ name }) => name), sms });
  const quoted = reply.quotedSid === null ? null : await ledger.postedByRef('twilio', reply.quotedSid);
  const pendingQuestion = await ledger.pendingQuestion(destination, now);
  const takesAll = parsed.intent === 'acknowledgeAll' || pendingQuestion?.request.all === true;
  const openAlerts = parsed.intent === 'giveBack' ? await undoableAt(context, destination, sharers) : await openAlertsAt(ledger, destination);
  const input: BindingInput = {
    reply: parsed,
    sharers,
    quotedNotification: quoted?.digest ? null : toBound(quoted),
    quotedDigest: quoted?.digest ? await namedIn(ledger, quoted.attemptId) : null,
    ...(await pressed(ledger, reply)),
    delivered: takesAll ? Object.fromEntries(await Promise.all(sharers.map(async ({ id }) => [id, await deliveredTo(context, id)] as const))) : {},
    openAlerts,
    elsewhere: openAlerts.length > 0 ? [] : await elsewhereOf(context, sharers, parsed.intent === 'giveBack'),
    typed: parsed.code === null ? null : await typedAlert(ledger, parsed.code, destination, sharers),
    directMessage: await directMessageOf(ledger, parsed.code, quoted),
    pendingQuestion,
    now,
  };
  return { ...from, decision: bindReply(input) };
}

export function toDestination({ from }: Pick<Reply, 'from'>): Destination | null {
  return from === null ? null : { platform: 'twilio', kind: 'person', address: from };
}

/** The message that shows a button. It can be pressed before its provider's answer to us is known, and after a crash that lost that. */
async function pageOf(ledger: Ledger, notificationId: string): Promise<PageUnderWay | null> {
  return (await ledger.postedByNotification(notificationId)) ?? (await ledger.pagesUnderWay({ notificationId }))[0] ?? null;
}

/** Null for a message about no alert in particular, such as a question of ours or the answer to who took several. */
function toBound(posted: PageUnderWay | null): BoundNotification | null {
  return posted && posted.code !== NO_ALERT ? { notificationId: posted.notificationId, code: posted.code, step: posted.step } : null;
}

async function pressed(ledger: Ledger, { button }: Reply): Promise<Pick<BindingInput, 'buttonNotification' | 'buttonDigest'>> {
  if (button === null) return { buttonNotification: null, buttonDigest: null };
  const { action, notificationId } = button;
  if (action === 'acknowledgeAll') return { buttonNotification: null, buttonDigest: await namedIn(ledger, notificationId) };
  const bound = toBound(await pageOf(ledger, notificationId));
  return { buttonNotification: bound && { ...bound, action }, buttonDigest: null };
}

/** The open alerts that a digest names, and to whom. A channel's is for everybody in it. */
async function namedIn(ledger: Ledger, attemptId: string): Promise<OpenAlert[]> {
  const carried = await ledger.postedByAttempt(attemptId);
  const readersOf = (code: string): string[] => carried.flatMap((page) => (page.code === code && page.responder !== null ? [page.responder] : []));
  return (await ledger.openInDigest(attemptId)).map((page) => ({ ...toOpenAlert(page), ...(page.destination.kind === 'person' ? { sentTo: readersOf(page.code) } : {}) }));
}

/**
 * What one person had been paged for when they wrote, and may mean by "all". What seems to leave only later than now left before the clock
 * was set back.
 */
async function deliveredTo({ ledger, now, receivedAt }: BindingContext, responder: string): Promise<DeliveredAlerts> {
  const pages = (await ledger.openPagesTo(responder)).filter(({ sentAt }) => sentAt <= receivedAt || sentAt > now);
  return { delivered: pages.filter(hasReached).map(toOpenAlert), underWay: pages.filter((page) => !hasReached(page)).map(toOpenAlert) };
}

/** Slack gives no receipts: what it took is as good as delivered. */
function hasReached({ route, state }: OpenPage): boolean {
  return state === 'delivered' || state === 'read' || route === 'slack';
}

function toOpenAlert({ notificationId, code, step, severity, sentAt, status, owner }: OpenPage): OpenAlert {
  return { notificationId, code, step, severity, sentAt, owner, offered: isStillAsked({ notificationId, status }) };
}

/** Whether a page's reader is wanted although somebody has the alert: they were asked to take it over, or the step needs more people than have said so. */
function isStillAsked({ notificationId, status }: Pick<OpenPage, 'notificationId' | 'status'>): boolean {
  return kindOfNotification(notificationId) === 'added' || status !== 'acknowledged';
}

async function openAlertsAt(ledger: Ledger, destination: Destination): Promise<OpenAlert[]> {
  const newest = new Map<string, PageUnderWay>();
  for (const posted of [...(await ledger.pagesUnderWay({ destination })), ...(await ledger.openAlertsAt(destination))]) if (!newest.has(posted.code)) newest.set(posted.code, posted);
  return toOpenAlerts(ledger, [...newest.values()]);
}

/** What the one person here was paged for wherever it was, and for an undo what they resolved lately. Who of several is meant isn't known. */
async function elsewhereOf({ ledger, now }: BindingContext, sharers: Responder[], undo: boolean): Promise<OpenAlert[]> {
  const [person, ...others] = sharers;
  if (!person || others.length > 0) return [];
  const open = await toOpenAlerts(ledger, await ledger.openPagesTo(person.id));
  if (!undo) return open;
  const resolved = await resolvedLately(ledger, await ledger.resolvedPagesTo(person.id), now);
  return [...open, ...resolved.filter(({ owner }) => owner === person.id)];
}

async function toOpenAlerts(ledger: Ledger, pages: readonly PageUnderWay[]): Promise<OpenAlert[]> {
  const alerts = await Promise.all(pages.map(async ({ code, step, notificationId, sentAt }) => {
    const view = await ledger.alert(code);
    if (!view) return [];
    const { severity, status, acknowledgedBy: owner, timeline } = view;
    // What was asked before somebody took it has been answered.
    const takenAt = timeline.findLast(({ kind }) => kind === 'acknowledged')?.at;
    const isAnswered = status === 'acknowledged' && takenAt !== undefined && sentAt.getTime() < Date.parse(takenAt);
    return [{ code, step, notificationId, sentAt, severity, owner, offered: !isAnswered && isStillAsked({ notificationId, status }) }];
  }));
  return alerts.flat();
}

/** What a bare DESHACER can mean: an alert that somebody here holds, or one that was resolved lately; else any that is open. */
async function undoableAt({ ledger, now }: BindingContext, destination: Destination, sharers: Responder[]): Promise<OpenAlert[]> {
  const open = await openAlertsAt(ledger, destination);
  const resolved = await resolvedLately(ledger, await ledger.resolvedAlertsAt(destination), now);
  const held = [...open, ...resolved].filter(({ owner }) => sharers.some(({ id }) => id === owner));
  return held.length > 0 ? held : open;
}

/** Those whose resolve can still be undone. */
async function resolvedLately(ledger: Ledger, pages: readonly PageUnderWay[], now: Date): Promise<OpenAlert[]> {
  const alerts = await Promise.all(pages.map(async ({ code, step, notificationId, sentAt }) => {
    const view = await ledger.alert(code);
    const resolvedAt = view?.timeline.findLast(({ kind }) => kind === 'resolved')?.at;
    const isRecent = resolvedAt !== undefined && now.getTime() - Date.parse(resolvedAt) < UNDO_WINDOW_MS;
    return view && isRecent ? [{ code, step, notificationId, sentAt, severity: view.severity, owner: view.acknowledgedBy }] : [];
  }));
  return alerts.flat();
}

async function typedAlert(ledger: Ledger, code: string, destination: Destination, sharers: Responder[]): Promise<BindingInput['typed']> {
  if (!(await ledger.alert(code))) return null;
  const posted = await ledger.posted(code);
  const here = posted.findLast((message) => message.destination.address === destination.address)
    ?? (await ledger.pagesUnderWay({ destination })).find((page) => page.code === code);
  return { code, sentHere: here ? { notificationId: here.notificationId, step: here.step } : null, pagedElsewhere: sharers.flatMap((person) => pageTo(posted, person)) };
}

/** A typed code says more than what was quoted, as for alerts. */
async function directMessageOf(ledger: Ledger, typed: string | null, quoted: PostedMessage | null): Promise<string | null> {
  if (typed === null) return quoted === null ? null : directCodeOf(quoted.notificationId);
  return (await ledger.alert(typed)) === null ? (await ledger.directMessage(typed))?.code ?? null : null;
}

/** The newest page that reached somebody, at whichever of their addresses: their phone is theirs, so their word counts from there too. */
function pageTo(posted: PostedMessage[], { id }: Responder): PagedElsewhere[] {
  const page = posted.findLast(({ purpose, responder, state }) => purpose === 'page' && responder === id && state !== 'failed_permanent');
  return page ? [{ responder: id, notificationId: page.notificationId, step: page.step }] : [];
}
