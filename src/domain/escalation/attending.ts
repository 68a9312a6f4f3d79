import type { Recipient } from '../plan.ts';
import { announce, clearDeadlines, close, setDeadline, tell, toIso, type Change } from './change.ts';
import { beginStep } from './paging.ts';
import { askedToTake, askToTake, endOffer } from './offer.ts';
import { askToSend } from './sending.ts';

/** How long a resolve can be undone, milliseconds. */
export const UNDO_WINDOW_MS = 10 * 60_000;

/** Somebody holds the alert: paging stops, and the second clock runs until it is resolved. */
export function beginAttending(change: Change, responder: string): void {
  const { state } = change;
  state.phase = 'attending';
  state.status = 'acknowledged';
  if (state.owner?.responder !== responder) state.snoozedMs = 0;
  state.owner = { responder, since: toIso(change.nowMs) };
  endOffer(state);
  state.attendReminders = 0;
  clearDeadlines(change);
  setDeadline(change, 'attend', change.nowMs + state.plan.attend.withinMs);
  announce(change);
}

/** It got worse while somebody holds it: they are told at once, a pause is over, and the clock begins anew. Their shift ends when it did. */
export function restartAttending(change: Change): void {
  const { state } = change;
  state.attendReminders = 0;
  state.deadlines = state.deadlines.filter(({ kind }) => kind === 'shift_end');
  setDeadline(change, 'attend', change.nowMs + state.plan.attend.withinMs);
  remindHolders(change);
}

/**
 * Not resolved in its time: the owner is reminded, and when reminders are used up the alert is reopened one step up. A drill
 * has no patient to attend: that it was answered is all it asked for.
 */
export function attendOverdue(change: Change): void {
  const { state } = change;
  if (state.drill) return endDrill(change);
  const { attend } = state.plan;
  if (state.attendReminders >= attend.reminders) return reopenOneStepUp(change);
  state.attendReminders += 1;
  tell(change, 'attend_overdue', { ...ownerOf(change) });
  setDeadline(change, 'attend', change.nowMs + attend.remindEveryMs);
  remindHolders(change);
}

function endDrill(change: Change): void {
  change.state.status = 'resolved';
  tell(change, 'resolved', ownerOf(change));
  announce(change);
  close(change);
}

export function reopenOneStepUp(change: Change, reason: 'not_attended' | 'shift_ended' = 'not_attended'): void {
  const { state } = change;
  const { add } = state.plan.attend;
  tell(change, 'person_added', { ...ownerOf(change), reason });
  release(change, null);
  beginStep(change, Math.min(state.step + 1, state.plan.steps.length + 1), reason, newcomers(change, add));
  announce(change);
}

/** Those to add whom the next step doesn't address anyhow. */
function newcomers(change: Change, add: Recipient[]): Recipient[] {
  const next = change.state.plan.steps[change.state.step];
  const addressed = new Set((next?.recipients ?? []).map((recipient) => JSON.stringify(recipient)));
  return add.filter((recipient) => !addressed.has(JSON.stringify(recipient)));
}

/** Reminds whoever is to attend: the owner, or once their shift is over those who were asked to take it. Nobody is followed off duty. */
export function remindHolders(change: Change): void {
  const { state } = change;
  if (state.shiftEndsMs === null || change.nowMs < state.shiftEndsMs) return remindOwner(change);
  for (const recipient of askedToTake(state)) askToTake(change, recipient);
}

/** A reminder goes to the owner by every route on which this alert reached them. */
function remindOwner(change: Change): void {
  const { state } = change;
  const { owner } = state;
  if (!owner) return;
  const reached = state.pages.filter(({ responder, state: known }) => responder === owner.responder && known === 'sent');
  const routes = reached.length > 0 ? [...new Set(reached.map(({ route }) => route))] : (state.plan.steps[0]?.routes ?? state.plan.failSafe.routes).slice(0, 1);
  const turn = state.revision;
  for (const route of routes) {
    const recipient = { kind: 'responder' as const, responder: owner.responder };
    askToSend(change, { recipient, route, kind: 'attend_reminder', turn, afterAcknowledgment: true });
  }
}

/** Nobody holds the alert any more. Whoever did is to hear of it, but for who asked for it (`by`, a responder's id). */
export function release(change: Change, by: string | null): void {
  const { state } = change;
  const held = new Map(state.acknowledgments.map(({ responder, at }) => [responder, at]));
  if (state.owner) held.set(state.owner.responder, state.owner.since);
  const until = toIso(change.nowMs);
  state.lostBy = [...held].flatMap(([responder, since]) => (responder === by ? [] : [{ responder, since, until }]));
  state.owner = null;
  state.snoozedMs = 0;
  endOffer(state);
  state.acknowledgments = [];
}

export function ownerOf(change: Change): { responder?: string } {
  const { owner } = change.state;
  return owner ? { responder: owner.responder } : {};
}
