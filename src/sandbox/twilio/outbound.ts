import { randomUUID } from 'node:crypto';
import type { Receipt } from '../faults.ts';
import type { SandboxContext } from '../simulator.ts';
import type { TwilioAccount } from './account.ts';
import type { ContentStore } from './content-store.ts';
import { applyReceipt, planReceipts, toStatusParams } from './delivery.ts';
import type { DeliveryPace } from './delivery.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';
import type { Schedule } from './schedule.ts';
import { createSid } from './sid.ts';
import { takeMessage } from './take-message.ts';
import type { Form, TakenMessage } from './take-message.ts';
import type { WebhookLog } from './webhook-log.ts';

/** Messages on their way from us to a phone. */
export interface Outbound {
  /** Throws TwilioApiError when Twilio wouldn't take the form; keeps nothing. */
  check(form: Form): TakenMessage;
  /** Takes the message and sets it on its way. */
  take(form: Form): StoredMessage;
  /** Goes on with what was on its way when the sandbox last stopped. */
  resume(): void;
}

export function createOutbound({ sandbox, account, messages, contents, schedule, webhooks, pace }: {
  sandbox: SandboxContext;
  account: TwilioAccount;
  messages: MessageStore;
  contents: ContentStore;
  schedule: Schedule;
  webhooks: WebhookLog;
  pace: DeliveryPace;
}): Outbound {
  /** Keeps a receipt and posts it, as often as it is to come. The initial status is never posted. */
  async function report(sid: string, receipt: Receipt): Promise<void> {
    const before = messages.get(sid);
    if (before === null) return;
    const advanced = applyReceipt(before, receipt, sandbox.now().toISOString());
    const after = { ...advanced, ahead: before.ahead.filter((item) => item !== receipt) };
    messages.put(after);
    sandbox.changed();
    if (after.statusCallback === null) return;
    const params = toStatusParams(after, receipt, account);
    for (let time = 0; time < receipt.times; time += 1) {
      await webhooks.call({ kind: 'status', url: after.statusCallback, params, authToken: account.authToken, idempotencyToken: randomUUID() });
    }
  }

  function setOnItsWay(message: StoredMessage): void {
    for (const receipt of message.ahead) schedule.after(receipt.afterMs, () => report(message.sid, receipt));
  }

  const check = (form: Form): TakenMessage => takeMessage(form, { account, messages, contents, nowMs: sandbox.now().getTime() });

  return {
    check,
    take(form) {
      const { failsWith, mediaCount, ...taken } = check(form);
      const at = sandbox.now().toISOString();
      const message: StoredMessage = {
        sid: createSid(mediaCount > 0 ? 'MM' : 'SM'),
        direction: 'outbound-api',
        ...taken,
        // A sender still has to be chosen for a Messaging Service. https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
        status: taken.messagingServiceSid === null ? 'queued' : 'accepted',
        errorCode: null,
        mediaTypes: new Array<string>(mediaCount).fill('image/*'),
        quotedSid: null,
        buttonPayload: null,
        createdAt: at,
        updatedAt: at,
        sentAt: null,
        ahead: [],
      };
      const planned = sandbox.faults.receipts({ platform: 'twilio', operation: 'messages.create', to: message.to, body: form });
      message.ahead = planned?.map((receipt) => ({ ...receipt })) ?? planReceipts(message, failsWith, pace);
      messages.put(message);
      setOnItsWay(message);
      return message;
    },
    resume() {
      messages.list().toReversed().forEach(setOnItsWay);
    },
  };
}
