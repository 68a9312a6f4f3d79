import { pageAhead } from '../domain/escalation/page-ahead.ts';
import type { AlertView } from '../domain/alert.ts';
import type { DirectMessage } from '../domain/direct-message.ts';
import { placeBeside } from '../domain/escalation/place-beside.ts';
import type { AcceptedAlert } from '../ledger/ledger.ts';
import type { AlertSnapshot } from './activity-inputs.ts';
import { retryIn } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { sendNotification } from './send-notification.ts';

/** How soon a page of unknown outcome is asked about, milliseconds; the ledger says when it may be looked up. */
const DOUBT_WAIT_MS = 1_000;

/**
 * Sends an alert's own page in the place of a program's message: its reader can take the alert by it, and is told once. False where the alert needs it no
 * more, because somebody has it or it is over: then only the program's words wait for them.
 */
export async function sendAsPage(deps: ActivityDependencies, { code: message, alert: code, recipient, route }: DirectMessage, askedAt: Date): Promise<boolean> {
  if (code === null || recipient.kind !== 'responder') return false;
  const [view, accepted, revision] = await Promise.all([deps.ledger.alert(code), deps.ledger.accepted(code), deps.ledger.revisionOf(code)]);
  if (!view || !accepted || revision === null) return false;
  const { responder } = recipient;
  const step = Math.max(1, view.escalationLevel);
  const send = pageAhead({ code, message, responder, route }, { step, deadline: view.nextDeadline });
  const why = { seq: placeBeside(`${send.id}~why`), entry: { at: deps.now().toISOString(), kind: 'person_added', responder, step, reason: 'asked_by_program' } } as const;
  const { outcome, reason } = await sendNotification(deps, { alert: { ...snapshotOf(view, accepted, revision), timeline: [why] }, send }, askedAt);
  if (outcome === 'withdrawn') return false;
  if (outcome === 'in_doubt' || outcome === 'delayed' || outcome === 'deferred') throw retryIn(DOUBT_WAIT_MS, reason ?? outcome);
  if (outcome !== 'sent') await deps.ledger.markDirectUnsent(message, reason ?? outcome);
  return true;
}

/** As the ledger has it: writing it there again changes nothing but adds the line that tells why this person is called. */
function snapshotOf(view: AlertView, { detection, plan }: AcceptedAlert, revision: number): Omit<AlertSnapshot, 'timeline'> {
  const { code, status, severity, stage, unit, drill, escalationLevel, nextDeadline, acknowledgedBy, timeline } = view;
  const since = timeline.findLast(({ kind, responder }) => kind === 'acknowledged' && responder === acknowledgedBy)?.at ?? view.acceptedAt;
  return {
    code, revision, status, severity, stage, confidence: detection.confidence, unit, drill, round: plan.rounds, step: escalationLevel,
    owner: acknowledgedBy === null ? null : { responder: acknowledgedBy, since }, offeredTo: [], nextDeadline,
  };
}
