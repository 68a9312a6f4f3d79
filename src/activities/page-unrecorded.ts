import { routesFor } from '../domain/escalation/sending.ts';
import { watchdogPage } from '../domain/escalation/watchdog-page.ts';
import type { MessageKind } from '../domain/message.ts';
import type { Recipient } from '../domain/plan.ts';
import { platformOf, type Route } from '../domain/platform-name.ts';
import type { AcceptedAlert } from '../ledger/ledger.ts';
import type { AlertSnapshot, SendInput } from './activity-inputs.ts';
import { sendUnrecorded, type UnrecordedDependencies } from './send-unrecorded.ts';

/**
 * Pages the people of a critical alert that could not be recorded: those of its first step, and the fail-safe recipient as well, because
 * nothing will remind anybody or call the next one. Answers who was reached.
 */
export async function pageUnrecorded(deps: UnrecordedDependencies, accepted: AcceptedAlert): Promise<string[]> {
  const alert = snapshotOf(accepted);
  const sends = pagesOf(accepted).filter(({ route }) => deps.platforms[platformOf(route)] !== undefined);
  const results = await Promise.all(sends.map((send) => sendUnrecorded(deps, { alert, send })));
  return [...new Set(results.flatMap(({ outcome, responder }) => (responder !== null && (outcome === 'sent' || outcome === 'in_doubt') ? [responder] : [])))];
}

function pagesOf({ code, plan }: AcceptedAlert): SendInput['send'][] {
  const [first] = plan.steps;
  const page = (kind: MessageKind, step: number, recipients: Recipient[], routes: Route[]): SendInput['send'][] => recipients.flatMap((recipient) =>
    routesFor(recipient, routes).map((route) => watchdogPage({ code, step, since: 0, turn: 0 }, recipient, route, kind)));
  return [
    ...(first ? page('page', 1, first.recipients, first.routes) : []),
    ...page('fail_safe', plan.steps.length + 1, plan.failSafe.recipients, plan.failSafe.routes),
  ];
}

function snapshotOf({ code, detection, plan, drill }: AcceptedAlert): AlertSnapshot {
  return {
    code, revision: 0, status: 'triggered', severity: plan.severity, stage: detection.stage, confidence: detection.confidence, unit: detection.unit ?? null, drill,
    round: 0, step: 1, owner: null, offeredTo: [], nextDeadline: null, timeline: [],
  };
}
