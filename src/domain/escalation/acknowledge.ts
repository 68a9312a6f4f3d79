import type { AlertRequest, RequestAnswer } from '../request.ts';
import type { AlertState } from './alert-state.ts';
import { beginAttending } from './attending.ts';
import { announce, tell, toIso, type Change } from './change.ts';
import { mayTakeOver } from './offer.ts';
import { currentStep } from './paging.ts';

type Outcome = RequestAnswer['outcome'];

/** "I have it": the first one takes the alert; where a step needs more people, paging goes on until all have said so. */
export function acknowledge(change: Change, { by }: AlertRequest): Outcome {
  const { state } = change;
  if (state.owner?.responder === by.id) return state.phase === 'attending' ? 'already_yours' : 'taken_waiting_for_others';
  if (state.phase === 'attending') return takeOffer(change, by.id);
  return join(change, by.id);
}

function takeOffer(change: Change, responder: string): Outcome {
  const { state } = change;
  if (!mayTakeOver(state, responder)) {
    tell(change, 'acknowledged_again', { responder });
    return 'already_taken';
  }
  tell(change, 'acknowledged', { responder, step: state.step, reason: state.shiftEndsMs === null ? 'reassigned' : 'shift_ending' });
  beginAttending(change, responder);
  return 'taken';
}

function join(change: Change, responder: string): Outcome {
  const { state } = change;
  const at = toIso(change.nowMs);
  if (!state.acknowledgments.some((one) => one.responder === responder)) {
    state.acknowledgments.push({ responder, roles: rolesOf(state, responder), at });
  }
  state.owner ??= { responder, since: at };
  tell(change, 'acknowledged', { responder, step: state.step });
  if (isSatisfied(state)) {
    beginAttending(change, state.owner.responder);
    return 'taken';
  }
  announce(change);
  return 'taken_waiting_for_others';
}

function rolesOf(state: AlertState, responder: string): string[] {
  const roles = state.pages.flatMap((page) => (page.responder === responder && page.recipient.kind === 'role' ? [page.recipient.role] : []));
  return [...new Set(roles)];
}

/** Whether enough people, and each role that must be among them, have acknowledged. The fail-safe recipient alone is enough. */
function isSatisfied(state: AlertState): boolean {
  const step = currentStep(state);
  if (!step) return true;
  const roles = new Set(state.acknowledgments.flatMap((one) => one.roles));
  return state.acknowledgments.length >= step.needs.count && step.needs.roles.every((role) => roles.has(role));
}
