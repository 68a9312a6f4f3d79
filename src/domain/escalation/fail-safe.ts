import { msUntilOpen } from '../opening-hours.ts';
import type { Recipient } from '../plan.ts';
import { announce, clearDeadlines, close, setDeadline, tell, type Change } from './change.ts';
import { askToSend, routesFor } from './sending.ts';

/**
 * The chain is used up: the fail-safe recipient has the alert now, and is reminded until somebody answers. Anybody added is
 * asked for help at once, also where the fail-safe recipient is called by day only. Only a drill has no such recipient; it
 * ends here.
 */
export function callFailSafe(change: Change, reason: string, added: Recipient[] = []): void {
  const { state } = change;
  const { recipients, routes } = state.plan.failSafe;
  state.phase = 'fail_safe';
  state.step = state.plan.steps.length + 1;
  state.status = 'unanswered';
  clearDeadlines(change);
  tell(change, 'unanswered', { step: state.step, reason });
  announce(change);
  if (recipients.length === 0) return close(change);
  callOrWaitForDay(change);
  for (const recipient of added) {
    for (const route of routesFor(recipient, routes)) askToSend(change, { recipient, route, kind: 'added', turn: state.revision, afterAcknowledgment: false });
  }
}

/** Some severities call the fail-safe recipient by day only; the others never wait. */
export function callOrWaitForDay(change: Change): void {
  const { failSafe } = change.state.plan;
  const waitMs = failSafe.hours === null ? 0 : msUntilOpen(failSafe.hours, change.nowMs);
  if (waitMs > 0) return setDeadline(change, 'fail_safe_opens', change.nowMs + waitMs);
  return call(change);
}

function call(change: Change): void {
  const { state } = change;
  const { failSafe } = state.plan;
  setDeadline(change, 'fail_safe_remind', change.nowMs + failSafe.remindEveryMs);
  // Who they are is found when the call leaves: the lines of the calls name them.
  tell(change, 'fail_safe_called', { step: state.step, ...(state.failSafeCalls === 0 ? {} : { reason: 'again' }) });
  for (const recipient of failSafe.recipients) {
    for (const route of routesFor(recipient, failSafe.routes)) {
      askToSend(change, { recipient, route, kind: 'fail_safe', turn: state.failSafeCalls, afterAcknowledgment: false });
    }
  }
  state.failSafeCalls += 1;
}
