import type { Destination } from '../../domain/people.ts';
import type { PlatformName } from '../../domain/platform-name.ts';
import type { AlertRequest } from '../../domain/request.ts';

/** Something a provider told us, once by its own event id. */
export interface InboxEvent {
  platform: PlatformName;
  eventId: string;
  receivedAt: Date;
  kind: 'reply' | 'press' | 'receipt' | 'opt_out';
  /** The alert it is about, when it names one. */
  code: string | null;
  /** True when it may be an acknowledgment of that alert: from now on no page of it is sent until it is processed. */
  mayAcknowledge: boolean;
  /** The alerts that it is about when it names several; `code` is null then. */
  codes?: readonly string[];
  /** What was said, JSON; stored encrypted. */
  body: string;
}

/** A question we put to a destination and whose answer we await: which alert, or who is speaking. */
export interface PendingQuestion {
  destination: Destination;
  kind: 'which_alert' | 'who';
  /** What the numbers 1, 2, … stand for: alert codes or responder ids. */
  options: string[];
  /** The request to carry out once it is answered, without what was unclear. */
  request: Pick<AlertRequest, 'kind'> & { code: string | null; responder: string | null; all?: true };
  expiresAt: Date;
}

/** How often something came from a platform, or from whoever posed as it, without effect. */
export interface CallbackCount {
  platform: PlatformName;
  kind: 'refused' | 'repeated';
  /** Why, in a word of whoever counts; empty for what had come before. */
  reason: string;
  count: number;
  /** When whoever counted it began to count. */
  since: Date;
}

/** What processing an event has shown. */
export interface CameToLight {
  /** The alert that it is about, found only now. */
  code?: string;
  /** Whose pending question is answered by it: that ends with the event, in one commit, since until then it may be processed anew. */
  answered?: Destination;
}

/** What people and providers told us, each event once. */
export interface IncomingPort {
  /** False when the event was here before. */
  receive(event: InboxEvent): Promise<boolean>;
  /**
   * To be called once the effect is on its way to the workflow. Until the alert's next record, 5 s at most, its pages wait: an
   * acknowledgment may be on its way through the workflow.
   */
  markProcessed(platform: PlatformName, eventId: string, effect: string, at: Date, found?: CameToLight): Promise<void>;
  /** Events received and not processed, oldest first, or that one of them: a crash between receipt and signal loses nothing. */
  unprocessed(platform: PlatformName, limit: number, eventId?: string): Promise<InboxEvent[]>;
  /** Since when something may have come in that nobody told us: since the newest event but receipts, or since the ledger's first start. */
  unheardSince(platform: PlatformName): Promise<Date | null>;
  /** One event as it was received; null when there is none, or retention removed what was said. */
  inboxEvent(platform: PlatformName, eventId: string): Promise<InboxEvent | null>;
  /** When this destination last wrote to us: WhatsApp's free-text window runs 24 hours from there. */
  lastInboundAt(destination: Destination): Promise<Date | null>;
  noteInbound(destination: Destination, at: Date): Promise<void>;
  ask(question: PendingQuestion): Promise<void>;
  pendingQuestion(destination: Destination, now: Date): Promise<PendingQuestion | null>;
  /** Destinations that said STOP: no message goes there until they write again with START. */
  setOptedOut(destination: Destination, optedOut: boolean, at: Date): Promise<void>;
  isOptedOut(destination: Destination): Promise<boolean>;
  /** Adds to what all processes have counted. */
  addCallbackCounts(counts: readonly CallbackCount[]): Promise<void>;
  callbackCounts(): Promise<CallbackCount[]>;
}
