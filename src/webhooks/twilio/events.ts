import type { DeliveryState } from '../../domain/delivery-state.ts';
import type { MessageAction } from '../../domain/message.ts';

/** A message that came in, by webhook or by polling. */
export interface TwilioInbound {
  /** MessageSid: the same over repeats, and over webhook and polling. */
  eventId: string;
  /** `whatsapp:+E164` or `+E164`; null where WhatsApp gave a username's id alone. */
  from: string | null;
  /** Our number it was sent to, written likewise. */
  to: string;
  /** As it was typed, untrimmed; the button's title when one was pressed. */
  body: string;
  /** The button that was pressed, when its mac is ours. Polling never knows it. */
  button: { action: MessageAction; notificationId: string } | null;
  /** MessageSid of our message that was quoted, or whose button was pressed. Polling never knows it. */
  quotedSid: string | null;
  /** Media types such as `audio/ogg`; `unknown` where polling found that there is one. */
  mediaTypes: string[];
  /** WhatsApp's business-scoped id of the person, `whatsapp:<country>.<id>`, which stays when a number changes hands. */
  externalUserId: string | null;
  at: Date;
}

/** What became of a message of ours. */
export interface TwilioReport {
  /** MessageSid and status: reports repeat. */
  eventId: string;
  sid: string;
  /** Our attempt, out of the callback's URL; null where the report came another way. */
  attemptId: string | null;
  state: DeliveryState;
  /** Twilio's error code, digits only. */
  errorCode: string | null;
  at: Date;
}

/** Where events go. Each resolves once the event is on disk, with false when it was there before; a rejection means it isn't. */
export interface TwilioIngress {
  onInbound(event: TwilioInbound): Promise<boolean>;
  onStatus(event: TwilioReport): Promise<boolean>;
}

/** How the platform reads what it once wrote: its status table and its buttons. */
export interface TwilioReading {
  /** Null for a status that isn't one of a message of ours, or that Twilio added since. */
  toDeliveryState(status: string): DeliveryState | null;
  /** Null for a button that isn't ours. */
  readButton(payload: string): { action: MessageAction; notificationId: string } | null;
}
