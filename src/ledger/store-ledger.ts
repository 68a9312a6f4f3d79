import { randomBytes } from 'node:crypto';
import type { ApiKey } from '../domain/api-key.ts';
import type { DeliveryState } from '../domain/delivery-state.ts';
import type { Detection } from '../domain/detection.ts';
import type { DirectRequest } from '../domain/direct-message.ts';
import type { Failure, ReportedFailure } from '../domain/failure.ts';
import type { OperatorProblem, WellProof } from '../domain/operator-problem.ts';
import type { Destination } from '../domain/people.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { ServiceMode } from '../domain/service-mode.ts';
import { accept, acceptAnew } from './accept.ts';
import * as alerts from './alerts.ts';
import * as apiKeys from './api-keys.ts';
import { alertsTelling, wasPagedAhead } from './alerts-telling.ts';
import type { Ballast } from './ballast.ts';
import * as callbacks from './callback-counts.ts';
import { claim } from './claim.ts';
import * as direct from './direct-messages.ts';
import * as contacts from './contacts.ts';
import * as digests from './digest-messages.ts';
import * as edits from './edits.ts';
import { enterUnrecorded } from './enter-unrecorded.ts';
import * as episodes from './episodes.ts';
import { FieldCipher } from './field-cipher.ts';
import { wordsWith } from './further-words.ts';
import * as history from './history.ts';
import { hostTick } from './host-process.ts';
import * as inbox from './inbox.ts';
import { checkKeys } from './key-check.ts';
import type { KeyRing } from './key-ring.ts';
import { LedgerError, type LedgerErrorKind } from './ledger-error.ts';
import { assertMayUseRoom, assertRoomForMessages } from './make-room.ts';
import { holdLease } from './leases.ts';
import type { LedgerContext } from './ledger-context.ts';
import type {
  AcceptedAlert, AcceptedDirect, AlertFilter, AlertRecord, CallbackCount, CameToLight, EpisodeJudge, InboxEvent, Ledger, PendingQuestion, PendingRaise, Rewrite, RunOfCall, SentMessage, UnrecordedAttempt, WantedNotification,
} from './ledger.ts';
import * as outcomes from './outcomes.ts';
import { registerOwner, retireOwner } from './owners.ts';
import * as posted from './posted.ts';
import { Presence } from './presence.ts';
import * as problems from './problems.ts';
import * as receipts from './receipts.ts';
import * as health from './sender-health.ts';
import { belongTo } from './service-mode.ts';
import { DEFAULT_EDIT_LIMIT, LIMIT_WINDOW_MS } from './sender-limits.ts';
import type { LedgerStore } from './store.ts';
import { unstartedCounts } from './unstarted-counts.ts';
import { untakenCritical } from './untaken.ts';
import { pagesInLine } from './waiting-line.ts';

export interface LedgerOptions {
  /** Open and up to date; the ledger closes it. */
  store: LedgerStore;
  keyRing: KeyRing;
  /** Names this start of the role: owner of the attempts it makes. Each opening of the ledger is an owner of its own under it. */
  bootId: string;
  /** Messages a sender may create in any window. */
  limits: (sender: string) => number;
  /** Edits and look-ups a sender may make in any window; 50 unless told. */
  editLimits?: (sender: string) => number;
  /** Length of the window, milliseconds; 60 000 unless told. */
  windowMs?: number;
  /** Room kept for critical alerts; none unless told. Whoever opens the store gives it up when the disk is full. */
  ballast?: Pick<Ballast, 'isSpent'>;
  /** Milliseconds of a clock that nobody sets; the store's unless told. Only a test whose time is virtual derives them from `now`. */
  monotonic?: (now: Date) => number;
}

/** Opens the ledger on its store, which is closed when that fails. Throws LedgerError in plain words. */
export async function openLedger(options: LedgerOptions): Promise<StoreLedger> {
  const { store, monotonic, ballast } = options;
  const bootId = `${options.bootId}.${randomBytes(4).toString('hex')}`;
  const context: LedgerContext = {
    store,
    bootId,
    presence: store.isShared ? new Presence(store, bootId) : null,
    cipher: new FieldCipher(options.keyRing),
    clock: {
      id: store.clock.id,
      tick: async (db, now) => Math.floor(monotonic ? monotonic(now) : await store.clock.read(db)),
      ownTick: (now) => Math.floor(monotonic ? monotonic(now) : hostTick()),
    },
    limitOf: options.limits,
    editLimitOf: options.editLimits ?? (() => DEFAULT_EDIT_LIMIT),
    windowMs: options.windowMs ?? LIMIT_WINDOW_MS,
  };
  try {
    await checkKeys(context);
    await registerOwner(context, new Date());
  } catch (error) {
    context.presence?.stop();
    await store.close();
    throw error;
  }
  return new StoreLedger(context, ballast);
}

/** The ledger on a store that several processes share. Each part lives in a file of its own. */
export class StoreLedger implements Ledger {
  readonly #context: LedgerContext;
  readonly #ballast: Pick<Ballast, 'isSpent'> | undefined;

  constructor(context: LedgerContext, ballast?: Pick<Ballast, 'isSpent'>) {
    this.#context = context;
    this.#ballast = ballast;
  }

  /** What is beneath, for backups and checks. */
  get store(): LedgerStore {
    return this.#context.store;
  }

  accept = async (alert: AcceptedAlert, judge?: EpisodeJudge) => {
    assertMayUseRoom(alert, this.#ballast);
    return accept(this.#context, alert, judge);
  };
  acceptAnew = (raise: PendingRaise, alert: AcceptedAlert, judge: EpisodeJudge) => acceptAnew(this.#context, raise, alert, judge);
  pendingRaises = (limit: number) => episodes.pendingRaises(this.#context, limit);
  markRaised = (id: string, outcome: 'raised' | 'not_raised', at: Date) => episodes.markRaised(this.#context, id, outcome, at);
  episodeDetections = (code: string) => episodes.episodeDetections(this.#context, code);
  episodeOf = (detection: Detection) => episodes.episodeOf(this.#context, detection);
  unstarted = (limit: number) => alerts.unstarted(this.#context, limit);
  unstartedCounts = () => unstartedCounts(this.#context);
  markStarted = (code: string, at: Date) => alerts.markStarted(this.#context, code, at);
  isStarted = (code: string) => alerts.isStarted(this.#context, code);
  accepted = (code: string) => alerts.accepted(this.#context, code);
  record = (record: AlertRecord, at: Date) => alerts.record(this.#context, record, at);
  alert = (code: string) => alerts.alert(this.#context, code);
  alerts = (filter: AlertFilter) => alerts.alerts(this.#context, filter);
  revisionOf = (code: string) => alerts.revisionOf(this.#context, code);
  openRevisions = () => alerts.openRevisions(this.#context);
  takenUnder = (key: string) => alerts.takenUnder(this.#context, key);
  wordsWith = (code: string) => wordsWith(this.#context, code);
  heldAlerts = (after: string | null, limit: number) => alerts.heldAlerts(this.#context, after, limit);

  takenBefore = (asked: DirectRequest) => direct.takenBefore(this.#context, asked);
  acceptDirect = async (message: AcceptedDirect) => {
    assertRoomForMessages(this.#ballast);
    return direct.acceptDirect(this.#context, message);
  };
  directMessage = (code: string) => direct.directMessage(this.#context, code);
  unstartedDirect = (limit: number) => direct.unstartedDirect(this.#context, limit);
  markDirectStarted = (code: string, at: Date) => direct.markDirectStarted(this.#context, code, at);
  markDirectUnsent = (code: string, reason: string) => direct.markDirectUnsent(this.#context, code, reason);
  wasPagedAhead = (page: { code: string; responder: string; route: Route }, since: Date) => wasPagedAhead(this.#context, page, since);
  alertsTelling = (which: { raisedBy: string } | { code: string }, responder: string, now: Date) => alertsTelling(this.#context, which, responder, now);

  untakenCritical = (now: Date) => untakenCritical(this.#context, now);
  holdLease = (name: string, forMs: number, now: Date) => holdLease(this.#context, name, forMs, now);

  claim = (wanted: WantedNotification, now: Date) => claim(this.#context, wanted, now);
  enterUnrecorded = (attempt: UnrecordedAttempt, run: RunOfCall, now: Date) => enterUnrecorded(this.#context, attempt, run, now);
  claimEdit = (sender: string, now: Date) => edits.claimEdit(this.#context, sender, now);
  markSent = (attemptId: string, sent: SentMessage, now: Date) => outcomes.markSent(this.#context, attemptId, sent, now);
  markFailed = (attemptId: string, failure: Failure, retryAt: Date | null, now: Date) =>
    outcomes.markFailed(this.#context, attemptId, failure, retryAt, now);
  markUncertain = (attemptId: string, failure: Failure, now: Date) => outcomes.markUncertain(this.#context, attemptId, failure, now);
  adopt = (attemptId: string, sent: SentMessage, now: Date) => outcomes.adopt(this.#context, attemptId, sent, now);
  giveUp = (attemptId: string, now: Date) => outcomes.giveUp(this.#context, attemptId, now);
  settleable = (platform: PlatformName, now: Date) => outcomes.settleable(this.#context, platform, now);
  report = (
    platform: PlatformName,
    ref: { providerId: string } | { attemptId: string; providerId?: string },
    state: DeliveryState,
    errorCode: string | null,
    now: Date,
    failed: ReportedFailure | null = null,
  ) => receipts.report(this.#context, platform, ref, { state, errorCode, failed }, now);
  untoldFailures = (platform: PlatformName) => receipts.untoldFailures(this.#context, platform);
  markFailureTold = (attemptId: string) => receipts.markFailureTold(this.#context, attemptId);
  overdueReceipts = (route: Route, afterMs: number, now: Date) => receipts.overdueReceipts(this.#context, route, afterMs, now);
  markOverdueTold = (attemptId: string) => receipts.markOverdueTold(this.#context, attemptId);
  openAttempts = (platform: PlatformName, sentSince: Date, limit: number) => receipts.openAttempts(this.#context, platform, sentSince, limit);
  posted = (code: string) => posted.posted(this.#context, code);
  postedByRef = (platform: PlatformName, providerId: string) => posted.postedByRef(this.#context, platform, providerId);
  postedByNotification = (notificationId: string) => posted.postedByNotification(this.#context, notificationId);
  pagesUnderWay = (of: { notificationId: string } | { destination: Destination }) => posted.pagesUnderWay(this.#context, of);
  postedByAttempt = (attemptId: string) => digests.postedByAttempt(this.#context, attemptId);
  digestStanding = (attemptId: string) => digests.digestStanding(this.#context, attemptId);
  claimRewrite = (rewrite: Rewrite, now: Date) => edits.claimRewrite(this.#context, rewrite, now);
  markRewritten = (attemptId: string, says: string) => edits.markRewritten(this.#context, attemptId, says);
  openAlertsAt = (destination: Destination) => posted.openAlertsAt(this.#context, destination);
  openPagesTo = (responder: string) => digests.openPagesTo(this.#context, responder);
  openInDigest = (attemptId: string) => digests.openInDigest(this.#context, attemptId);
  resolvedAlertsAt = (destination: Destination) => posted.resolvedAlertsAt(this.#context, destination);
  resolvedPagesTo = (responder: string) => posted.resolvedPagesTo(this.#context, responder);
  failingSenders = (now: Date) => health.failingSenders(this.#context, now);
  noteAnswers = (sender: string, now: Date) => health.noteAnswers(this.#context, sender, now);
  lastSentBy = (platform: PlatformName) => posted.lastSentBy(this.#context, platform);
  headroom = (sender: string, now: Date) => posted.headroom(this.#context, sender, now);
  pagesInLine = (code: string, now: Date) => pagesInLine(this.#context, code, now);

  receive = (event: InboxEvent) => inbox.receive(this.#context, event);
  markProcessed = (platform: PlatformName, eventId: string, effect: string, at: Date, found?: CameToLight) =>
    inbox.markProcessed(this.#context, platform, eventId, effect, at, found);
  unprocessed = (platform: PlatformName, limit: number, eventId?: string) => inbox.unprocessed(this.#context, platform, limit, eventId);
  unheardSince = (platform: PlatformName) => inbox.unheardSince(this.#context, platform);
  inboxEvent = (platform: PlatformName, eventId: string) => inbox.inboxEvent(this.#context, platform, eventId);
  lastInboundAt = (destination: Destination) => contacts.lastInboundAt(this.#context, destination);
  noteInbound = (destination: Destination, at: Date) => contacts.noteInbound(this.#context, destination, at);
  ask = (question: PendingQuestion) => contacts.ask(this.#context, question);
  pendingQuestion = (destination: Destination, now: Date) => contacts.pendingQuestion(this.#context, destination, now);
  setOptedOut = (destination: Destination, optedOut: boolean, at: Date) => contacts.setOptedOut(this.#context, destination, optedOut, at);
  isOptedOut = (destination: Destination) => contacts.isOptedOut(this.#context, destination);

  history = (code: string) => history.history(this.#context, code);
  purgeHistory = (olderThan: Date) => history.purgeHistory(this.#context, olderThan);

  addApiKey = (key: ApiKey) => apiKeys.addApiKey(this.#context, key);
  apiKey = (id: string) => apiKeys.apiKey(this.#context, id);
  apiKeys = () => apiKeys.apiKeys(this.#context);
  endApiKey = (id: string, end: { revokedAt: Date } | { expiresAt: Date }) => apiKeys.endApiKey(this.#context, id, end);
  noteKeyUse = (key: Pick<ApiKey, 'id' | 'lastUsedAt'>, at: Date) => apiKeys.noteKeyUse(this.#context, key, at);

  belongTo = (mode: ServiceMode) => belongTo(this.#context, mode);

  noteProblem = (problem: OperatorProblem, now: Date) => problems.noteProblem(this.#context, problem, now);
  problems = (now: Date) => problems.problems(this.#context, now);
  clearProblems = (proof: WellProof) => problems.clearProblems(this.#context, proof);

  addCallbackCounts = (counts: readonly CallbackCount[]) => callbacks.addCallbackCounts(this.#context, counts);
  callbackCounts = () => callbacks.callbackCounts(this.#context);

  /** Writes for real: a full or read-only disk shows only so. */
  async writable(): Promise<boolean> {
    return (await this.ailment()) === null;
  }

  /** Why nothing can be written now; null when a write goes through. */
  async ailment(): Promise<LedgerErrorKind | null> {
    const at = Date.now();
    try {
      await this.store.write((trx) =>
        trx.insertInto('probes').values({ id: 1, at }).onConflict((conflict) => conflict.column('id').doUpdateSet({ at })).execute(),
      );
      return null;
    } catch (error) {
      return error instanceof LedgerError ? error.kind : 'unexpected';
    }
  }

  /** Attempts still under way are uncertain from now on; a ledger that can't be written any more is closed all the same. */
  async close(): Promise<void> {
    try {
      await retireOwner(this.#context, new Date());
    } finally {
      await this.store.close();
    }
  }
}
