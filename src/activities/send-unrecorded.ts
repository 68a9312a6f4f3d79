import { randomUUID } from 'node:crypto';
import type { AlertStatus } from '../domain/alert.ts';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import { deadlineAhead, endsPages } from '../domain/escalation/still-wanted.ts';
import type { RenderedMessage } from '../domain/message.ts';
import type { Responder } from '../domain/people.ts';
import { platformOf } from '../domain/platform-name.ts';
import { renderMessage } from '../domain/wording/index.ts';
import type { Ledger, UnrecordedAttempt, WantedNotification } from '../ledger/ledger.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Platform } from '../platforms/platform.ts';
import type { SendInput } from './activity-inputs.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { messageFacts } from './message-facts.ts';
import { platformHere } from './platform-here.ts';
import type { Unrecorded } from './unrecorded.ts';
import { wantedPage, type Addressed } from './wanted-page.ts';

/** What it takes; of the ledger, if it can be read, what keeps the page from going. */
export type UnrecordedDependencies = Pick<ActivityDependencies, 'platforms' | 'elsewhere' | 'hospital' | 'unrecorded' | 'standing' | 'now' | 'tick'> & {
  ledger: Pick<Ledger, 'isOptedOut' | 'postedByNotification' | 'pagesUnderWay' | 'alert' | 'headroom'>;
};

type Outcome = Pick<SendResult, 'outcome' | 'reason'>;

/**
 * Sends one page without the ledger, which can't be written: once, marked "(unrecorded)". `withdrawn`: it went out before, is going out, or its
 * alert calls nobody any more. `delayed`: its sender's limit is used up, or the provider puts it off. Never throws a PlatformError.
 */
export async function sendUnrecorded(deps: UnrecordedDependencies, input: SendInput): Promise<SendResult> {
  const { alert, send } = input;
  const { unrecorded } = deps;
  const platform = platformHere(deps, platformOf(send.route));
  const found = deps.hospital().addressee({ recipient: send.recipient, route: send.route, unit: alert.unit, severity: alert.severity, exclude: send.exclude, at: deps.now() });
  if ('nobody' in found) return { outcome: 'failed', responder: null, reason: found.nobody, ...(found.meant === null ? {} : { meant: found.meant }) };
  if (!unrecorded || !platform) return { outcome: 'failed', responder: null, reason: 'platform_not_configured' };
  const responder = found.responder?.id ?? null;
  if (unrecorded.of(send.id)) return { outcome: 'withdrawn', reason: 'unrecorded', responder };
  try {
    return { ...(await sendOnce({ ...deps, unrecorded }, platform, input, found)), responder };
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    return { outcome: error.failure.kind === 'retry_after' ? 'delayed' : 'failed', reason: error.failure.code, responder };
  }
}

/** Its place is taken before anything is waited for, so that whoever asks meanwhile finds it. @throws PlatformError when certainly nothing was sent */
async function sendOnce(deps: UnrecordedDependencies & { unrecorded: Unrecorded }, platform: Platform, input: SendInput, to: Addressed): Promise<Outcome> {
  const { unrecorded, now, tick } = deps;
  const attemptId = randomUUID();
  const wanted = wantedPage(platform, input, to, now());
  const used = unrecorded.reserve(wanted.id, { attemptId, sender: wanted.sender }, tick());
  try {
    const hindrance = await hindranceOf(deps, wanted, used);
    if (hindrance) {
      unrecorded.forget(wanted.id);
      return hindrance;
    }
    const how = { repeat: await mayHaveGone(deps, wanted.id), deadline: deadlineAhead(input.send.deadline, now()) };
    const message = render(deps, input, to.responder, how);
    unrecorded.begin(wanted.id, { attemptId, wanted, startedAt: now(), message, ...how }, tick());
    const sent = await platform.send({ attemptId, notificationId: wanted.id, destination: wanted.destination, message });
    unrecorded.end(wanted.id, { ref: sent.ref, state: sent.state, text: message.text }, tick());
    return { outcome: 'sent', reason: null };
  } catch (error) {
    if (error instanceof PlatformError && error.failure.kind === 'settle_first') {
      unrecorded.end(wanted.id, null, tick());
      return { outcome: 'in_doubt', reason: error.failure.code };
    }
    unrecorded.forget(wanted.id);
    throw error;
  }
}

/** Why it doesn't go. `used`: slots that it and those before it take beside the ledger's. A ledger that can't be written can often be read; where it can't, the page matters more. */
async function hindranceOf(deps: UnrecordedDependencies & { unrecorded: Unrecorded }, { id, code, sender, destination, afterAcknowledgment }: WantedNotification, used: number): Promise<Outcome | null> {
  const { ledger, unrecorded, now } = deps;
  if (await ledger.isOptedOut(destination).catch(() => false)) return { outcome: 'failed', reason: 'opted_out' };
  const posted = await ledger.postedByNotification(id).catch(() => null);
  if (posted && posted.state !== 'failed_permanent') return { outcome: 'withdrawn', reason: 'sent_before' };
  const status = await statusNow(deps, code);
  if (status !== null && endsPages(status, afterAcknowledgment)) return { outcome: 'withdrawn', reason: status };
  const counted = await ledger.headroom(sender, now()).then((room) => room.used, () => 0);
  return unrecorded.hasRoom(sender, counted + used) ? null : { outcome: 'delayed', reason: 'limit' };
}

/** The workflow knows of answers that could not be written down. */
async function statusNow({ standing, ledger }: UnrecordedDependencies, code: string): Promise<AlertStatus | null> {
  const told = (await standing?.(code).catch(() => null)) ?? (await ledger.alert(code).catch(() => null));
  return told?.status ?? null;
}

/** By what is written an attempt is under way, or in doubt: what became of it can't be settled now. */
async function mayHaveGone({ ledger }: UnrecordedDependencies, notificationId: string): Promise<boolean> {
  return ledger.pagesUnderWay({ notificationId }).then((pages) => pages.length > 0, () => false);
}

function render({ hospital }: UnrecordedDependencies, { alert, send }: SendInput, responder: Responder | null, how: Pick<UnrecordedAttempt, 'repeat' | 'deadline'>): RenderedMessage {
  const { language, timeZone, medium } = audienceOf(hospital(), responder, send.route);
  const facts = messageFacts(alert, hospital(), { step: send.step, ...how });
  return renderMessage(send.kind, { ...facts, unrecorded: true }, language, timeZone, medium);
}
