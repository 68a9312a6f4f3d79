import type { MessageAction } from './message.ts';
import type { Responder } from './people.ts';
import type { ParsedReply } from './reply-grammar.ts';
import type { FINDINGS, RequestKind } from './request.ts';
import type { Severity } from './severity.ts';

/** A message of ours that a reply points at: quoted, or pressed on. */
export interface BoundNotification { notificationId: string; code: string; step: number }

/** An open alert whose page reached the address that the reply came from. */
export interface OpenAlert extends BoundNotification {
  severity: Severity;
  sentAt: Date;
  /** Id of the responder who holds it; null or absent when nobody does. */
  owner?: string | null;
  /** Its reader is still asked, though somebody has it: to take it over, or because more people are needed. */
  offered?: boolean;
  /** Of what a message about several names: ids of those whom it was sent to for this alert, where several read it. Absent where all who read it are meant. */
  sentTo?: string[];
}

/** Open alerts that one person was paged for: those that were delivered to them, and those still on their way. */
export interface DeliveredAlerts { delivered: OpenAlert[]; underWay: OpenAlert[] }

type PageOfAlert = Omit<BoundNotification, 'code'>;

/** Somebody who has this address and was paged for an alert at another one of theirs. */
export type PagedElsewhere = PageOfAlert & { responder: string };

/** What the ledger knows of the code that was typed: the message about it that went to this address, and who of those here were paged elsewhere. */
export interface TypedAlert { code: string; sentHere: PageOfAlert | null; pagedElsewhere: readonly PagedElsewhere[] }

/** A question we put to this address. */
export interface AskedQuestion {
  kind: 'which_alert' | 'who';
  /** What the numbers 1, 2, … stand for: alert codes or responder ids. */
  options: string[];
  request: { kind: RequestKind; code: string | null; responder: string | null; all?: true };
  expiresAt: Date;
}

export interface BindingInput {
  reply: ParsedReply;
  /** The message of ours that was quoted; null when none was, or when it isn't one about an alert. */
  quotedNotification: BoundNotification | null;
  /** The message whose button was pressed, its signature verified. */
  buttonNotification: (BoundNotification & { action: Exclude<MessageAction, 'acknowledgeAll'> }) | null;
  /** The open alerts of a digest that was quoted, and of one whose button was pressed; null when none was. */
  quotedDigest: OpenAlert[] | null;
  buttonDigest: OpenAlert[] | null;
  /** What was delivered to each who has this address, by responder; needed only where everything is taken. */
  delivered: Readonly<Record<string, DeliveredAlerts>>;
  /** Responders who have this address; empty for an unknown sender. */
  sharers: Responder[];
  openAlerts: OpenAlert[];
  /** Where nothing is open at this address: what its one reader was paged for at others of theirs. A bare word means none of it. */
  elsewhere: OpenAlert[];
  /** For a typed code that isn't among the open alerts; null when there is no such alert. */
  typed: TypedAlert | null;
  /** Code of a message of the service, about which nothing can be asked: it was quoted, or its code was typed. Null for anything else. */
  directMessage: string | null;
  pendingQuestion: AskedQuestion | null;
  now: Date;
}

export type ReplyRequest = Extract<RequestKind, 'acknowledge' | 'decline' | 'resolve' | 'giveBack'>;

export type SayKind =
  | 'nothing_open' | 'seen_not_taken' | 'yours' | 'taken_by_other' | 'unknown_code' | 'not_for_you' | 'unclear' | 'help' | 'unknown_sender'
  | 'no_question' | 'question_expired' | 'not_an_alert';

export type AskReason = 'several_open' | 'several_codes' | 'code_and_quote_differ' | 'shared_address' | 'number_out_of_range' | 'paged_elsewhere';

/** `kind` is what was asked for, `code` the alert it is about when that is known: the same as in `question`, for the wording. */
interface Asked { type: 'ask'; kind: ReplyRequest; code: string | null; more: number; reason: AskReason; question: AskedQuestion }

export type AskDecision =
  | (Asked & { ask: 'which_alert'; options: { code: string; severity: Severity | null }[] })
  | (Asked & { ask: 'who'; options: { responder: string; name: string }[] });

export interface ActDecision {
  type: 'act';
  act: ReplyRequest;
  code: string;
  responder: string;
  /** The message that was answered, and its step; null when only a code was typed and no message of it is known. */
  notificationId: string | null;
  step: number | null;
  found?: (typeof FINDINGS)[number];
  reason: 'button' | 'quote' | 'code' | 'only_open' | 'question_answered';
}

/** Several alerts taken at once: `alerts` are asked for; the others are told of in the answer. */
export interface ActManyDecision {
  type: 'actMany';
  act: 'acknowledge';
  responder: string;
  alerts: BoundNotification[];
  /** Theirs already. */
  yours: string[];
  others: { code: string; owner: string | null }[];
  /** Paged to them and not delivered yet. */
  notDelivered: string[];
  reason: 'all' | 'button' | 'quote' | 'question_answered';
}

/** `owner` is the responder who holds the alert of `code`. */
export interface SayDecision { type: 'say'; say: SayKind; code: string | null; owner: string | null }

/**
 * What to do about a reply. `act`: make the request, and take back any pending question; `actMany`: the same for each of several alerts. `ask`: put the question, which
 * replaces a pending one; nothing was taken. `say`: answer; nothing was taken. `optOut`: nothing goes to this address
 * any more; the operator is told, and for each page named somebody else is called at once.
 */
export type BindingDecision =
  | ActDecision | ActManyDecision | AskDecision | SayDecision
  | { type: 'optOut'; responders: string[]; affected: { code: string; notificationId: string }[] }
  | { type: 'optIn'; responders: string[] };
