import type { PlatformName } from '../../domain/platform-name.ts';
import { TemporalUnreachableError } from '../../client.ts';
import type { InboxEvent, UntoldFailure } from '../../ledger/ledger.ts';
import type { PressEvent } from '../slack/press-event.ts';
import type { TwilioInbound, TwilioReport } from '../twilio/events.ts';
import { bindIncoming, toDestination, type Bound } from './bind-incoming.ts';
import { carryOut } from './carry-out.ts';
import type { InboxOptions } from './inbox-options.ts';
import { fromBody, toBody, type Incoming } from './incoming.ts';

/** Events taken up again in one go. */
const RETRIED_AT_ONCE = 100;

/**
 * Everything that providers tell us: written down once by the provider's own event id before the provider is answered, and
 * handed to the alert after that. What a crash leaves in between is taken up again.
 */
export class Inbox {
  readonly #options: InboxOptions;
  /** By event. */
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** A Slack button. Resolves once it is on disk, with false when it was there before. */
  async takePress(press: PressEvent): Promise<boolean> {
    return this.#take('slack', press.eventId, 'press', { type: 'press', press });
  }

  /** A WhatsApp message or SMS. Resolves once it is on disk, with false when it was there before. */
  async takeReply(reply: TwilioInbound): Promise<boolean> {
    const destination = toDestination(reply);
    if (destination) await this.#options.ledger.noteInbound(destination, reply.at);
    return this.#take('twilio', reply.eventId, 'reply', { type: 'reply', reply: { ...reply, at: reply.at.toISOString() } });
  }

  /**
   * A receipt. Receipts in time stay in the ledger; a failure goes to the alert, which tries once more or takes another route, and to
   * the operator where somebody must see to it.
   */
  async takeReport({ sid, attemptId, state, errorCode }: TwilioReport): Promise<boolean> {
    const { ledger, now, reported } = this.#options;
    const read = state === 'failed_permanent' ? this.#options.readFailure(errorCode) : null;
    const ref = attemptId === null ? { providerId: sid } : { attemptId, providerId: sid };
    const moved = await ledger.report('twilio', ref, state, errorCode, now(), read);
    if (!moved) return false;
    if (read) reported({ route: moved.route, failure: read.failure, responder: moved.responder });
    if (state === 'delivered' || state === 'read') reported({ route: moved.route, sentAt: moved.sentAt, responder: moved.responder });
    if (moved.state === 'failed_permanent' && moved.purpose === 'page') await this.#tell((await ledger.untoldFailures('twilio')).filter((failure) => failure.attemptId === moved.attemptId));
    return true;
  }

  /** Tells alerts of failures that could not be told when they were reported. */
  async tellFailures(platform: PlatformName): Promise<void> {
    const byAttempt = new Map<string, UntoldFailure[]>();
    for (const failure of await this.#options.ledger.untoldFailures(platform)) byAttempt.set(failure.attemptId, [...(byAttempt.get(failure.attemptId) ?? []), failure]);
    for (const failures of byAttempt.values()) await this.#tell(failures);
  }

  /** Takes up what was received and not yet handed on, oldest first. */
  async processWaiting(platform: PlatformName): Promise<void> {
    for (const { eventId } of await this.#options.ledger.unprocessed(platform, RETRIED_AT_ONCE)) {
      if (this.#underWay.has(keyOf(platform, eventId))) continue;
      // It may have been processed since the others were looked for, and a question that it answered is no more.
      const [event] = await this.#options.ledger.unprocessed(platform, 1, eventId);
      if (event) await this.#handOn(event);
    }
  }

  /** Resolves when what is being handed on now has been. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  /** One message's failure, to each alert that it was about. What can't be told now stays in the ledger, and is told later. */
  async #tell(failures: readonly UntoldFailure[]): Promise<void> {
    const { ledger, client } = this.#options;
    try {
      for (const { code, attemptId, notificationId, errorCode, triedAgain } of failures) {
        await client.reportDelivery(code, { id: `failed:${attemptId}`, notificationId, problem: triedAgain ? 'retrying' : 'failed', code: errorCode });
      }
      for (const attemptId of new Set(failures.map((failure) => failure.attemptId))) await ledger.markFailureTold(attemptId);
    } catch (error) {
      if (!(error instanceof TemporalUnreachableError)) throw error;
    }
  }

  async #take(platform: PlatformName, eventId: string, kind: InboxEvent['kind'], incoming: Incoming): Promise<boolean> {
    const { ledger, now } = this.#options;
    const receivedAt = now();
    const { decision } = await this.#bind(incoming, receivedAt);
    const acts = decision.type === 'act' ? decision : null;
    const event: InboxEvent = {
      platform, eventId, receivedAt, body: toBody(incoming),
      kind: decision.type === 'optOut' ? 'opt_out' : kind,
      code: acts?.code ?? null,
      mayAcknowledge: acts?.act === 'acknowledge' || acts?.act === 'resolve' || decision.type === 'actMany',
      ...(decision.type === 'actMany' ? { codes: decision.alerts.map((alert) => alert.code) } : {}),
    };
    if (!(await ledger.receive(event))) return false;
    this.#options.passing?.('receive.committed');
    void this.#handOn(event);
    return true;
  }

  /** Never rejects. */
  #handOn(event: InboxEvent): Promise<void> {
    const key = keyOf(event.platform, event.eventId);
    const work = this.#process(event).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, work);
    return work;
  }

  #bind(incoming: Incoming, receivedAt: Date): Promise<Bound> {
    return bindIncoming({ ledger: this.#options.ledger, hospital: this.#options.hospital(), now: this.#options.now(), receivedAt }, incoming);
  }

  /** Hands one event on. What can't be handed on now stays in the inbox, and is taken up again. */
  async #process(event: InboxEvent): Promise<void> {
    try {
      const bound = await this.#bind(fromBody(event.body), event.receivedAt);
      const { effect, ...found } = await carryOut(this.#options, event, bound);
      this.#options.passing?.('signal.sent');
      await this.#options.ledger.markProcessed(event.platform, event.eventId, effect, this.#options.now(), found);
      this.#options.passing?.('processed.committed');
    } catch {
      this.#options.report({ name: 'not_handed_on', platform: event.platform, eventId: event.eventId });
    }
  }
}

function keyOf(platform: PlatformName, eventId: string): string {
  return `${platform} ${eventId}`;
}
