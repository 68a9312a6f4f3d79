import type { DeliveryState } from '../domain/delivery-state.ts';
import type { Failure } from '../domain/failure.ts';
import type { MessageFacts, RenderedMessage } from '../domain/message.ts';
import type { Destination } from '../domain/people.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Said } from '../domain/said.ts';

/** One message to put before one destination. */
export interface Outbound {
  /** Our id of the attempt: travels in Slack's message metadata and in Twilio's callback URL, so a message can be looked up. */
  attemptId: string;
  /** What a button's payload names: our id of the notification; of the attempt where the message carries several. */
  notificationId: string;
  destination: Destination;
  message: RenderedMessage;
  /** The provider took the same message before and then told of its failure, under this code of its own. */
  failedBefore?: string;
  /** A message of the same alert that this one belongs under (Slack's thread), when there is one. */
  thread?: ProviderRef;
  /** Free text is allowed until then (WhatsApp's 24-hour window), ISO 8601; absent when only templates are. */
  windowUntil?: string;
}

/** The provider's own handle on a message it took. */
export interface ProviderRef {
  /** Twilio's MessageSid; Slack's `ts`. */
  id: string;
  /** Slack's channel id; the same as the address elsewhere. */
  conversation: string;
}

export interface Sent {
  ref: ProviderRef;
  /** The sender (Twilio number, Slack bot) whose limit the message counts against. */
  sender: string;
  state: DeliveryState;
}

/** What an attempt is looked up by: our id of it where the platform keeps that, else what the message said. */
export interface LookedUp extends Pick<Outbound, 'attemptId' | 'destination' | 'thread'> {
  message: Pick<RenderedMessage, 'text'> & { facts: Pick<MessageFacts, 'code'> | null };
}

/** What a look-up of an attempt of unknown outcome found. `unknown`: the provider could not be asked. */
export type LookUp = { found: 'yes'; sent: Sent } | { found: 'no' } | { found: 'unknown'; failure: Failure };

/**
 * How long after its claim a call may begin, milliseconds; one that would begin later, because its process stood still, isn't made. A claim's
 * commit takes some ten: this is for a slow disk. A proposal of ours.
 */
export const BEGIN_WITHIN_MS = 2_000;

/** A platform as the rest of the service sees it. Each call that begins in time has ended within `callTimeoutMs`, and throws only PlatformError. */
export interface Platform {
  readonly name: PlatformName;
  /** Who sends by this platform for a destination, known before the call, so that its limit can be claimed. */
  senderFor(destination: Destination): string;
  /** Creates one message. */
  send(outbound: Outbound): Promise<Sent>;
  /** Looks up an attempt whose outcome is unknown. A reply is looked for under the message it was posted under. */
  lookUp(outbound: LookedUp, startedAt: Date): Promise<LookUp>;
  /** Changes a message that is already there, where the platform can. */
  update?(ref: ProviderRef, message: RenderedMessage, notificationId: string): Promise<void>;
  /** Tells one person in a conversation something that the others there don't see, where the platform can; its buttons press on `about`, a notification. */
  answerEphemeral?(conversation: string, address: string, message: RenderedMessage, about: string | null): Promise<void>;
  /** From its claim to the end of the longest call, milliseconds: it has room for one that begins as late as it may. */
  readonly callTimeoutMs: number;
  /** Whether the credentials are good and the scopes enough, in words for the operator; asked at the start and by health. */
  check(): Promise<PlatformCheck>;
}

/** What is missing and what it would add, or what is broken and what to do. */
export interface CheckFinding {
  severity: 'error' | 'warning';
  /** In English, as programs read it. */
  text: string;
  /** For people; `text` is the English one of them. */
  words: Said;
}

/** A finding in the words of both languages. */
export function toFinding(severity: CheckFinding['severity'], words: Said): CheckFinding {
  return { severity, text: words.en, words };
}

export interface PlatformCheck {
  ok: boolean;
  findings: CheckFinding[];
}
