import type { Receipt } from '../faults.ts';
import { openJsonLines } from '../json-lines.ts';
import { parseAddress } from './address.ts';

/** A message as the simulated provider keeps it; times are ISO 8601. */
export interface StoredMessage {
  sid: string;
  direction: 'inbound' | 'outbound-api';
  /** As on the wire: `whatsapp:+E164` or `+E164`. */
  from: string;
  to: string;
  body: string;
  status: string;
  errorCode: number | null;
  mediaTypes: string[];
  messagingServiceSid: string | null;
  statusCallback: string | null;
  contentSid: string | null;
  /** Quick replies of the template, as rendered. */
  buttons: { id: string; title: string }[];
  /** What an inbound message answers. */
  quotedSid: string | null;
  /** The button that an inbound message pressed. */
  buttonPayload: string | null;
  createdAt: string;
  updatedAt: string;
  sentAt: string | null;
  /** Receipts that are still to come, so that a restart goes on with them. */
  ahead: Receipt[];
}

export interface MessageFilter {
  to?: string;
  from?: string;
  /** Bounds of `sentAt`, milliseconds since 1970; both are included. */
  sentFromMs?: number;
  sentUntilMs?: number;
}

/** Free text may be sent for so long after the recipient's last message. https://www.twilio.com/docs/whatsapp/key-concepts */
export const WINDOW_MS = 24 * 60 * 60 * 1000;

/** Words that end and begin a subscription to SMS; WhatsApp has none at Twilio. https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
const STOP_WORDS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPTOUT', 'REVOKE']);
const START_WORDS = new Set(['START', 'UNSTOP', 'YES']);

export interface MessageStore {
  /** Keeps a new message, or the new state of one. */
  put(message: StoredMessage): void;
  get(sid: string): StoredMessage | null;
  /** Newest first. */
  list(filter?: MessageFilter): StoredMessage[];
  /** Until when free text may go to a WhatsApp address, milliseconds since 1970; null when it never wrote. */
  windowUntilMs(address: string): number | null;
  /** Whether this address asked for nothing more by SMS. */
  isOptedOut(address: string): boolean;
  close(): void;
}

/** Opens the store on a JSON Lines file that holds every state of every message, or in memory when `path` is null. */
export function openMessageStore({ path }: { path: string | null }): MessageStore {
  const file = openJsonLines<StoredMessage>(path);
  const messages = new Map<string, StoredMessage>();
  const lastInboundMs = new Map<string, number>();
  const optedOut = new Set<string>();

  function remember(message: StoredMessage): void {
    messages.set(message.sid, message);
    if (message.direction !== 'inbound') return;
    lastInboundMs.set(message.from, Date.parse(message.createdAt));
    if (parseAddress(message.from)?.channel === 'whatsapp') return;
    const word = message.body.trim().toUpperCase();
    if (STOP_WORDS.has(word)) optedOut.add(message.from);
    if (START_WORDS.has(word)) optedOut.delete(message.from);
  }

  file.loaded.forEach(remember);
  return {
    put(message) {
      file.append(message);
      remember(message);
    },
    get: (sid) => messages.get(sid) ?? null,
    list: (filter = {}) => [...messages.values()].reverse().filter((message) => matches(message, filter)),
    windowUntilMs(address) {
      const last = lastInboundMs.get(address);
      return last === undefined ? null : last + WINDOW_MS;
    },
    isOptedOut: (address) => optedOut.has(address),
    close: file.close,
  };
}

/** A message that wasn't sent yet has no `sentAt`, and no filter by it finds it. */
function matches(message: StoredMessage, filter: MessageFilter): boolean {
  if (filter.to !== undefined && filter.to !== message.to) return false;
  if (filter.from !== undefined && filter.from !== message.from) return false;
  if (filter.sentFromMs === undefined && filter.sentUntilMs === undefined) return true;
  if (message.sentAt === null) return false;
  const sentMs = Date.parse(message.sentAt);
  return sentMs >= (filter.sentFromMs ?? -Infinity) && sentMs <= (filter.sentUntilMs ?? Infinity);
}
