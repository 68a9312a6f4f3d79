import type { AlertEvent, Transition } from './alert-event.ts';
import type { AlertState, Deadline } from './alert-state.ts';
import { attendOverdue } from './attending.ts';
import { beginChange, close, finishChange, RULES, setDeadline, takeDueDeadlines, tell, type Change, type Rules } from './change.ts';
import { callOrWaitForDay } from './fail-safe.ts';
import { endShift } from './hand-over.ts';
import { beginPaging, endWindow, noteDeliveryProblem, noteSendResult, remindStep } from './paging.ts';
import { carryOut, promote } from './requests.ts';
import { endSnooze } from './snooze.ts';
import { askUnreachedAgain } from './unreached.ts';

/**
 * The whole life of an alert as one pure function: what was, what happened and when, in; what is, what to do and what to
 * tell, out. Every change of an alert goes through here, whichever workflow runs it.
 */
export function transition(state: AlertState, event: AlertEvent, nowMs: number, rules: Rules = RULES): Transition {
  const change = beginChange(state, nowMs, rules);
  const answer = event.type === 'request' ? carryOut(change, event.request) : null;
  if (event.type !== 'request') happen(change, event);
  return finishChange(change, answer, event);
}

function happen(change: Change, event: Exclude<AlertEvent, { type: 'request' }>): void {
  const { state } = change;
  switch (event.type) {
    case 'started':
      return start(change);
    case 'time_passed':
      return takeDueDeadlines(change).forEach((deadline) => pass(change, deadline));
    case 'send_finished': {
      const page = state.pages.find(({ id }) => id === event.id);
      if (page) noteSendResult(change, page, event.result);
      return;
    }
    case 'delivery_report':
      return noteDeliveryProblem(change, event);
  }
}

function start(change: Change): void {
  const { state } = change;
  const { mode, reasons, promoteAfterMs } = state.plan;
  tell(change, 'triggered', { reason: reasons.join(',') });
  if (mode === 'record') {
    state.status = 'informed';
    tell(change, 'recorded');
    return close(change);
  }
  if (mode === 'page') return beginPaging(change, 'started');
  tell(change, 'listed');
  if (promoteAfterMs !== null) setDeadline(change, 'promote', change.nowMs + promoteAfterMs);
}

/** A deadline that has passed. One that an earlier one of the same moment made void is skipped by its phase. */
function pass(change: Change, { kind }: Deadline): void {
  const { phase } = change.state;
  switch (kind) {
    case 'window':
      return phase === 'paging' ? endWindow(change) : undefined;
    case 'remind':
      return phase === 'paging' ? remindStep(change) : phase === 'fail_safe' ? askUnreachedAgain(change) : undefined;
    case 'promote':
      return phase === 'listed' ? promote(change, 'promoted') : undefined;
    case 'attend':
      return phase === 'attending' ? attendOverdue(change) : undefined;
    case 'snooze':
      return phase === 'attending' ? endSnooze(change) : undefined;
    case 'shift_end':
      return phase === 'attending' ? endShift(change) : undefined;
    case 'fail_safe_remind':
    case 'fail_safe_opens':
      return phase === 'fail_safe' ? callOrWaitForDay(change) : undefined;
    case 'undo':
      return phase === 'undo' ? close(change) : undefined;
  }
}
