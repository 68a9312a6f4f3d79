import {
  ActivityFailure, allHandlersFinished, ApplicationFailure, CancellationScope, condition, continueAsNew, isCancellation, patched, setCurrentDetails,
  setHandler, TimeoutFailure, upsertSearchAttributes, workflowInfo,
} from '@temporalio/workflow';
import type { AlertSnapshot } from '../activities/activity-inputs.ts';
import type { AlertStanding } from '../domain/alert.ts';
import type { AlertEvent, SendEffect, SendResult } from '../domain/escalation/alert-event.ts';
import { createAlertState, nextDeadlineMs, toldDeadline, type AlertState } from '../domain/escalation/alert-state.ts';
import { callingNow, recipientKey } from '../domain/escalation/sending.ts';
import { takersAsked } from '../domain/escalation/offer.ts';
import { transition } from '../domain/escalation/transition.ts';
import type { Rules } from '../domain/escalation/change.ts';
import { platformOf, type PlatformName } from '../domain/platform-name.ts';
import { findBadField, type AlertRequest, type RequestAnswer, type RequestKind } from '../domain/request.ts';
import { alertDetails } from './alert-details.ts';
import { AlertStory } from './alert-story.ts';
import { DeadlineTimer } from './deadline-timer.ts';
import {
  alertStateQuery, deliveryReportSignal, replySignal, requestUpdates, type AlertInput, type AlertResult, type CarriedAlert, type Reply,
} from './messages.ts';
import { PlatformActivities, recordAlert } from './platform-activities.ts';
import { attributesAtStart, attributesOf, toUpdates, type AlertAttributes } from './search-attributes.ts';

/** What the Temporal UI's "Request cancellation" comes to. */
const CANCEL_BY_OPERATOR: AlertRequest = { id: 'cancelled-in-temporal', kind: 'cancel', by: { kind: 'operator', id: 'temporal' }, via: 'api' };

/** Histories of before a rule replay as they were written: the name of what changed is set down in a history where it first matters. */
const RULES: Rules = {
  asksUnreachedAgain: () => patched('asks-unreached-again'),
  raisesByStage: () => patched('raises-by-stage'),
  everyTakerCounts: () => patched('every-taker-counts'),
  leavesListPromoted: () => patched('leaves-list-promoted'),
  takesOneRouteAFailure: () => patched('one-route-a-failure'),
  snoozePutsOffOnly: () => patched('snooze-puts-off-only'),
  operatorDeclinesForNobody: () => patched('operator-declines-for-nobody'),
  listedStaysTriggered: () => patched('listed-stays-triggered'),
};

/** Runs one alert: feeds what happens to the state machine, carries out what it asks for, and sleeps until the next deadline. */
export class AlertRun {
  private readonly input: AlertInput;
  private state: AlertState;
  private readonly story: AlertStory;
  private readonly platforms: PlatformActivities;
  private readonly timer = new DeadlineTimer(() => this.apply({ type: 'time_passed' }));
  private attributes: AlertAttributes;
  private started: boolean;
  private dirty = false;
  private inFlight = 0;
  private actor: string | null = null;
  private readonly announcing = new Map<PlatformName, { again: boolean }>();

  constructor(input: AlertInput) {
    const { carried } = input;
    this.input = input;
    this.state = carried?.state ?? createAlertState(input);
    this.story = new AlertStory(carried?.story);
    this.platforms = new PlatformActivities(input.platformsWithWorkflows);
    this.started = carried !== undefined;
    this.attributes = carried ? attributesOf(this.state) : attributesAtStart(input, Date.now());
    this.listen();
  }

  /**
   * Runs the alert to its end. Cancelling its workflow in the Temporal UI is an operator's cancel: people are told, and
   * the alert ends in good order.
   */
  async run(): Promise<AlertResult> {
    void CancellationScope.current().cancelRequested.catch(() => this.ask(CANCEL_BY_OPERATOR));
    return CancellationScope.nonCancellable(() => this.live());
  }

  private async live(): Promise<AlertResult> {
    this.begin();
    while (this.state.phase !== 'closed') {
      this.armTimer();
      this.publish();
      this.dirty = false;
      await condition(() => this.dirty || this.shouldHandOn());
      if (this.shouldHandOn()) await this.handOn();
    }
    this.armTimer();
    this.publish();
    await condition(() => this.isIdle());
    const { code, status, owner, step } = this.state;
    return { code, status, acknowledgedBy: owner?.responder ?? null, escalationLevel: step };
  }

  /** A message can arrive before the main function has run: whichever comes first begins the alert. */
  private begin(): void {
    if (this.started) return;
    this.started = true;
    this.apply({ type: 'started' });
  }

  private listen(): void {
    for (const kind of Object.keys(requestUpdates) as RequestKind[]) {
      // An Update, because whoever asks wants to hear what came of it.
      setHandler(requestUpdates[kind], (request: AlertRequest) => this.ask(request), {
        validator: (request: AlertRequest) => assertRequest(kind, request),
      });
    }
    // A Signal, because a webhook must be answered even when no worker is up.
    setHandler(replySignal, (reply) => this.hearReply(reply));
    setHandler(deliveryReportSignal, (report) => {
      this.apply({ type: 'delivery_report', ...report });
    });
    setHandler(alertStateQuery, () => ({ ...this.view(), revision: this.state.revision }));
  }

  private ask(request: AlertRequest): RequestAnswer {
    this.begin();
    this.actor = request.by.kind === 'responder' ? request.by.id : null;
    const answer = this.apply({ type: 'request', request });
    if (!answer) throw new Error('a request is always answered');
    return answer;
  }

  private hearReply({ request, answerTo }: Reply): void {
    if (findBadField(request.kind, request) !== null) return;
    const isRepeat = this.state.answered.some(({ id }) => id === request.id);
    const answer = this.ask(request);
    // What is in the inbox is handed on until that is known to have happened: the first time has been answered, or will be.
    if (!answerTo || (isRepeat && patched('a-reply-is-answered-once'))) return;
    const alert = this.snapshot();
    const summary = `answer ${answerTo.responder}: ${answer.outcome}`;
    this.launch(async () => {
      await this.platforms.answer(platformOf(answerTo.route), summary, { alert, requestId: request.id, kind: request.kind, answer, answerTo });
      this.story.noteRecorded(alert.timeline);
    });
  }

  private apply(event: AlertEvent): RequestAnswer | null {
    const { state, effects, entries, answer } = transition(this.state, event, Date.now(), RULES);
    // Time took it from its owner: whoever asked for something last has had no part in that.
    if (event.type === 'time_passed' && this.state.owner !== null && state.owner === null) this.actor = null;
    this.state = state;
    this.story.write(entries);
    this.dirty = true;
    for (const effect of effects) {
      if (effect.type === 'send') this.send(effect);
      else this.announce();
    }
    if (effects.length === 0 && entries.length > 0 && event.type !== 'send_finished') this.record();
    return answer;
  }

  private send(effect: SendEffect): void {
    const { type: _, ...send } = effect;
    const alert = this.snapshot();
    const summary = `${effect.kind}: ${recipientKey(effect.recipient)} by ${effect.route}`;
    this.launch(async () => {
      const result = await this.platforms.send(platformOf(effect.route), summary, { alert, send }).catch(toFailedResult);
      this.story.noteRecorded(alert.timeline);
      this.apply({ type: 'send_finished', id: effect.id, result });
    });
  }

  /**
   * One announcement at a time for each platform, so that an older state never overwrites a newer one. An announcement writes
   * the state down before anything else; where all of them are still under way, which may wait for a limit, or are another role's, which
   * may be away, it is written apart: claims go by the ledger.
   */
  private announce(): void {
    let isWritten = false;
    for (const platform of this.platformsReached()) {
      const running = this.announcing.get(platform);
      if (running) running.again = true;
      else {
        this.startAnnouncing(platform);
        isWritten ||= this.platforms.servesHere(platform) || !patched('a-state-waits-for-no-other-role');
      }
    }
    if (!isWritten) this.record();
  }

  private startAnnouncing(platform: PlatformName): void {
    const turn = { again: false };
    this.announcing.set(platform, turn);
    this.launch(async () => {
      do {
        turn.again = false;
        const alert = this.snapshot();
        await this.platforms.announce(platform, `tell ${platform}: ${alert.status}`, { alert, platform, actor: this.actor, calling: callingNow(this.state) }).catch(rethrowCancellation);
        this.story.noteRecorded(alert.timeline);
      } while (turn.again);
      this.announcing.delete(platform);
    });
  }

  private platformsReached(): PlatformName[] {
    return [...new Set(this.state.pages.filter(({ state }) => state !== 'failed' && state !== 'skipped' && state !== 'deferred').map(({ route }) => platformOf(route)))];
  }

  private record(): void {
    const alert = this.snapshot();
    this.launch(async () => {
      await recordAlert(`record: ${alert.status}`)({ alert });
      this.story.noteRecorded(alert.timeline);
    });
  }

  /** Activities run beside the main function; it ends only when they have. */
  private launch(work: () => Promise<void>): void {
    this.inFlight += 1;
    void CancellationScope.nonCancellable(work).finally(() => {
      this.inFlight -= 1;
      this.dirty = true;
    });
  }

  private armTimer(): void {
    const atMs = nextDeadlineMs(this.state);
    this.timer.arm(atMs, this.state.deadlines.find((deadline) => deadline.atMs === atMs)?.kind ?? 'deadline');
  }

  private publish(): void {
    const attributes = attributesOf(this.state);
    const changed = (Object.keys(attributes) as (keyof AlertAttributes)[]).some((key) => key !== 'platform' && attributes[key] !== this.attributes[key]);
    if (changed) {
      this.attributes = attributes;
      upsertSearchAttributes(toUpdates(attributes));
    }
    setCurrentDetails(alertDetails(this.view()));
  }

  private isIdle(): boolean {
    return this.inFlight === 0 && allHandlersFinished();
  }

  /** Waited for, because a handler is finished only some moments after what it changed is seen. */
  private shouldHandOn(): boolean {
    return workflowInfo().continueAsNewSuggested && this.state.phase !== 'closed' && this.isIdle();
  }

  private async handOn(): Promise<void> {
    const carried: CarriedAlert = { state: this.state, story: this.story.carry() };
    await continueAsNew<(input: AlertInput) => Promise<AlertResult>>({ ...this.input, carried });
  }

  private snapshot(): AlertSnapshot {
    const { code, revision, status, severity, stage, confidence, unit, drill, round, step, owner, lostBy, resolvedBy, found } = this.state;
    const offeredTo = takersAsked(this.state);
    const timeline = this.story.unrecorded();
    return {
      code, revision, status, severity, stage, confidence, unit, drill, round, step, owner, offeredTo, nextDeadline: toldDeadline(this.state), timeline,
      ...(lostBy === undefined ? {} : { lostBy }),
      ...(resolvedBy === undefined ? {} : { resolvedBy }),
      ...(found === undefined ? {} : { found }),
    };
  }

  private view(): AlertStanding {
    const { code, status, severity, stage, step, owner } = this.state;
    return {
      code, status, severity, stage, escalationLevel: step, acknowledgedBy: owner?.responder ?? null,
      nextDeadline: toldDeadline(this.state), duplicate: false, timeline: this.story.lines(),
    };
  }
}

function assertRequest(kind: RequestKind, request: AlertRequest): void {
  const field = findBadField(kind, request);
  if (field === null) return;
  throw ApplicationFailure.nonRetryable(`The request's field "${field}" is missing or wrong.`, 'InvalidRequest');
}

/** A send that could not even be tried, or ran out of time, counts as failed: the next route is taken. */
function toFailedResult(error: unknown): SendResult {
  if (isCancellation(error)) throw error;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const reason = cause instanceof TimeoutFailure ? `timeout_${String(cause.timeoutType).toLowerCase()}` : 'activity_failed';
  return { outcome: 'failed', responder: null, reason };
}

/** Telling others is tried for half an hour; that it failed must not stop the alert. */
function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}
