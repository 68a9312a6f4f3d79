import type { TimelineEntry } from '../domain/alert.ts';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import { TOLD_FOR_MS } from '../domain/already-told.ts';
import { hasGoneOffDuty } from '../domain/hand-over-due.ts';
import type { MessageKind } from '../domain/message.ts';
import type { Responder } from '../domain/people.ts';
import { platformOf } from '../domain/platform-name.ts';
import { isOpenEnded, resultLine } from '../domain/escalation/result-line.ts';
import { renderDigest, renderMessage } from '../domain/wording/index.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Platform } from '../platforms/platform.ts';
import type { SendInput } from './activity-inputs.ts';
import { toRecord } from './alert-record.ts';
import { deliver, isHeldForAnswer } from './deliver.ts';
import type { Leaving } from './deliver.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { sendUnrecorded } from './send-unrecorded.ts';
import { tellOperator } from './tell-operator.ts';
import { isUnwritable } from '../ledger/ledger.ts';
import { platformHere } from './platform-here.ts';
import { audienceOf } from './audience.ts';
import { messageFacts } from './message-facts.ts';
import { wantedPage, type Addressed } from './wanted-page.ts';

/** The revision of an alert that has only begun: the ledger, which accepted it, can't hold anything that contradicts it. */
const FIRST_REVISION = 1;

const FIRST_ROUND = 1;

/** Pages that go out although nothing can be recorded. */
const STAND_IN_KINDS: readonly MessageKind[] = ['page', 'fail_safe'];

/**
 * Sends one notification. A page of a critical alert doesn't wait for a ledger that can't be written: it goes out once, marked, and is
 * written down by a later try.
 */
export async function sendNotification(deps: ActivityDependencies, input: SendInput, askedAt: Date): Promise<SendResult> {
  try {
    return await sendRecorded(deps, input, askedAt);
  } catch (error) {
    const { alert, send } = input;
    if (!deps.unrecorded || !isUnwritable(error) || alert.severity !== 'critical' || alert.drill || !STAND_IN_KINDS.includes(send.kind)) throw error;
    const result = await sendUnrecorded(deps, input);
    if (result.outcome === 'failed') return result;
    throw error;
  }
}

/**
 * Finds who is addressed now, sends one notification, and writes what came of it to the ledger. The claim reads the
 * alert's status there, so that is brought up to date first; a new alert's page doesn't wait for it.
 */
async function sendRecorded(deps: ActivityDependencies, input: SendInput, askedAt: Date): Promise<SendResult> {
  const isNew = input.alert.revision === FIRST_REVISION;
  if (!isNew) await deps.ledger.record(toRecord(input.alert), deps.now());
  try {
    const result = await send(deps, input, askedAt);
    await deps.ledger.record(toRecord(input.alert, since(deps, input, result)), deps.now());
    deps.passing?.('record.committed');
    return result;
  } catch (error) {
    // It waits for its turn: what is known of the alert can be read meanwhile. Not while an answer is on its way through the workflow: a record
    // of before it would let the other pages go.
    if (isNew && !isHeldForAnswer(error)) await deps.ledger.record(toRecord(input.alert), deps.now());
    throw error;
  }
}

function since(deps: ActivityDependencies, input: SendInput, result: SendResult): Parameters<typeof toRecord>[1] {
  if (isOpenEnded(result)) return undefined;
  // Before its first step somebody was asked to take it from the list, where it still waits.
  const reached = result.outcome === 'sent' && result.responder !== null && input.send.step > 0;
  return { lines: [toLine(input, result, deps.now())], reached };
}

async function send(deps: ActivityDependencies, { alert, send }: SendInput, askedAt: Date): Promise<SendResult> {
  const { recipient, route, exclude } = send;
  const platform = platformHere(deps, platformOf(route));
  if (!platform) return { outcome: 'failed', responder: null, reason: 'platform_not_configured' };
  const hospital = deps.hospital();
  const found = hospital.addressee({ recipient, route, unit: alert.unit, severity: alert.severity, exclude, at: deps.now() });
  if ('nobody' in found) return { outcome: found.nobody === 'declined' ? 'skipped' : 'failed', responder: null, reason: found.nobody, ...(found.meant === null ? {} : { meant: found.meant }) };
  if (await deps.ledger.isOptedOut(found.destination)) return { outcome: 'failed', responder: found.responder?.id ?? null, reason: 'opted_out' };
  if (await hasPageAlready(deps, { alert, send }, found.responder)) return { outcome: 'sent', responder: found.responder?.id ?? null, reason: 'paged_ahead' };
  try {
    return await sendTo(deps, platform, { alert, send }, found, askedAt);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    // No sender for this destination: the platform is set up without the number that it needs.
    tellOperator(deps, route, error.failure);
    return { outcome: 'failed', responder: found.responder?.id ?? null, reason: error.failure.code };
  }
}

/** A program wrote to them of this alert a moment ago, and the page went out then. In a later round they are called anew: it may have got worse since. */
async function hasPageAlready({ ledger, now }: ActivityDependencies, { alert, send }: SendInput, responder: Responder | null): Promise<boolean> {
  if (responder === null || send.kind !== 'page' || send.round !== FIRST_ROUND || alert.revision === FIRST_REVISION) return false;
  return ledger.wasPagedAhead({ code: alert.code, responder: responder.id, route: send.route }, new Date(now().getTime() - TOLD_FOR_MS));
}

async function sendTo(
  deps: ActivityDependencies, platform: Platform, { alert, send }: SendInput, to: Addressed, askedAt: Date,
): Promise<SendResult> {
  const hospital = deps.hospital();
  const { language, timeZone, medium } = audienceOf(hospital, to.responder, send.route);
  const render = (how: Leaving) => {
    const facts = messageFacts(alert, hospital, { step: send.step, ...how });
    return renderMessage(kindFor(send.kind, alert.drill), facts, language, timeZone, medium);
  };
  return deliver(deps, platform, {
    wanted: {
      ...wantedPage(platform, { alert, send }, to, askedAt), ...moot(deps, { alert, send }, to.responder, askedAt),
      shared: to.destination.kind === 'person' && hospital.whoIsAt(to.destination).length > 1,
    },
    render,
    renderDigest: (digest, repeat) => renderDigest(digest, { repeat }, language, medium),
    patient: send.patient,
    askedAt,
  });
}

/** Nobody is followed off duty: an owner's reminder that waited past the end of the shift in which it was asked for isn't for them any more. */
function moot(deps: ActivityDependencies, { alert, send }: SendInput, responder: Responder | null, askedAt: Date): { moot?: 'off_duty' } {
  if (send.kind !== 'attend_reminder' || responder === null) return {};
  return hasGoneOffDuty(responder.id, alert.unit, deps.hospital(), askedAt, deps.now()) ? { moot: 'off_duty' } : {};
}

function kindFor(kind: MessageKind, drill: boolean): MessageKind {
  return drill && kind === 'page' ? 'drill' : kind;
}

function toLine({ send }: SendInput, result: SendResult, now: Date): { seq: number; entry: TimelineEntry } {
  return { seq: send.resultSeq, entry: resultLine(send, result, now.getTime()) };
}
