import type { PlanStep, Recipient } from '../plan.ts';
import { severityRank } from '../severity.ts';
import type { AlertEvent, SendResult } from './alert-event.ts';
import type { AlertState, Page } from './alert-state.ts';
import { callFailSafe } from './fail-safe.ts';
import { announce, clearDeadlines, reserveLine, setDeadline, tell, type Change } from './change.ts';
import { mayTakeOver } from './offer.ts';
import { resultLine, wayOf } from './result-line.ts';
import { askToSend, isPerson, recipientKey, routesFor, toSendEffect, turnOf } from './sending.ts';
import { askAgainLater, isPlatformAway, unreachedOfStep } from './unreached.ts';

/** Why a step begins, as the timeline says it. */
export type StepReason =
  | 'started' | 'window_passed' | 'step_unreached' | 'declined' | 'escalated' | 'given_back' | 'nobody_reached' | 'not_attended' | 'shift_ended' | 'promoted' | 'raised';

type DeliveryProblem = Omit<Extract<AlertEvent, { type: 'delivery_report' }>, 'type'>;

/** Reports remembered, so that the same one has one effect. */
const KEPT_REPORTS = 100;

/** The step that runs; undefined before the first and at the fail-safe recipient. */
export function currentStep(state: AlertState): PlanStep | undefined {
  return state.plan.steps[state.step - 1];
}

export function beginPaging(change: Change, reason: StepReason): void {
  change.state.round = 1;
  beginStep(change, 1, reason);
}

/** Moves one step up: the next step, the next round, or the fail-safe recipient when the chain is used up. `also` are asked with it. */
export function stepUp(change: Change, reason: StepReason, also: Recipient[] = []): void {
  const { state } = change;
  if (state.step < state.plan.steps.length) return beginStep(change, state.step + 1, reason, also);
  if (state.round < state.plan.rounds) {
    state.round += 1;
    return beginStep(change, 1, reason, also);
  }
  callFailSafe(change, reason, also);
  if (also.length > 0 && state.phase === 'fail_safe') askAgainLater(change);
}

/**
 * A step's time is over. Where none of its pages ever left, it was no time to answer: whoever is on call for it by then is asked again,
 * beside the next step.
 */
export function endWindow(change: Change): void {
  const again = unreachedOfStep(change);
  stepUp(change, again.length > 0 ? 'step_unreached' : 'window_passed', again);
}

/** Pages a step's recipients, and anybody added, and starts its window. */
export function beginStep(change: Change, number: number, reason: StepReason, added: Recipient[] = []): void {
  const { state } = change;
  const step = state.plan.steps[number - 1];
  if (!step) return callFailSafe(change, reason, added);
  if (state.round === 0 && change.rules.leavesListPromoted()) {
    promoteSeverity(state);
    state.round = 1;
  }
  state.phase = 'paging';
  state.step = number;
  if (state.status !== 'triggered') state.status = 'notified';
  clearDeadlines(change);
  setDeadline(change, 'window', change.nowMs + step.windowMs);
  for (const offsetMs of step.remindAtMs) setDeadline(change, 'remind', change.nowMs + offsetMs);
  tell(change, 'step_started', { step: number, reason });
  for (const recipient of [...step.recipients, ...added]) pageRecipient(change, recipient, step);
}

/** What policy makes of a listed alert that has to page after all; never less than it is. */
export function promoteSeverity(state: AlertState): void {
  const { promoteTo } = state.plan;
  if (promoteTo && severityRank(promoteTo) > severityRank(state.severity)) state.severity = promoteTo;
}

function pageRecipient(change: Change, recipient: Recipient, step: PlanStep): void {
  const routes = routesFor(recipient, step.routes);
  const now = step.redundancy === 'all' ? routes : routes.slice(0, 1);
  for (const route of now) askToSend(change, { recipient, route, kind: 'page', turn: 0, afterAcknowledgment: false, mayDefer: canDefer(recipient, step) });
}

/** Nothing is put behind another route where all of them are asked for at once, or where there is only one. */
function canDefer(recipient: Recipient, { routes, redundancy }: PlanStep): boolean {
  return redundancy === 'first' && routesFor(recipient, routes).length > 1;
}

/** Reminds those of the current step who were addressed and have not answered, by the routes that worked. */
export function remindStep(change: Change): void {
  const { state } = change;
  const answered = new Set([...state.acknowledgments.map(({ responder }) => responder), ...state.declined]);
  const turn = 1 + Math.max(0, ...state.pages.filter((page) => isOfCurrentStep(state, page) && page.kind === 'reminder').map(({ id }) => turnOf(id)));
  for (const page of state.pages.filter((each) => isOfCurrentStep(state, each) && each.kind === 'page')) {
    if (page.state !== 'sent' || !isPerson(page.recipient) || (page.responder && answered.has(page.responder))) continue;
    askToSend(change, { recipient: page.recipient, route: page.route, kind: 'reminder', turn, afterAcknowledgment: false });
  }
}

function isOfCurrentStep(state: AlertState, page: Page): boolean {
  return page.round === state.round && page.step === state.step;
}

/** Takes note of what came of a send, and goes on by the next route where it failed. */
export function noteSendResult(change: Change, page: Page, result: SendResult): void {
  page.responder = result.responder;
  if (isPlatformAway(result)) page.away = true;
  if (page.state !== 'asked') return noteLateResult(change, page, result);
  if (result.outcome === 'delayed') tellDelay(change, page, result);
  if (result.outcome === 'in_doubt' || result.outcome === 'delayed') return goOnWaiting(change, page, result.outcome === 'delayed');
  if (result.outcome === 'deferred') return putBehind(change, page, result.reason);
  page.state = result.outcome;
  change.entries.push({ seq: page.resultSeq, entry: resultLine(page, result, change.nowMs) });
  if (result.outcome === 'sent') {
    noteSent(change, page);
    return page.isTriedAgain ? tryAgain(change, page) : undefined;
  }
  if (result.outcome !== 'withdrawn') goOnAfterFailure(change, page);
}

/** Once a page, when it is first held up for longer than its alert can wait: from then on it waits as long as it takes. */
function tellDelay(change: Change, page: Page, { until, reason, responder }: SendResult): void {
  // Results of earlier versions say no time, and wrote no line: their alerts must come to the same again.
  if (until === undefined || page.delayTold) return;
  page.delayTold = true;
  tell(change, 'page_delayed', { ...wayOf(page), step: page.step, until, ...(responder ? { responder } : {}), ...(reason === null ? {} : { reason }) });
}

/** The provider's word that it failed came before the send's own result: that word stands, and the next route is under way. */
function noteLateResult(change: Change, page: Page, result: SendResult): void {
  if (result.outcome === 'sent') change.entries.push({ seq: page.resultSeq, entry: resultLine(page, result, change.nowMs) });
}

function noteSent(change: Change, page: Page): void {
  const { state } = change;
  if (isPerson(page.recipient) && state.status === 'triggered' && !staysOnList(change)) state.status = 'notified';
  // It left before the acknowledgment was known, and still says that nobody has the alert.
  if (state.phase !== 'paging' && state.phase !== 'fail_safe' && !isUpToDate(state, page)) announce(change);
}

/** Somebody was asked to take it, and it still waits to be opened: nobody is called for it. */
function staysOnList({ state, rules }: Change): boolean {
  return state.phase === 'listed' && rules.listedStaysTriggered();
}

/** A reminder to the owner, or an offer to whoever is asked to take over: it left after the acknowledgment and says who has it. */
function isUpToDate(state: AlertState, { kind, responder }: Page): boolean {
  if (state.phase !== 'attending' || responder === null) return false;
  return kind === 'attend_reminder' ? state.owner?.responder === responder : kind === 'added' && mayTakeOver(state, responder);
}

/**
 * The same page goes on under the same id: it is settled, or waits for its turn. The next route doesn't wait with it,
 * unless there is only doubt about it and the severity bears that; then it may soon come back as delayed.
 */
function goOnWaiting(change: Change, page: Page, isLate: boolean): void {
  const isNextRouteDue = isLate || change.state.severity === 'critical';
  const step = isOfCurrentStep(change.state, page) ? currentStep(change.state) : undefined;
  const mayDefer = page.kind === 'page' && step !== undefined && canDefer(page.recipient, step);
  change.effects.push(toSendEffect(change.state, page, { afterAcknowledgment: isAfterAcknowledgment(page), patient: isNextRouteDue, mayDefer }));
  if (isNextRouteDue && page.kind === 'page' && change.state.phase === 'paging') tryNextRoute(change, page);
}

/** Its platform is failing: what else there is for the same recipient goes first, and it is tried after all when there is nothing else. */
function putBehind(change: Change, page: Page, reason: string | null): void {
  const { state } = change;
  page.state = 'deferred';
  const isBehind = (state.phase === 'paging' && tryUntriedRoute(change, page)) || isOnItsWay(state, page);
  if (!isBehind) return void tryDeferred(change, page);
  tell(change, 'page_deferred', { ...wayOf(page), step: page.step, ...(page.responder ? { responder: page.responder } : {}), ...(reason === null ? {} : { reason }) });
}

/** Another route of the same recipient has been taken, and nothing speaks against its arriving. */
function isOnItsWay(state: AlertState, page: Page): boolean {
  return besides(state, page).some(({ state: known, isOverdue }) => (known === 'asked' || known === 'sent') && !isOverdue);
}

/** What was put behind for the same recipient is tried, all of it at once: whichever platform is back first carries it. */
function tryDeferred(change: Change, page: Page): boolean {
  const { state, effects } = change;
  const deferred = besides(state, page).filter(({ state: known }) => known === 'deferred');
  for (const each of deferred) {
    each.state = 'asked';
    effects.push(toSendEffect(state, each, { afterAcknowledgment: false, patient: true, mayDefer: false }));
  }
  return deferred.length > 0;
}

function isAfterAcknowledgment(page: Page): boolean {
  return page.kind === 'attend_reminder' || page.kind === 'added';
}

/** A message that was taken and then failed, or shows no receipt in its time. */
export function noteDeliveryProblem(change: Change, { id: reportId, notificationId, problem, code }: DeliveryProblem): void {
  const { state } = change;
  const { seenReports } = state;
  if (seenReports.includes(reportId)) return;
  seenReports.push(reportId);
  seenReports.splice(0, seenReports.length - KEPT_REPORTS);
  const page = state.pages.find(({ id }) => id === notificationId);
  if (!page || page.state === 'failed') return;
  const wasOverdue = page.isOverdue === true;
  if (problem === 'failed') page.state = 'failed';
  else page.isOverdue = true;
  const reason = problem === 'overdue' ? 'receipt_overdue' : (code ?? 'failed');
  tell(change, 'page_failed', { ...wayOf(page), step: page.step, reason, ...(page.responder ? { responder: page.responder } : {}) });
  if (problem === 'retrying') return tryAgain(change, page);
  // The next route was taken when the receipt was overdue; if that one fails as well, its own failure goes on.
  if (problem === 'failed' && wasOverdue && isOnItsWay(state, page) && change.rules.takesOneRouteAFailure()) return;
  goOnAfterFailure(change, page);
}

/** Once more by the same route, which may pass now; what comes of that has a line of its own. */
function tryAgain(change: Change, page: Page): void {
  if (change.state.phase === 'closed') return;
  // Its own result is on the way, and comes first in the story.
  if (page.state === 'asked') page.isTriedAgain = true;
  if (page.state !== 'sent') return;
  delete page.isTriedAgain;
  page.state = 'asked';
  page.resultSeq = reserveLine(change);
  goOnWaiting(change, page, false);
}

/** The next route of the same recipient; when nobody of the step can be reached, the next step at once. */
function goOnAfterFailure(change: Change, page: Page): void {
  const { state } = change;
  if (state.phase !== 'paging' || !isOfCurrentStep(state, page) || page.kind !== 'page') return;
  if (page.state !== 'skipped' && tryNextRoute(change, page)) return;
  const people = state.pages.filter((each) => isOfCurrentStep(state, each) && each.kind === 'page' && isPerson(each.recipient));
  // One that is still put behind here belongs to somebody who said no by the other route.
  if (people.every(({ state: known }) => known === 'failed' || known === 'skipped' || known === 'deferred')) stepUp(change, 'nobody_reached', unreachedOfStep(change));
}

/** A route that hasn't been tried; where there is none, what was put behind. */
function tryNextRoute(change: Change, page: Page): boolean {
  return tryUntriedRoute(change, page) || (isOfCurrentStep(change.state, page) && tryDeferred(change, page));
}

function tryUntriedRoute(change: Change, page: Page): boolean {
  const { state } = change;
  const { recipient } = page;
  const step = currentStep(state);
  if (!step || !isOfCurrentStep(state, page)) return false;
  const tried = new Set(state.pages.filter((each) => isOfCurrentStep(state, each) && sameRecipient(each, page)).map(({ route }) => route));
  const next = routesFor(recipient, step.routes).find((route) => !tried.has(route));
  if (!next) return false;
  askToSend(change, { recipient, route: next, kind: 'page', turn: 0, afterAcknowledgment: false, mayDefer: canDefer(recipient, step) });
  return true;
}

/** Pages of one step to one recipient, this one among them. */
function besides(state: AlertState, page: Page): Page[] {
  return state.pages.filter((each) => each.kind === 'page' && each.round === page.round && each.step === page.step && sameRecipient(each, page));
}

function sameRecipient(a: Page, b: Page): boolean {
  return recipientKey(a.recipient) === recipientKey(b.recipient);
}
