import type { TimelineEntry } from '../alert.ts';
import type { MessageKind } from '../message.ts';
import type { Recipient } from '../plan.ts';
import type { Route } from '../platform-name.ts';
import type { AlertRequest, RequestAnswer } from '../request.ts';
import type { AlertState } from './alert-state.ts';

/**
 * What came of a send; the activity returns it. `in_doubt`: it may have arrived. `delayed`: the sender's limit holds it
 * back for longer than this severity can wait. `deferred`: its platform is failing, and another route goes first. `skipped`:
 * nobody is to be addressed by it.
 */
export interface SendResult {
  outcome: 'sent' | 'in_doubt' | 'delayed' | 'deferred' | 'failed' | 'withdrawn' | 'skipped';
  /** Who was addressed; null for a channel, or when nobody was found. */
  responder: string | null;
  /** Who would have been, where nobody was: told in the timeline, and decides nothing. Absent in results of earlier versions. */
  meant?: string;
  /** Named reason or the provider's code. */
  reason: string | null;
  /** It failed for what the operator has to put right, such as a token that has expired, whoever it is for. */
  away?: true;
  /** Of what is `delayed`: not before then is it tried again, ISO 8601. Absent in results of earlier versions. */
  until?: string;
}

/** `retrying`: the provider took it and it failed for the moment; the ledger allows another try of the same notification. */
export type AlertEvent =
  | { type: 'started' }
  | { type: 'time_passed' }
  | { type: 'request'; request: AlertRequest }
  | { type: 'send_finished'; id: string; result: SendResult }
  | { type: 'delivery_report'; id: string; notificationId: string; problem: 'failed' | 'retrying' | 'overdue'; code: string | null };

/** A send that the workflow is to carry out. */
export interface SendEffect {
  type: 'send';
  id: string;
  recipient: Recipient;
  route: Route;
  kind: MessageKind;
  round: number;
  step: number;
  /** Until when the recipient has, ISO 8601. */
  deadline: string | null;
  /** Responders who must not be addressed by role: they said "not me". */
  exclude: string[];
  /** It goes out although somebody holds the alert: a reminder to the owner, an offer, a person added. */
  afterAcknowledgment: boolean;
  /** The next route has been taken already: this one waits for its limit or its settling as long as it takes. */
  patient: boolean;
  /** Its recipient has other routes: it gives way to them while its platform is failing. Absent in sends of before. */
  mayDefer?: boolean;
  /** Place in the timeline kept for what comes of it. */
  resultSeq: number;
}

/** Bring every message that is already out up to date, and tell those who were paged what changed. */
export interface AnnounceEffect {
  type: 'announce';
}

export type Effect = SendEffect | AnnounceEffect;

export interface Transition {
  state: AlertState;
  effects: Effect[];
  /** New lines of the timeline, each with its place. */
  entries: { seq: number; entry: TimelineEntry }[];
  /** Set for a request. */
  answer: RequestAnswer | null;
}
