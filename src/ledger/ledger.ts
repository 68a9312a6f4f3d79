import type { AlertView, TimelineEntry } from '../domain/alert.ts';
import type { RaisedAlert } from '../domain/already-told.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { DeliveryState } from '../domain/delivery-state.ts';
import type { Detection } from '../domain/detection.ts';
import type { DirectMessage, DirectRequest, DirectStatus } from '../domain/direct-message.ts';
import type { DirectRecipient } from '../domain/direct-recipient.ts';
import type { AnewReason, EpisodeDecision, KnownEpisode, RepeatDecision } from '../domain/episode.ts';
import type { Failure } from '../domain/failure.ts';
import type { DigestAlert, Purpose } from '../domain/message.ts';
import type { OperatorProblem, WellProof } from '../domain/operator-problem.ts';
import type { Destination } from '../domain/people.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { AlertRequest, Finding } from '../domain/request.ts';
import type { Severity } from '../domain/severity.ts';
import type { Stage } from '../domain/stage.ts';
import type { ProviderRef } from '../platforms/platform.ts';

export { isLedgerError, isUnwritable } from './ledger-error.ts';

/** An alert as it was accepted: written and fsynced before the caller hears of it. */
export interface AcceptedAlert {
  code: string;
  /** What was handed in; stage and confidence are null where no image was judged. */
  detection: Omit<Detection, 'stage' | 'confidence'> & { stage: Stage | null; confidence: number | null };
  /** Set for an alert that came by its severity, and for a drill. */
  alertType: string | null;
  /** Id of the program that raised it. */
  by?: string | undefined;
  plan: AlertPlan;
  drill: boolean;
  acceptedAt: Date;
  /** What came with it and goes on no platform; stored encrypted. */
  kept?: KeptWithAlert | undefined;
  /** A digest of whatever else a repeat under the same key must agree in. */
  content?: string | undefined;
}

/** Which alerts are listed; what is left out doesn't matter. */
export interface AlertFilter {
  open?: boolean;
  status?: AlertView['status'];
  severity?: Severity;
  limit: number;
}

/** A caller's own words about an alert, and where its image is: kept, never opened and never sent. */
export interface KeptWithAlert {
  message?: string;
  imagePath?: string;
}

/** How a detection of a wound that is known is judged. Pure, and may be asked more than once. */
export interface EpisodeJudge {
  decide(known: KnownEpisode): EpisodeDecision;
  /** What policy makes of it in an alert that is as severe as this already. */
  planFrom(severity: Severity): AlertPlan;
  /** Who hands it in. */
  agent: string;
}

/** What became of a detection whose wound had an alert already. */
export interface Repeated {
  decision: RepeatDecision['decision'];
  reason: string;
}

/** An alert is to get worse, and its workflow hasn't heard of it yet. `id` is the request's too. */
export interface PendingRaise {
  id: string;
  code: string;
  detection: Detection;
  agent: string;
  plan: AlertPlan;
  reason: string;
  receivedAt: Date;
}

/** What came of a raise. `anew`: its alert was over, so the detection made one of its own. */
export type RaiseOutcome = 'raised' | 'not_raised' | 'anew';

/** A detection that went to an alert which was there already. */
export interface EpisodeDetection extends Repeated {
  at: Date;
  agent: string;
  detection: Detection;
  outcome: 'pending' | RaiseOutcome | null;
}

/**
 * - `created`: a new row; `anew` when its wound was known, and why it is an alert of its own all the same.
 * - `repeated`: its wound has an alert already, and here is that one's code; `raise` when that is to get worse.
 * - `duplicate`: the same key and content: here is the code of then, and what became of it where it was a repeat.
 * - `conflict`: the same key, other content.
 * - `code_taken`: another alert has this code, so nothing was written.
 */
export type AcceptResult =
  | { result: 'created'; code: string; anew?: AnewReason }
  | ({ result: 'repeated'; code: string; raise: PendingRaise | null } & Repeated)
  | { result: 'duplicate'; code: string; repeated?: Repeated }
  | { result: 'conflict' | 'code_taken'; code: string };

/** The alert as of one revision, and the timeline lines that are new since the last record; written along with other work. */
export interface AlertRecord {
  code: string;
  revision: number;
  status: AlertView['status'];
  severity: Severity;
  /** Left out: as it was accepted. */
  stage?: Stage | null;
  /** Left out: the round as it was. */
  round?: number;
  escalationLevel: number;
  acknowledgedBy: string | null;
  nextDeadline: string | null;
  /** What whoever resolved it found; null or left out where nobody has said so. */
  found?: Finding | null;
  /** Each with its place in the story: the same place is written once. */
  timeline: { seq: number; entry: TimelineEntry }[];
  /** A person was reached since: an alert that is still only triggered is notified, at whatever revision. */
  reached?: boolean;
}

/** A direct message as it was accepted: written and fsynced before the caller hears of it. */
export interface AcceptedDirect {
  code: string;
  asked: DirectRequest;
  recipient: DirectRecipient;
  status: DirectStatus;
  /** The alert that it is about, or that told the person already. */
  alert: string | null;
  acceptedAt: Date;
}

/** As for an alert. */
export interface DirectTaken {
  result: 'created' | 'duplicate' | 'conflict' | 'code_taken';
  code: string;
}

/** Enough to start its workflow: all else is read when it leaves. */
export type UnstartedDirect = Pick<DirectMessage, 'code' | 'route'>;

/** Stands for a code where a message is about no alert, such as "nothing is open". */
export const NO_ALERT = 'none';

const DIRECT = 'message~';

/** The one notification of a direct message. It goes about no alert, so that no reply to it is taken for one about an alert. */
export function directNotificationId(code: string): string {
  return `${DIRECT}${code}`;
}

/** The direct message that a notification is of; null for any other. */
export function directCodeOf(notificationId: string): string | null {
  return notificationId.startsWith(DIRECT) ? notificationId.slice(DIRECT.length) : null;
}

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
 * `deadline` is the one that the message names, or named; null for none. `digest` names the alerts of a message that carries several, the
 * most urgent first; null for a message about one. `failedBefore`: the provider took the same message before and told of its failure,
 * under this code; null for any other try.
 */
export type Claim =
  | { grant: 'send'; attemptId: string; notificationIds: string[]; repeat: boolean; deadline: string | null; digest: DigestAlert[] | null; failedBefore: string | null }
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
  owner: string | null;
}

/** A page that its provider may have taken, though nobody knows yet: its call is under way, or its outcome unknown. */
export type PageUnderWay = Pick<PostedMessage, 'notificationId' | 'code' | 'step' | 'sentAt'>;

/** A page that its provider took and then could not deliver; `errorCode` is the provider's. `triedAgain`: it waits for another try. */
export interface UntoldFailure extends PostedMessage {
  errorCode: string | null;
  triedAgain: boolean;
}

/** An open alert that is critical, or is to be, and that nobody has taken. */
export interface UntakenAlert {
  code: string;
  /** Since when it is critical. */
  acceptedAt: Date;
  /** By which it is to be critical, and of which nothing can have been sent. */
  raise: PendingRaise | null;
  status: AlertView['status'];
  revision: number;
  escalationLevel: number;
  nextDeadline: string | null;
  /** A page was tried, or waits for its limit. */
  tried: boolean;
}

/** A problem that stands: since when, and when it last showed. */
export interface KnownProblem extends OperatorProblem {
  since: Date;
  seenAt: Date;
}

/** One message of an alert's history. `text` is null once retention removed it. */
export interface HistoryEntry {
  at: Date;
  direction: 'out' | 'in';
  platform: PlatformName;
  /** Out: the purpose. In: the kind of event. */
  kind: Purpose | InboxEvent['kind'];
  /** Out: where it went. In: null, the event's body says it. */
  destination: Destination | null;
  /** Out: the text as rendered. In: the event's body, JSON. */
  text: string | null;
  /** Out: the delivery state. In: what came of it, null until it is processed. */
  outcome: string | null;
}

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

/**
 * The durable record around Temporal. Every method is one write transaction or one read; all times are arguments.
 * Implementation: StoreLedger, on whatever store is beneath.
 */
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

export interface Ledger {
  // alerts
  /** Without a judge it is not held against what is known of its wound. */
  accept(alert: AcceptedAlert, judge?: EpisodeJudge): Promise<AcceptResult>;
  /** Raises that their alerts haven't heard of, oldest first: a crash or an outage loses none. */
  pendingRaises(limit: number): Promise<PendingRaise[]>;
  markRaised(id: string, outcome: 'raised' | 'not_raised', at: Date): Promise<void>;
  /** A raise whose alert was over: its detection is accepted as one that came by itself. The second who asks gets the code of then. */
  acceptAnew(raise: PendingRaise, alert: AcceptedAlert, judge: EpisodeJudge): Promise<AcceptResult>;
  /** Detections that joined, raised or were recorded with this alert, oldest first. */
  episodeDetections(code: string): Promise<EpisodeDetection[]>;
  /** Accepted alerts whose workflow was neither seen to start nor has recorded anything, oldest first. */
  unstarted(limit: number): Promise<AcceptedAlert[]>;
  markStarted(code: string, at: Date): Promise<void>;
  /** False for an unknown code too. */
  isStarted(code: string): Promise<boolean>;
  accepted(code: string): Promise<AcceptedAlert | null>;
  /** Writes the record, by which the alert has started; an older revision never overwrites a newer one. */
  record(record: AlertRecord, at: Date): Promise<void>;
  alert(code: string): Promise<AlertView | null>;
  /** The newest revision that was recorded: below 0 before the first, null for an unknown code. Cheap: for whoever waits for a change. */
  revisionOf(code: string): Promise<number | null>;
  /** The same of every open alert, by code. */
  openRevisions(): Promise<ReadonlyMap<string, number>>;
  /** The code of the alert that was taken in under an idempotency key. */
  codeOfKey(key: string): Promise<string | null>;
  /** Open ones first, then the worst, then the oldest. */
  alerts(filter: AlertFilter): Promise<AlertView[]>;
  /** Open alerts that somebody has, by code, those after `after`; for whoever looks through them all, a few at a time. */
  heldAlerts(after: string | null, limit: number): Promise<AlertView[]>;

  // direct messages
  /** What became of the same key of the same caller before; null when it is new, or there is none. */
  takenBefore(asked: DirectRequest): Promise<DirectTaken | null>;
  acceptDirect(message: AcceptedDirect): Promise<DirectTaken>;
  directMessage(code: string): Promise<DirectMessage | null>;
  /** Accepted ones that are to be sent and whose workflow was not seen to start, oldest first. */
  unstartedDirect(limit: number): Promise<UnstartedDirect[]>;
  markDirectStarted(code: string, at: Date): Promise<void>;
  /** It was given up, before any call of a platform. */
  markDirectUnsent(code: string, reason: string): Promise<void>;
  /** Open alerts, without drills, the newest first, and what each has told one person. */
  alertsTelling(which: { raisedBy: string } | { code: string }, responder: string, now: Date): Promise<RaisedAlert[]>;

  /** For the watchdog: open critical alerts that nobody has taken, without drills, oldest first. Its own pages don't count as tried. */
  untakenCritical(now: Date): Promise<UntakenAlert[]>;
  /** Takes or keeps a piece of work that one process does for all; false while another that still lives holds it. */
  holdLease(name: string, forMs: number, now: Date): Promise<boolean>;

  // sending
  claim(wanted: WantedNotification, now: Date): Promise<Claim>;
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
   * names both ids also settles an attempt whose own call never told the provider's. A page that failed and has `againAfterMs` may be
   * claimed once more after that wait, milliseconds; once in its life.
   */
  report(platform: PlatformName, ref: { providerId: string } | { attemptId: string; providerId?: string }, state: DeliveryState, errorCode: string | null, now: Date, againAfterMs?: number | null): Promise<PostedMessage | null>;
  /** Pages that a provider reported as failed, until `markFailureTold`: their alerts have to hear of it. */
  untoldFailures(platform: PlatformName): Promise<UntoldFailure[]>;
  markFailureTold(attemptId: string): Promise<void>;
  /** Pages sent by this route before `sentBefore` and not yet delivered, until `markOverdueTold`. */
  overdueReceipts(route: Route, sentBefore: Date): Promise<PostedMessage[]>;
  markOverdueTold(attemptId: string): Promise<void>;
  /** Messages that the provider took and whose end isn't known, oldest first: what polling asks about. */
  openAttempts(platform: PlatformName, limit: number): Promise<{ providerId: string; sender: string; sentAt: Date }[]>;
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
  /** The same of alerts that are resolved, the newest few: what an undo can mean. */
  resolvedAlertsAt(destination: Destination): Promise<PostedMessage[]>;
  /** Senders that are failing, in the order of their names. */
  failingSenders(now: Date): Promise<FailingSender[]>;
  /** The platform was asked something and answered: for a sender that is failing, that is a reason to try it, or to take it for well. */
  noteAnswers(sender: string, now: Date): Promise<void>;
  /** Free room on a sender, when the next slot frees, and what waits for one: for health. */
  headroom(sender: string, now: Date): Promise<Headroom>;
  /** Pages of an alert that wait for room on their sender, and when each is tried again, soonest first: for `show`. */
  pagesInLine(code: string, now: Date): Promise<{ route: Route; until: Date }[]>;

  // coming in
  /** False when the event was here before. */
  receive(event: InboxEvent): Promise<boolean>;
  /**
   * To be called once the effect is on its way to the workflow. `code` when the alert was found only now. Until the alert's next
   * record, 5 s at most, its pages wait: an acknowledgment may be on its way through the workflow.
   */
  markProcessed(platform: PlatformName, eventId: string, effect: string, at: Date, code?: string): Promise<void>;
  /** Events received and not processed, oldest first: a crash between receipt and signal loses nothing. */
  unprocessed(platform: PlatformName, limit: number): Promise<InboxEvent[]>;
  /** Since when something may have come in that nobody told us: since the newest event but receipts, or since the ledger's first start. */
  unheardSince(platform: PlatformName): Promise<Date | null>;
  /** One event as it was received; null when there is none, or retention removed what was said. */
  inboxEvent(platform: PlatformName, eventId: string): Promise<InboxEvent | null>;
  /** When this destination last wrote to us: WhatsApp's free-text window runs 24 hours from there. */
  lastInboundAt(destination: Destination): Promise<Date | null>;
  noteInbound(destination: Destination, at: Date): Promise<void>;
  ask(question: PendingQuestion): Promise<void>;
  pendingQuestion(destination: Destination, now: Date): Promise<PendingQuestion | null>;
  answerQuestion(destination: Destination): Promise<void>;
  /** Destinations that said STOP: no message goes there until they write again with START. */
  setOptedOut(destination: Destination, optedOut: boolean, at: Date): Promise<void>;
  isOptedOut(destination: Destination): Promise<boolean>;

  // message history
  /** All that went out and came in about an alert, oldest first. */
  history(code: string): Promise<HistoryEntry[]>;
  /** Removes the texts of messages older than that, and returns how many; that they were sent, and when, stays. */
  purgeHistory(olderThan: Date): Promise<number>;

  // who may come in
  addApiKey(key: ApiKey): Promise<void>;
  apiKey(id: string): Promise<ApiKey | null>;
  /** Oldest first, those that ended too. */
  apiKeys(): Promise<ApiKey[]>;
  /** False when there is no such key. */
  endApiKey(id: string, end: { revokedAt: Date } | { expiresAt: Date }): Promise<boolean>;
  /** Written at most once a minute. */
  noteKeyUse(key: Pick<ApiKey, 'id' | 'lastUsedAt'>, at: Date): Promise<void>;

  // what an operator must see to
  /** True for the first to note it, over all processes, until it is over; who is the first tells it. */
  noteProblem(problem: OperatorProblem, now: Date): Promise<boolean>;
  /** Those that stand, the oldest first. */
  problems(now: Date): Promise<KnownProblem[]>;
  /** Takes away what is proven to be over, and answers that. */
  clearProblems(proof: WellProof): Promise<KnownProblem[]>;

  /** True when a write goes through; for health and the heartbeat. */
  writable(): Promise<boolean>;
  close(): Promise<void>;
}
