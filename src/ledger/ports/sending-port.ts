import type { AlertStatus, AlertView } from '../../domain/alert.ts';
import type { DeliveryState } from '../../domain/delivery-state.ts';
import type { Failure, ReportedFailure } from '../../domain/failure.ts';
import type { DigestAlert, Purpose, RenderedMessage } from '../../domain/message.ts';
import type { Destination } from '../../domain/people.ts';
import type { PlatformName, Route } from '../../domain/platform-name.ts';
import type { Severity } from '../../domain/severity.ts';
import type { ProviderRef } from '../../platforms/platform.ts';

/** A notification that wants to be sent. Its id is derived from alert, step, recipient and route: asking twice is asking once. */
export interface WantedNotification {
  id: string;
  code: string;
  purpose: Purpose;
  severity: Severity;
  route: Route;
  destination: Destination;
  /** Responder addressed; null for a channel. */
  responder: string | null;
  step: number;
  sender: string;
  /** It goes out although somebody holds the alert: a reminder to the owner, an offer, a person added, a notice. */
  afterAcknowledgment: boolean;
  /** Under a limit it may leave in a digest, with others to its destination: a page that says no more than that an alert waits to be taken. */
  mayJoin: boolean;
  /** Several people read at its destination, so that one message of the alert serves all of them who are called together; false unless told. */
  shared?: boolean;
  /** While its sender is failing it gives way to another route of its recipient; false unless told. */
  mayDefer?: boolean;
  wantedAt: Date;
  /** The deadline that it names, as of a revision of the alert: a newer one is named instead, and none that has passed. */
  says?: { deadline: string | null; revision: number };
  /** Who asks for it knows that it is over: its reader has gone off duty. */
  moot?: 'off_duty';
  /** The call's own deadline, milliseconds: past it an attempt in `sending` is uncertain. */
  callTimeoutMs: number;
}

/** What became of a call that created a message. `text`, as rendered, goes into the message history, encrypted. */
export interface SentMessage {
  ref: ProviderRef;
  state: DeliveryState;
  text?: string;
}

/** A call that was made without leave, while nothing could be written. `wanted` as it went, to whoever was addressed then. */
export interface UnrecordedAttempt {
  attemptId: string;
  wanted: WantedNotification;
  startedAt: Date;
  repeat: boolean;
  /** The one that the message names, ISO 8601; null for none. */
  deadline: string | null;
  message: Pick<RenderedMessage, 'text'>;
}

/** How long ago a call began and ended, milliseconds by a clock that nobody sets; `endedAgoMs` null while it runs. */
export interface RunOfCall {
  startedAgoMs: number;
  endedAgoMs: number | null;
}

/** A message that is to say something else; `says` is a short word for all of it. */
export interface Rewrite {
  attemptId: string;
  sender: string;
  says: string;
  everyMs: number;
}

export type RewriteClaim = EditClaim | { grant: 'done' };

/** An alert that a digest names, as it stands now; `owner` is the responder's id. */
export interface DigestStanding {
  code: string;
  severity: Severity;
  status: AlertView['status'];
  owner: string | null;
}

/** The meter of edits and look-ups is apart from the one of messages. */
export type EditClaim = { grant: 'edit' } | { grant: 'wait'; until: Date };

/**
 * - `send`: the caller holds a slot of the sender's limit and makes the call now, for all the notifications named.
 * - `settle`: an earlier attempt's outcome is unknown: look it up where it went, then `adopt` it or `giveUp` on it and claim again.
 * - `wait`: not before `until`; `why` says what for.
 * - `defer`: the sender is failing, and is left alone until its next probe.
 * - `done`: it was sent already; here is what came of it, and to whom: who is on call may have changed since.
 * - `withdrawn`: nothing may be sent any more, and why.
 *
 * `begunTick` is when the attempt began, by the clock of this host that nobody sets, milliseconds: the call is made soon after, or not at all.
 * `deadline` is the one that the message names, or named; null for none. `digest` names the alerts of a message that carries several, the
 * most urgent first; null for a message about one. `failedBefore`: the provider took the same message before and told of its failure,
 * under this code; null for any other try.
 */
export type Claim =
  | { grant: 'send'; attemptId: string; begunTick: number; notificationIds: string[]; repeat: boolean; deadline: string | null; digest: DigestAlert[] | null; failedBefore: string | null }
  | { grant: 'settle'; attemptId: string; startedAt: Date; destination: Destination; repeat: boolean; deadline: string | null; digest: DigestAlert[] | null }
  | { grant: 'wait'; until: Date; why: 'limit' | 'digest' | 'in_flight' | 'retry_after' }
  | { grant: 'defer' }
  | { grant: 'done'; state: DeliveryState; ref: ProviderRef | null; responder: string | null }
  | { grant: 'withdrawn'; why: 'acknowledged' | 'acknowledgment_arriving' | 'closed' | 'superseded' | 'off_duty' };

/** A sender by which messages fail, whoever they go to: since when, by which code at last, and when one is tried again. */
export interface FailingSender {
  sender: string;
  since: Date;
  code: string;
  nextTry: Date;
}

/** An attempt whose call can't be running any more, and of which nobody knows what it came to. */
export interface LostAttempt {
  attemptId: string;
  notificationId: string;
  /** Null for a digest, and for what is about no alert: no single code tells it from another message. */
  code: string | null;
  destination: Destination;
  startedAt: Date;
}

/** A message that went out, as the message history and the updater see it. */
export interface PostedMessage {
  notificationId: string;
  attemptId: string;
  code: string;
  purpose: Purpose;
  platform: PlatformName;
  route: Route;
  destination: Destination;
  responder: string | null;
  step: number;
  ref: ProviderRef;
  state: DeliveryState;
  sentAt: Date;
  /** One of several alerts in one message. */
  digest: boolean;
}

/** A page about an alert that is open, and who has that. */
export interface OpenPage extends PostedMessage {
  severity: Severity;
  status: AlertStatus;
  owner: string | null;
}

/** A page that its provider may have taken, though nobody knows yet: its call is under way, or its outcome unknown. */
export type PageUnderWay = Pick<PostedMessage, 'notificationId' | 'code' | 'step' | 'sentAt'>;

/** A page that its provider took and then could not deliver; `errorCode` is the provider's. `triedAgain`: it waits for another try. */
export interface UntoldFailure extends PostedMessage {
  errorCode: string | null;
  triedAgain: boolean;
}

/** How a sender stands with its limit. */
export interface Headroom {
  limit: number;
  used: number;
  /** Null when no slot is used. */
  freeAt: Date | null;
  /** Messages that are told to come back later; those of a digest to come are counted one by one. */
  waiting: number;
  /** When the last of them is told to come back; null when none waits. */
  waitingUntil: Date | null;
}

/** Who may send what now, and what became of it. */
export interface SendingPort {
  claim(wanted: WantedNotification, now: Date): Promise<Claim>;
  /** Writes down a call that was made while that couldn't be done, its outcome unknown: before anything is claimed, so that limits and claims know of it. */
  enterUnrecorded(attempt: UnrecordedAttempt, run: RunOfCall, now: Date): Promise<void>;
  /** Room on a sender's meter of edits; it counts from the grant, so ask right before the call. */
  claimEdit(sender: string, now: Date): Promise<EditClaim>;
  markSent(attemptId: string, sent: SentMessage, now: Date): Promise<void>;
  /** The attempt failed for certain; `retryAt` null means the route is given up. */
  markFailed(attemptId: string, failure: Failure, retryAt: Date | null, now: Date): Promise<void>;
  markUncertain(attemptId: string, failure: Failure, now: Date): Promise<void>;
  /** After a look-up that found the message. */
  adopt(attemptId: string, sent: SentMessage, now: Date): Promise<void>;
  /** After a look-up that did not find it: the next claim sends again, marked as a repeat; a repeat is not repeated, and has failed. */
  giveUp(attemptId: string, now: Date): Promise<void>;
  /** Attempts in `sending` past their deadline or of a dead owner, now marked uncertain, which may be looked up by now; for a role's boot. */
  settleable(platform: PlatformName, now: Date): Promise<LostAttempt[]>;
  /**
   * A provider's report on a message; returns the notification when its state moved, null when it was old news. A report that
   * names both ids also settles an attempt whose own call never told the provider's. `failed` is what its failure comes to: it counts for its sender's
   * health, and a page that has `againAfterMs` may be claimed once more after that wait; once in its life.
   */
  report(platform: PlatformName, ref: { providerId: string } | { attemptId: string; providerId?: string }, state: DeliveryState, errorCode: string | null, now: Date, failed?: ReportedFailure | null): Promise<PostedMessage | null>;
  /** Pages that a provider reported as failed, until `markFailureTold`: their alerts have to hear of it. */
  untoldFailures(platform: PlatformName): Promise<UntoldFailure[]>;
  markFailureTold(attemptId: string): Promise<void>;
  /** Pages sent by this route more than `afterMs` ago and not yet delivered, until `markOverdueTold`; setting the wall clock changes nothing in that. */
  overdueReceipts(route: Route, afterMs: number, now: Date): Promise<PostedMessage[]>;
  markOverdueTold(attemptId: string): Promise<void>;
  /** The newest messages that the provider took since then and whose end isn't known, oldest first: what polling asks about. */
  openAttempts(platform: PlatformName, sentSince: Date, limit: number): Promise<{ providerId: string; sender: string; sentAt: Date }[]>;
  posted(code: string): Promise<PostedMessage[]>;
  postedByRef(platform: PlatformName, providerId: string): Promise<PostedMessage | null>;
  postedByNotification(notificationId: string): Promise<PostedMessage | null>;
  /** Pages of open alerts that may have arrived without our knowing, newest first: whoever has one can answer it. */
  pagesUnderWay(of: { notificationId: string } | { destination: Destination }): Promise<PageUnderWay[]>;
  /** Everything that one message carries, in the order in which it names it: one for an ordinary message, several for a digest. */
  postedByAttempt(attemptId: string): Promise<PostedMessage[]>;
  /** How those stand now that a digest names, each alert once, in its order. */
  digestStanding(attemptId: string): Promise<DigestStanding[]>;
  /**
   * Leave to rewrite a message so that it `says` this, on the sender's meter of edits; `done` when it does already. Not sooner than
   * `everyMs` after its last edit, so that changes that come close together are one.
   */
  claimRewrite(rewrite: Rewrite, now: Date): Promise<RewriteClaim>;
  markRewritten(attemptId: string, says: string): Promise<void>;
  /** Open alerts whose page reached this destination, newest first: what a bare reply can mean. */
  openAlertsAt(destination: Destination): Promise<PostedMessage[]>;
  /** The same for one person, wherever they were paged; of each alert the page that got furthest. */
  openPagesTo(responder: string): Promise<OpenPage[]>;
  /** Those that one message carries and that are open, each alert once. */
  openInDigest(attemptId: string): Promise<OpenPage[]>;
  /** The same of alerts that are resolved, the newest few: what an undo can mean, here and by whatever way that person was paged. */
  resolvedAlertsAt(destination: Destination): Promise<PostedMessage[]>;
  resolvedPagesTo(responder: string): Promise<PostedMessage[]>;
  /** Senders that are failing, in the order of their names. */
  failingSenders(now: Date): Promise<FailingSender[]>;
  /** The platform was asked something and answered: for a sender that is failing, that is a reason to try it, or to take it for well. */
  noteAnswers(sender: string, now: Date): Promise<void>;
  /** When a platform last took a message; null where none is known. */
  lastSentBy(platform: PlatformName): Promise<Date | null>;
  /** Free room on a sender, when the next slot frees, and what waits for one: for health. */
  headroom(sender: string, now: Date): Promise<Headroom>;
  /** Pages of an alert that wait for room on their sender, and when each is tried again, soonest first: for `show`. */
  pagesInLine(code: string, now: Date): Promise<{ route: Route; until: Date }[]>;
}
