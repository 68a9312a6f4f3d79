import type { Actor, AlertRequest, RequestAnswer } from '../request.ts';
import { beginAttending, release } from './attending.ts';
import { announce, askedBy, tell, type Change } from './change.ts';
import { endOffer } from './offer.ts';
import { stepUp } from './paging.ts';

type Outcome = RequestAnswer['outcome'];

/** The owner gives the alert back, an operator takes it from them, or a resolve is undone. */
export function giveBack(change: Change, { by }: AlertRequest): Outcome {
  const { state } = change;
  if (state.phase === 'undo') return undoResolve(change, by);
  if (isOneOfSeveral(change, by.id)) return giveBackShare(change, by.id);
  if (!state.owner) return 'nothing_to_undo';
  if (state.owner.responder !== by.id && by.kind !== 'operator') return 'not_owner';
  return giveBackAlert(change, state.owner.responder, by);
}

export function giveBackAlert(change: Change, responder: string, by: Actor): Outcome {
  const { state } = change;
  const isTheirs = by.kind === 'responder';
  tell(change, 'given_back', { ...askedBy(by), step: state.step });
  // Whoever had it has not said that they can't.
  const declines = isTheirs || !change.rules.operatorDeclinesForNobody();
  if (declines && !state.declined.includes(responder)) state.declined.push(responder);
  release(change, isTheirs ? by.id : null);
  stepUp(change, 'given_back');
  announce(change);
  return 'given_back';
}

/** They took it together with others, and still have it. */
export function isOneOfSeveral({ state, rules }: Change, responder: string): boolean {
  const { acknowledgments, phase } = state;
  const isTaker = acknowledgments.length > 1 && acknowledgments.some((one) => one.responder === responder);
  return isTaker && (phase === 'paging' || phase === 'attending') && rules.everyTakerCounts();
}

/** One of several can't after all: the others hold it on, and somebody else is called for the one who is missing. */
export function giveBackShare(change: Change, responder: string): Outcome {
  const { state } = change;
  tell(change, 'given_back', { responder, step: state.step });
  if (!state.declined.includes(responder)) state.declined.push(responder);
  state.acknowledgments = state.acknowledgments.filter((one) => one.responder !== responder);
  const [first] = state.acknowledgments;
  if (first && state.owner?.responder === responder) state.owner = { responder: first.responder, since: first.at };
  endOffer(state);
  stepUp(change, 'given_back');
  announce(change);
  return 'given_back';
}

function undoResolve(change: Change, by: Actor): Outcome {
  const holder = change.state.owner?.responder ?? by.id;
  delete change.state.found;
  delete change.state.resolvedBy;
  tell(change, 'resolve_undone', askedBy(by));
  beginAttending(change, holder);
  return 'resolve_undone';
}
