import type { AlertRequest, RequestAnswer } from '../request.ts';
import { ownerOf, remindHolders, reopenOneStepUp } from './attending.ts';
import { announce, setDeadline, tell, type Change } from './change.ts';
import { askedToTake, askToTake } from './offer.ts';

/**
 * The owner's shift is about to end: whoever comes next is asked to take the alert, and until somebody has, those hold it too
 * whom policy names for that.
 */
export function handOver(change: Change, { to, until }: AlertRequest): RequestAnswer['outcome'] {
  const { state } = change;
  if (until === undefined) return 'incomplete';
  if (state.phase !== 'attending' || !state.owner) return 'needs_owner';
  if (to === state.owner.responder) return 'already_taken';
  tell(change, 'shift_ending', ownerOf(change));
  state.offeredTo = to ?? null;
  state.coHolders = [...state.plan.shiftHolders];
  state.shiftEndsMs = Date.parse(until);
  if (to) tell(change, 'reassigned', { responder: to, reason: 'shift_ending' });
  if (state.coHolders.length > 0) tell(change, 'person_added', { reason: 'shift_ending' });
  setDeadline(change, 'shift_end', Math.max(state.shiftEndsMs, change.nowMs));
  for (const recipient of askedToTake(state)) askToTake(change, recipient);
  announce(change);
  return 'handed_over';
}

/** The shift is over and nobody has taken it: those who were asked are reminded. Where there is nobody to ask, it is called anew. */
export function endShift(change: Change): void {
  if (askedToTake(change.state).length === 0) return reopenOneStepUp(change, 'shift_ended');
  remindHolders(change);
}
