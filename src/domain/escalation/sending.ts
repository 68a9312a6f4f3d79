import { MESSAGE_KINDS, type MessageKind } from '../message.ts';
import type { Recipient } from '../plan.ts';
import type { Route } from '../platform-name.ts';
import type { SendEffect } from './alert-event.ts';
import { toldDeadline, type AlertState, type Page } from './alert-state.ts';
import { reserveLine, type Change } from './change.ts';

/** Notifications that an alert remembers, the newest; reminders to the fail-safe recipient could go on for days. */
const KEPT_PAGES = 100;

/** What tells a notification apart from the others of its alert; the same parts give the same id, so asking twice is asking once. */
export interface PageRequest {
  recipient: Recipient;
  route: Route;
  kind: MessageKind;
  /** Which of several alike, such as the second reminder; 0 for the first. */
  turn: number;
  afterAcknowledgment: boolean;
  mayDefer?: boolean;
}

/** Asks for a notification, unless the very same one was asked for before. */
export function askToSend(change: Change, request: PageRequest): void {
  const { state } = change;
  const { recipient, route, kind } = request;
  const id = notificationId(state, request);
  if (state.pages.some((page) => page.id === id)) return;
  const page: Page = {
    id, recipient, route, kind, round: state.round, step: state.step, state: 'asked', responder: null, resultSeq: reserveLine(change),
  };
  state.pages.push(page);
  state.pages.splice(0, state.pages.length - KEPT_PAGES);
  change.effects.push(toSendEffect(state, page, { afterAcknowledgment: request.afterAcknowledgment, patient: false, mayDefer: request.mayDefer ?? false }));
}

/** The effect that sends a page, or settles it when it was in doubt: the id is the same, so the ledger knows which. */
export function toSendEffect(state: AlertState, page: Page, how: Pick<SendEffect, 'afterAcknowledgment' | 'patient' | 'mayDefer'>): SendEffect {
  const { id, recipient, route, kind, round, step, resultSeq } = page;
  return {
    type: 'send', id, recipient, route, kind, round, step, resultSeq, ...how,
    deadline: toldDeadline(state),
    exclude: recipient.kind === 'role' ? notAsked(state, kind) : [],
  };
}

/** Nobody comes after the fail-safe recipient: their no doesn't end the calls. An owner isn't asked to take what they have. */
function notAsked({ declined, owner }: AlertState, kind: MessageKind): string[] {
  if (kind === 'fail_safe') return [];
  return kind === 'added' && owner ? [...declined, owner.responder] : [...declined];
}

function notificationId(state: AlertState, { recipient, route, kind, turn }: PageRequest): string {
  return [state.code, state.round, state.step, recipientKey(recipient), route, kind, turn].join('.');
}

/** Which of several alike a notification is, read off its id: 0 for the first. */
export function turnOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('.') + 1));
}

/** What a notification said when it was sent, read off its id; null for an id that isn't an alert's page. */
export function kindOfNotification(id: string): MessageKind | null {
  const kind = id.split('.').at(-2);
  return MESSAGE_KINDS.find((each) => each === kind) ?? null;
}

/** Was it sent with this step of this round? Read off the notification's id. */
export function isOfStep(id: string, { round, step }: Pick<AlertState, 'round' | 'step'>): boolean {
  const [, itsRound, itsStep] = id.split('.');
  return itsRound === String(round) && itsStep === String(step);
}

/** A word for a recipient that is the same wherever it is computed. */
export function recipientKey(recipient: Recipient): string {
  if (recipient.kind === 'role') return recipient.role;
  return recipient.kind === 'responder' ? `@${recipient.responder}` : recipient.channel;
}

/** Whom pages are leaving for in the step that runs. */
export function callingNow({ round, step, pages }: AlertState): Recipient[] {
  return pages.filter((page) => page.state === 'asked' && page.round === round && page.step === step).map(({ recipient }) => recipient);
}

export function isPerson(recipient: Recipient): boolean {
  return recipient.kind !== 'channel';
}

/** Routes on which a recipient can be addressed at all: a channel is Slack's. */
export function routesFor(recipient: Recipient, routes: Route[]): Route[] {
  return isPerson(recipient) ? routes : routes.filter((route) => route === 'slack');
}
