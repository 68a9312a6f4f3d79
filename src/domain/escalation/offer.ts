import type { Recipient } from '../plan.ts';
import type { AlertState } from './alert-state.ts';
import type { Change } from './change.ts';
import { askToSend, recipientKey } from './sending.ts';

/** Asks somebody to take the alert over, by every route of the step. */
export function askToTake(change: Change, recipient: Recipient): void {
  const { state } = change;
  const routes = state.plan.steps[state.step - 1]?.routes ?? state.plan.failSafe.routes;
  for (const route of routes) askToSend(change, { recipient, route, kind: 'added', turn: state.revision, afterAcknowledgment: state.owner !== null });
}

/** Everybody who is asked to take the alert from its owner. */
export function askedToTake({ offeredTo, coHolders }: AlertState): Recipient[] {
  return [...(offeredTo === null ? [] : [{ kind: 'responder' as const, responder: offeredTo }]), ...coHolders];
}

/** Whether a yes of this person takes the alert from its owner: it was offered to them, or they hold a role that holds it too. */
export function mayTakeOver(state: AlertState, responder: string): boolean {
  return takersAsked(state).includes(responder);
}

/** The people who are asked; those behind a role as far as messages have reached them. */
export function takersAsked(state: AlertState): string[] {
  const roles = new Set(state.coHolders.map(recipientKey));
  const people = state.pages.flatMap(({ kind, recipient, responder }) => (kind === 'added' && responder !== null && roles.has(recipientKey(recipient)) ? [responder] : []));
  return [...new Set(state.offeredTo === null ? people : [state.offeredTo, ...people])];
}

/** "Not me" from somebody who was asked: they are asked no more. */
export function withdrawOffer(state: AlertState, responder: string): void {
  if (state.offeredTo === responder) state.offeredTo = null;
  const theirs = new Set(state.pages.filter((page) => page.kind === 'added' && page.responder === responder).map(({ recipient }) => recipientKey(recipient)));
  state.coHolders = state.coHolders.filter((recipient) => !theirs.has(recipientKey(recipient)));
}

/** Nobody is asked any more. */
export function endOffer(state: AlertState): void {
  state.offeredTo = null;
  state.coHolders = [];
  state.shiftEndsMs = null;
}
