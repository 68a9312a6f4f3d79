import { deliveryErrorText } from './api-error.ts';
import { parseAddress } from './address.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

export interface PhoneOwner {
  /** `whatsapp:+E164` or `+E164`. */
  address: string;
  name: string;
}

/** A message as a phone shows it. */
export interface PhoneMessage {
  sid: string;
  direction: 'inbound' | 'outbound-api';
  body: string;
  status: string;
  error: { code: number; text: string } | null;
  buttons: { id: string; title: string }[];
  quotedSid: string | null;
  pressed: boolean;
  mediaTypes: string[];
  at: string;
}

/** One conversation on one phone: WhatsApp and SMS of a number are two. */
export interface Phone {
  address: string;
  channel: 'whatsapp' | 'sms';
  number: string;
  name: string | null;
  /** Until when free text may come, ISO 8601; null when the person never wrote, or for SMS. */
  windowUntil: string | null;
  optedOut: boolean;
  /** Oldest first. */
  messages: PhoneMessage[];
}

/** Newest messages of a phone that are shown. */
const SHOWN = 60;

/** Every phone that has an owner or a message. */
export function toPhones(store: MessageStore, owners: readonly PhoneOwner[]): Phone[] {
  const byAddress = new Map<string, StoredMessage[]>(owners.map(({ address }) => [address, []]));
  for (const message of store.list()) {
    const address = message.direction === 'inbound' ? message.from : message.to;
    const shown = byAddress.get(address) ?? [];
    if (shown.length < SHOWN) shown.push(message);
    byAddress.set(address, shown);
  }
  return [...byAddress].map(([address, shown]) => {
    const parsed = parseAddress(address);
    const windowMs = parsed?.channel === 'whatsapp' ? store.windowUntilMs(address) : null;
    return {
      address,
      channel: parsed?.channel ?? 'sms',
      number: parsed?.number ?? address,
      name: owners.find((owner) => owner.address === address)?.name ?? null,
      windowUntil: windowMs === null ? null : new Date(windowMs).toISOString(),
      optedOut: store.isOptedOut(address),
      messages: shown.reverse().map(toPhoneMessage),
    };
  });
}

function toPhoneMessage(message: StoredMessage): PhoneMessage {
  const { sid, direction, body, status, errorCode, buttons, quotedSid, mediaTypes } = message;
  return {
    sid, direction, body, status, buttons, quotedSid, mediaTypes,
    error: errorCode === null ? null : { code: errorCode, text: deliveryErrorText(errorCode) },
    pressed: message.buttonPayload !== null,
    at: message.createdAt,
  };
}
