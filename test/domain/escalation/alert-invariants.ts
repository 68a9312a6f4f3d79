import { CLOSED_STATUSES } from '../../../src/domain/alert.ts';
import { nextDeadlineMs, type AlertState } from '../../../src/domain/escalation/alert-state.ts';
import { recipientKey } from '../../../src/domain/escalation/sending.ts';
import { takersAsked } from '../../../src/domain/escalation/offer.ts';
import { severityRank } from '../../../src/domain/severity.ts';
import type { AlertUnderTest } from './alert-under-test.ts';
import type { Move } from './alert-plays.ts';

/** How an alert stood before something happened to it. */
export interface Observed {
  state: AlertState;
  lines: number;
  asked: number;
}

/** Temporal keeps ids up to 1000 characters, Twilio's buttons 200: our longest must fit both. */
const LONGEST_ID = 200;

export function observe(alert: AlertUnderTest): Observed {
  return { state: alert.state, lines: alert.written, asked: alert.sends.length };
}

/** What an alert promises, whatever happened: thrown as one error that names the promise. */
export function checkStep(before: Observed, alert: AlertUnderTest, move: Move): void {
  const broken = [
    ...silence(alert.state), ...ownership(before.state, alert.state, move), ...backwards(before.state, alert.state), ...story(before, alert), ...sends(before, alert, move), ...forgotten(alert.state), ...promotion(alert.state),
  ];
  if (broken.length > 0) throw new Error(`${broken.join('; ')} after ${JSON.stringify(move)}`);
}

function silence(state: AlertState): string[] {
  if (state.phase === 'closed') return state.deadlines.length > 0 ? ['a closed alert waits for something'] : [];
  return nextDeadlineMs(state) === null ? ['an open alert is silent'] : [];
}

function ownership(before: AlertState, { owner, status, phase }: AlertState, move: Move): string[] {
  const broken: string[] = [];
  if ((status === 'acknowledged' || phase === 'attending') && owner === null) broken.push('an acknowledged alert has no owner');
  if (before.owner && owner && before.owner.responder !== owner.responder) {
    const asked = move.move === 'ask' && move.kind === 'acknowledge' && move.by.id === owner.responder && takersAsked(before).includes(owner.responder);
    const isLeft = isGivenBack(before, move) && before.acknowledgments.some(({ responder }) => responder === owner.responder);
    if (!asked && !isLeft) broken.push('somebody became the owner in place of another without being asked to');
  }
  if (owner && !before.owner && move.move !== 'ask') broken.push('somebody became the owner without saying so');
  if (owner && !before.owner && move.move === 'ask' && move.by.kind !== 'responder') broken.push('somebody who is no responder made an owner');
  return broken;
}

/** One of several who took it together can't after all: the next of them holds it. */
function isGivenBack(before: AlertState, move: Move): boolean {
  return move.move === 'ask' && (move.kind === 'giveBack' || move.kind === 'decline') && move.by.id === before.owner?.responder && before.acknowledgments.length > 1;
}

/** What was on the list pages as what policy makes of it then, in a round of its own. */
function promotion({ phase, plan, round, severity }: AlertState): string[] {
  const isPaging = phase === 'paging' || phase === 'fail_safe';
  if (!isPaging) return [];
  const isTooLow = plan.promoteTo !== null && severityRank(severity) < severityRank(plan.promoteTo);
  return [...(round === 0 ? ['it pages in no round'] : []), ...(isTooLow ? ['it pages as less than policy makes of it'] : [])];
}

function backwards(before: AlertState, after: AlertState): string[] {
  const broken: string[] = [];
  if (before.status !== 'triggered' && after.status === 'triggered') broken.push('the alert is as if nobody had been told');
  const isOver = before.phase === 'closed' && CLOSED_STATUSES.includes(before.status);
  if (isOver && (after.status !== before.status || after.phase !== 'closed')) broken.push('an alert that was over is open again');
  if (before.status === 'resolved' && !['resolved', 'acknowledged'].includes(after.status)) broken.push('a resolve became something else than undone');
  if (after.round < before.round) broken.push('the round went back');
  if (after.round === before.round && after.step < before.step) broken.push('the step went back');
  const failed = before.pages.filter(({ state }) => state === 'failed').map(({ id }) => id);
  if (after.pages.some(({ id, state }) => failed.includes(id) && state !== 'failed')) broken.push('a page that failed came back');
  if (after.revision < before.revision) broken.push('the revision went back');
  return broken;
}

function story(before: Observed, { state, rewritten, written }: AlertUnderTest): string[] {
  const broken: string[] = [];
  if (rewritten > 0) broken.push('a line of the timeline was written twice');
  if (state.timelineLength < before.state.timelineLength) broken.push('the timeline lost a line');
  if (written > state.timelineLength) broken.push('a line of the timeline has no place');
  return broken;
}

/** While its step runs a page is put behind another one of its recipient that is under way, has arrived, or told that nobody is to be paged. */
function forgotten({ phase, round, step, pages }: AlertState): string[] {
  if (phase !== 'paging') return [];
  const current = pages.filter((page) => page.round === round && page.step === step);
  return current.flatMap((page) => {
    if (page.state !== 'deferred') return [];
    const theirs = current.filter(({ recipient }) => recipientKey(recipient) === recipientKey(page.recipient));
    return theirs.every(({ state }) => state === 'failed' || state === 'deferred') ? ['a page was put behind nothing'] : [];
  });
}

/** What was asked to be sent since. */
function sends(before: Observed, { state, sends: all }: AlertUnderTest, move: Move): string[] {
  const broken: string[] = [];
  const isTriedAgain = move.move === 'report' && move.problem === 'retrying';
  for (const send of all.slice(before.asked)) {
    const earlier = before.state.pages.find(({ id }) => id === send.id);
    if (earlier && earlier.state !== 'asked' && earlier.state !== 'deferred' && !(isTriedAgain && earlier.state === 'sent')) broken.push(`${send.kind} was asked for again though it had ended`);
    if (send.id.length > LONGEST_ID) broken.push('an id is too long');
    const disturbs = before.state.phase === 'attending' && state.phase === 'attending' && !send.afterAcknowledgment && !send.patient && !earlier;
    if (disturbs) broken.push(`${send.kind} was asked for although somebody has the alert`);
    if (before.state.phase === 'closed' && !earlier) broken.push(`${send.kind} was asked for after the alert's end`);
  }
  return broken;
}
