import { randomUUID } from 'node:crypto';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import type { Destination } from '../domain/people.ts';
import { deadlineAhead } from '../domain/escalation/still-wanted.ts';
import { platformOf } from '../domain/platform-name.ts';
import { renderMessage } from '../domain/wording/index.ts';
import { PlatformError } from '../platforms/platform-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SendInput } from './activity-inputs.ts';
import { audienceOf } from './audience.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { messageFacts } from './message-facts.ts';
import { platformHere } from './platform-here.ts';

/** What it takes; of the ledger, if it can be read, only who wants no messages. */
export type UnrecordedDependencies = Pick<ActivityDependencies, 'platforms' | 'elsewhere' | 'hospital' | 'unrecorded' | 'now'> & { ledger: Pick<Ledger, 'isOptedOut'> };

/**
 * Sends one page without the ledger, which can't be written: once, marked "(unrecorded)". `withdrawn`: it went out before, or is going out.
 * `delayed`: its sender's limit is used up. Never throws a PlatformError.
 */
export async function sendUnrecorded(deps: UnrecordedDependencies, { alert, send }: SendInput): Promise<SendResult> {
  const { unrecorded } = deps;
  const platform = platformHere(deps, platformOf(send.route));
  const hospital = deps.hospital();
  const found = hospital.addressee({ recipient: send.recipient, route: send.route, unit: alert.unit, severity: alert.severity, exclude: send.exclude, at: deps.now() });
  if ('nobody' in found) return { outcome: 'failed', responder: null, reason: found.nobody, ...(found.meant === null ? {} : { meant: found.meant }) };
  if (!unrecorded || !platform) return { outcome: 'failed', responder: null, reason: 'platform_not_configured' };
  const { destination, responder } = found;
  const result = (outcome: SendResult['outcome'], reason: string | null): SendResult => ({ outcome, reason, responder: responder?.id ?? null });
  if (unrecorded.of(send.id)) return result('withdrawn', 'unrecorded');
  if (await isOptedOut(deps, destination)) return result('failed', 'opted_out');
  const { language, timeZone, medium } = audienceOf(hospital, responder, send.route);
  const facts = messageFacts(alert, hospital, { deadline: deadlineAhead(send.deadline, deps.now()), step: send.step, repeat: false });
  const message = renderMessage(send.kind, { ...facts, unrecorded: true }, language, timeZone, medium);
  try {
    if (!unrecorded.takeSlot(platform.senderFor(destination))) return result('delayed', 'limit');
    // Before the call, so that whoever asks meanwhile finds it.
    unrecorded.note(send.id, null);
    const sent = await platform.send({ attemptId: randomUUID(), notificationId: send.id, destination, message });
    unrecorded.note(send.id, { ref: sent.ref, state: sent.state, text: message.text });
    return result('sent', null);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    if (error.failure.kind === 'settle_first') return result('in_doubt', error.failure.code);
    unrecorded.forget(send.id);
    return result(error.failure.kind === 'retry_after' ? 'delayed' : 'failed', error.failure.code);
  }
}

/** A ledger that can't be written can often be read; where it can't, the page matters more. */
async function isOptedOut({ ledger }: UnrecordedDependencies, destination: Destination): Promise<boolean> {
  return ledger.isOptedOut(destination).catch(() => false);
}
