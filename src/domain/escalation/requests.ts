import type { AlertPlan } from '../plan.ts';
import { mayAsk, type AlertRequest, type RequestAnswer, type RequestKind } from '../request.ts';
import { severityRank, type Severity } from '../severity.ts';
import { isWorseStage, type Stage } from '../stage.ts';
import { acknowledge } from './acknowledge.ts';
import { toldDeadline, type AlertState } from './alert-state.ts';
import { beginAttending, release, restartAttending, UNDO_WINDOW_MS } from './attending.ts';
import { announce, askedBy, clearDeadlines, close, setDeadline, tell, toIso, type Change } from './change.ts';
import { callOrWaitForDay } from './fail-safe.ts';
import { giveBack, giveBackAlert, giveBackShare, isOneOfSeveral } from './give-back.ts';
import { handOver } from './hand-over.ts';
import { askToTake, mayTakeOver, withdrawOffer } from './offer.ts';
import { beginPaging, beginStep, promoteSeverity, stepUp } from './paging.ts';
import { snooze } from './snooze.ts';
import { isAtEnd, whatFollows } from './what-follows.ts';

type Outcome = RequestAnswer['outcome'];

/** Carries out a request; the same id again gets the answer it got before, and nothing happens. */
export function carryOut(change: Change, request: AlertRequest): RequestAnswer {
  const before = change.state.answered.find(({ id }) => id === request.id);
  if (before) return before.answer;
  const wasAtEnd = isAtEnd(change.state);
  const heldBy = change.state.owner?.responder;
  const outcome = decide(change, request);
  const follows = whatFollows(change, outcome, wasAtEnd);
  const isTakenBack = outcome === 'given_back' && request.by.kind !== 'responder' && heldBy !== undefined;
  return { ...toAnswer(change.state, outcome), ...(follows === undefined ? {} : { follows }), ...(isTakenBack ? { takenFrom: heldBy } : {}) };
}

function decide(change: Change, request: AlertRequest): Outcome {
  const { phase } = change.state;
  if (!mayAsk(request.by.kind, request.kind)) return 'not_allowed';
  if (phase === 'closed') return 'closed';
  if (phase === 'undo' && request.kind !== 'giveBack') return request.kind === 'resolve' ? 'already_resolved' : 'closed';
  return HANDLERS[request.kind](change, request);
}

const HANDLERS: Record<RequestKind, (change: Change, request: AlertRequest) => Outcome> = {
  acknowledge, decline, resolve, escalate, reassign, cancel, snooze, raise, open, giveBack, handOver,
};

/** Outcomes that leave everything as it was. */
const REFUSALS: readonly Outcome[] = [
  'already_taken', 'already_resolved', 'not_raised', 'already_paging', 'closed', 'not_owner', 'nothing_to_undo', 'snooze_too_long',
  'needs_owner', 'not_allowed', 'incomplete',
];

export function toAnswer(state: AlertState, outcome: Outcome): RequestAnswer {
  const { owner, status, resolvedBy } = state;
  return {
    ok: !REFUSALS.includes(outcome), outcome, owner: owner && { ...owner }, status, nextDeadline: toldDeadline(state),
    ...(resolvedBy === undefined ? {} : { resolvedBy }),
  };
}

/** "Not me": somebody else is called now, unless others are being called already. From the owner it is giving the alert back. */
function decline(change: Change, { by }: AlertRequest): Outcome {
  const { state } = change;
  if (isOneOfSeveral(change, by.id)) return giveBackShare(change, by.id);
  if (state.owner?.responder === by.id) return giveBackAlert(change, by.id, by);
  if (state.phase === 'attending') return declineOffer(change, by.id);
  if (!state.declined.includes(by.id)) {
    state.declined.push(by.id);
    tell(change, 'declined', { responder: by.id, step: state.step });
    if (state.phase === 'paging' && isAddressedNow(state, by.id)) stepUp(change, 'declined');
  }
  announce(change);
  return 'declined';
}

function declineOffer(change: Change, responder: string): Outcome {
  if (!mayTakeOver(change.state, responder)) return 'already_taken';
  withdrawOffer(change.state, responder);
  tell(change, 'declined', { responder });
  announce(change);
  return 'declined';
}

/** A "no" to an old step doesn't take the present one's time away. Somebody whose page is still on its way counts as addressed. */
function isAddressedNow(state: AlertState, responder: string): boolean {
  const current = state.pages.filter(({ round, step }) => round === state.round && step === state.step);
  if (current.some((page) => page.responder === responder)) return true;
  const before = state.pages.some((page) => page.responder === responder);
  return !before && current.some((page) => page.responder === null && page.recipient.kind !== 'channel');
}

function resolve(change: Change, { by, found }: AlertRequest): Outcome {
  const { state } = change;
  state.owner ??= { responder: by.id, since: toIso(change.nowMs) };
  state.status = 'resolved';
  state.resolvedBy = by.id;
  if (found) state.found = found;
  state.phase = 'undo';
  clearDeadlines(change);
  setDeadline(change, 'undo', change.nowMs + UNDO_WINDOW_MS);
  tell(change, 'resolved', { responder: by.id, ...(found ? { reason: found } : {}) });
  announce(change);
  return 'resolved';
}

/** Escalate now. An alert that somebody holds is reopened: help was asked for, so the next step is called at once. */
function escalate(change: Change, { by }: AlertRequest): Outcome {
  const { state } = change;
  tell(change, 'escalated', { step: state.step, ...askedBy(by) });
  if (state.phase === 'listed') promote(change, 'escalated');
  else if (state.phase === 'fail_safe') callFailSafeAgain(change);
  else {
    release(change, by.kind === 'responder' ? by.id : null);
    stepUp(change, 'escalated');
  }
  announce(change);
  return 'escalated';
}

/** Those whom providers couldn't reach are still asked at their time. */
function callFailSafeAgain(change: Change): void {
  change.state.deadlines = change.state.deadlines.filter(({ kind }) => kind === 'remind');
  callOrWaitForDay(change);
}

/** A listed alert that nobody opened starts paging. */
export function promote(change: Change, reason: 'promoted' | 'escalated'): void {
  promoteSeverity(change.state);
  tell(change, 'promoted', { reason });
  beginPaging(change, 'promoted');
}

/** Asks a named person to take over. Whoever holds the alert holds it until that person takes it. */
function reassign(change: Change, { by, to }: AlertRequest): Outcome {
  const { state } = change;
  if (!to) return 'incomplete';
  if (state.owner?.responder === to) return 'already_taken';
  tell(change, 'reassigned', { responder: to, ...(by.kind === 'responder' ? { reason: `by_${by.id}` } : {}) });
  state.offeredTo = state.owner ? to : null;
  askToTake(change, { kind: 'responder', responder: to });
  announce(change);
  return 'reassigned';
}

/** An agent's cancel is a retraction that responders see while the clock runs on; a named person's ends the alert. */
function cancel(change: Change, { by }: AlertRequest): Outcome {
  if (by.kind === 'agent') {
    tell(change, 'retraction_requested', { reason: by.id });
    announce(change);
    return 'retraction_shown';
  }
  change.state.status = 'cancelled';
  tell(change, 'cancelled', askedBy(by));
  announce(change);
  close(change);
  return 'cancelled';
}

/** A higher severity or stage raises the alert and restarts its window; the same or a lower one changes nothing. */
function raise(change: Change, { plan, stage, confidence }: AlertRequest): Outcome {
  const { state } = change;
  if (!plan) return 'incomplete';
  const reason = worsening(change, plan.severity, stage);
  if (reason === null) return 'not_raised';
  state.severity = plan.severity;
  state.stage = stage ?? state.stage;
  state.confidence = confidence ?? state.confidence;
  tell(change, 'raised', { reason });
  if (state.phase === 'listed' && plan.mode === 'list' && change.rules.raisesByStage()) state.plan = plan;
  else beginAnew(change, plan);
  announce(change);
  return 'raised';
}

/** Why it is worse than it was, by name; null when it isn't. A lower severity never counts, whatever the stage. */
function worsening({ state, rules }: Change, severity: Severity, stage: Stage | undefined): string | null {
  const more = severityRank(severity) - severityRank(state.severity);
  if (more !== 0) return more > 0 ? severity : null;
  const isWorse = stage !== undefined && state.stage !== null && isWorseStage(stage, state.stage);
  return isWorse && rules.raisesByStage() ? `stage_${stage}_${severity}` : null;
}

/** By the new plan. Whoever holds the alert holds it on, is told, and has the time for attending anew. */
function beginAnew(change: Change, plan: AlertPlan): void {
  const { state } = change;
  // A round of its own: the same people are paged anew. The rounds that were run don't count against the new plan's.
  state.plan = { ...plan, rounds: state.round + plan.rounds };
  state.round += 1;
  // The new plan may have fewer steps: what was its fail-safe recipient's turn is so still.
  state.step = Math.min(state.step, plan.steps.length + 1);
  if (state.phase === 'attending' && state.owner) attendAnew(change, state.owner.responder);
  else beginStep(change, Math.min(Math.max(state.step, 1), plan.steps.length), 'raised');
}

function attendAnew(change: Change, owner: string): void {
  if (change.rules.raisesByStage()) restartAttending(change);
  else beginAttending(change, owner);
}

/** Somebody of the unit has read a listed finding: that ends it. */
function open(change: Change, { by }: AlertRequest): Outcome {
  if (change.state.phase !== 'listed') return 'already_paging';
  change.state.status = 'informed';
  tell(change, 'informed', by.kind === 'responder' ? { responder: by.id } : {});
  close(change);
  return 'informed';
}
