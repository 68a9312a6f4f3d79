import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MessageAction } from '../../domain/message.ts';

/** 12 characters of base64url are 72 bits, and each guess takes a message through WhatsApp. */
const MAC_CHARS = 12;

/** Twilio allows 200 characters in a button's id. https://www.twilio.com/docs/content/twilio-quick-reply */
const MAX_PAYLOAD_CHARS = 200;

const PREFIXES: Record<MessageAction, string> = { acknowledge: 'ack', decline: 'dec', resolve: 'res', acknowledgeAll: 'all' };

/** What a pressed button says. */
export interface ButtonPress {
  action: MessageAction;
  /** Of a digest: our id of the attempt. */
  notificationId: string;
}

/**
 * The value of a template's button slot: `<notificationId>:<mac>`. The buttons of one message share it, so that a template
 * needs one slot more than its text has. The key is 32 random bytes of our own; whoever has a message may press any of its
 * buttons, so the mac binds the notification alone.
 */
export function toButtonSlot(notificationId: string, key: Uint8Array): string {
  const slot = `${notificationId}:${macOf(notificationId, key)}`;
  if (slot.length + 4 > MAX_PAYLOAD_CHARS) throw new RangeError(`A notification id of ${notificationId.length} characters doesn't fit into a button.`);
  return slot;
}

/** The id of a template's button, with the number of the slot that is filled at sending: `ack:{{7}}`. */
export function toButtonId(action: MessageAction, slot: number): string {
  return `${PREFIXES[action]}:{{${slot}}}`;
}

/** What the pressed button says, or null when it isn't ours or its mac is wrong. */
export function readButtonPayload(payload: string, key: Uint8Array): ButtonPress | null {
  const [, prefix, notificationId, mac] = /^(\w{3}):(.+):([\w-]{12})$/.exec(payload) ?? [];
  const action = (Object.keys(PREFIXES) as MessageAction[]).find((name) => PREFIXES[name] === prefix);
  if (payload.length > MAX_PAYLOAD_CHARS || action === undefined || notificationId === undefined || mac === undefined) return null;
  const expected = Buffer.from(macOf(notificationId, key));
  const given = Buffer.from(mac);
  return given.length === expected.length && timingSafeEqual(given, expected) ? { action, notificationId } : null;
}

function macOf(notificationId: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`twilio-button:${notificationId}`).digest('base64url').slice(0, MAC_CHARS);
}
