import type { Receipt } from '../faults.ts';
import type { TwilioAccount } from './account.ts';
import { parseAddress } from './address.ts';
import { deliveryErrorText } from './api-error.ts';
import type { StoredMessage } from './message-store.ts';

/** How long after it was taken a message is sent, delivered and read, in milliseconds, when nothing goes wrong. */
export interface DeliveryPace {
  sentMs: number;
  deliveredMs: number;
  /** Only WhatsApp tells; null where recipients have their receipts off. */
  readMs: number | null;
}

export const DEFAULT_PACE: DeliveryPace = { sentMs: 150, deliveredMs: 600, readMs: 2500 };

/** The enum of the Message resource, in the order of a message's life. A status that isn't here is only ever told, never kept. */
const RANK: Record<string, number> = {
  scheduled: 0, accepted: 0, queued: 1, sending: 2, sent: 3, undelivered: 4, failed: 4, delivered: 5, read: 6,
};

/** What becomes of a message of its own accord. */
export function planReceipts(message: StoredMessage, failsWith: number | null, pace: DeliveryPace): Receipt[] {
  if (failsWith !== null) return [{ status: 'failed', afterMs: pace.sentMs, times: 1, errorCode: failsWith }];
  const receipts: Receipt[] = [
    { status: 'sent', afterMs: pace.sentMs, times: 1 },
    { status: 'delivered', afterMs: pace.deliveredMs, times: 1 },
  ];
  const tellsRead = parseAddress(message.to)?.channel === 'whatsapp' && pace.readMs !== null;
  return tellsRead ? [...receipts, { status: 'read', afterMs: pace.readMs ?? 0, times: 1 }] : receipts;
}

/** The message after a receipt: its status never moves backwards, whatever order the receipts come in. */
export function applyReceipt(message: StoredMessage, receipt: Receipt, at: string): StoredMessage {
  const [now, then] = [RANK[message.status] ?? 0, RANK[receipt.status]];
  if (then === undefined || then <= now) return message;
  const wasSent = then >= (RANK['sent'] ?? 0);
  return {
    ...message,
    status: receipt.status,
    errorCode: receipt.errorCode ?? null,
    updatedAt: at,
    sentAt: message.sentAt ?? (wasSent ? at : null),
  };
}

/** Parameters of a status callback. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
export function toStatusParams(message: StoredMessage, receipt: Receipt, account: TwilioAccount): Record<string, string> {
  const address = parseAddress(message.to);
  return {
    ApiVersion: '2010-04-01',
    AccountSid: account.accountSid,
    MessageSid: message.sid,
    MessageStatus: receipt.status,
    SmsSid: message.sid,
    SmsStatus: receipt.status,
    From: message.from,
    To: message.to,
    ...(message.messagingServiceSid === null ? {} : { MessagingServiceSid: message.messagingServiceSid }),
    ...(address?.channel === 'whatsapp' ? { ChannelPrefix: 'whatsapp', ChannelToAddress: address.number } : {}),
    ...(receipt.status === 'read' ? { EventType: 'READ' } : {}),
    ...(receipt.errorCode === undefined
      ? {}
      : { ErrorCode: String(receipt.errorCode), ErrorMessage: deliveryErrorText(receipt.errorCode) }),
  };
}
