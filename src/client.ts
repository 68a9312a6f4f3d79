import { randomBytes, randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { alertCodeFrom, CODE_RANDOM_BYTES } from './domain/alert-code.ts';
import { isOver, withWaiting, type AlertView } from './domain/alert.ts';
import type { Passing } from './domain/crash-point.ts';
import type { Detection, MedicalAlert } from './domain/detection.ts';
import type { AnewReason } from './domain/episode.ts';
import type { DirectRequest } from './domain/direct-message.ts';
import type { AlertPlan } from './domain/plan.ts';
import { preferRoutes } from './domain/prefer-routes.ts';
import { platformOf, type PlatformName, type Route } from './domain/platform-name.ts';
import type { AlertRequest, RequestAnswer } from './domain/request.ts';
import type { Severity } from './domain/severity.ts';
import { isUnwritable, type AcceptedAlert, type AcceptResult, type AlertFilter, type EpisodeJudge, type KeptWithAlert, type Ledger, type PendingRaise } from './ledger/ledger.ts';
import { askToRaise } from './client/ask-to-raise.ts';
import { AlertNotFoundError, IdempotencyConflictError, NotRecordedError, TemporalUnreachableError } from './client/client-errors.ts';
import { judgeDetection } from './client/judge-detection.ts';
import { inTime } from './client/in-time.ts';
import { sendDirect, startUnstartedDirect, type DirectContext, type DirectReach, type DirectSent } from './client/send-direct.ts';
import { isClosedWorkflow, isUnreachable } from './client/temporal-errors.ts';
import { alertStateQuery, deliveryReportSignal, replySignal, requestUpdates, TASK_QUEUE, workflowIdOf, type AlertInput, type DeliveryReport, type DirectAnswer, type DirectSend, type Reply } from './workflows/messages.ts';
import { attributesAtStart, toPairs } from './workflows/search-attributes.ts';
import type { criticalEscalation, lppNotification, messageDelivery } from './workflows/index.ts';

export { AlertNotFoundError, DirectConflictError, DirectRefusedError, IdempotencyConflictError, NotRecordedError, TemporalUnreachableError } from './client/client-errors.ts';

/** How long a caller waits for an Update's answer before the request is handed over as a Signal, milliseconds. */
const UPDATE_WAIT_MS = 3_000;

/** How long starting a workflow may take before the sweeper is left to do it, milliseconds. */
const START_WAIT_MS = 5_000;

/** A worker that dies while it decides what an alert does next is noticed by then; deciding takes milliseconds. */
const DECIDE_WITHIN = '3 seconds';

export interface AlertClientOptions {
  temporal: Client;
  ledger: Ledger;
  /** What policy makes of a finding, by the configuration now in force; `already`: the severity that its alert has. */
  planFor(detection: Detection, already?: Severity): AlertPlan;
  planForAlert(alert: MedicalAlert): AlertPlan;
  /** For how long a wound that somebody has confirmed calls nobody at that stage, milliseconds; null, or left out: not at all. */
  confirmedForMs?(): number | null;
  /** Of the workflows; `vigia` unless told. */
  taskQueue?: string;
  /** Platforms that the workflows' worker serves too: their activities need no queue of their own. None unless told. */
  platformsWithWorkflows?: readonly PlatformName[];
  /** The client shares its connection with a worker of the same process, so that the first task needs no round trip. */
  eagerStart?: boolean;
  /** Whom direct messages may go to; none is taken unless it is there. */
  direct?: DirectReach | undefined;
  /** Pages the people of a critical alert that can't be recorded, and answers who was reached; it is refused unless this is there. */
  pageUnrecorded?(alert: AcceptedAlert): Promise<string[]>;
  /** Defaults to a random one. */
  newCode?(): string;
  /** Defaults to the system's clock. */
  now?(): Date;
  passing?: Passing | undefined;
}

/** How a finding is handed in, beside what was found. */
export interface HandedIn {
  /** Who hands it in, by name, such as an API key's id; where nobody says so a wound's repeats are `vigia`'s. */
  by?: string | undefined;
  /** The routes that the caller would have tried first, where policy allows them. */
  prefer?: readonly Route[];
  /** Kept with the alert, encrypted, and put on no platform. */
  kept?: KeptWithAlert | undefined;
  /** A digest of what else a repeat under the same key must agree in. */
  content?: string | undefined;
  /** How long the answer may wait for the workflow to have started, milliseconds; by then it goes on by itself. As long as starting may take unless told. */
  answerWithinMs?: number | undefined;
}

/** An alert as it was taken in. */
export interface Raised {
  code: string;
  /** It was there before: the same key with the same content, or the same wound. This is that alert. */
  duplicate: boolean;
  /** False when Temporal could not be reached: the alert is accepted, and starts, or gets worse, when it can be. */
  started: boolean;
  /** What the detection was to the alert that its wound had already, and why, by name; absent where it made one of its own. */
  episode?: { outcome: 'joined' | 'raised' | 'recorded'; reason: string };
}

/** Who hands a detection in, where nobody says otherwise. */
const VIGIA = 'vigia';

const EPISODE_OUTCOMES = { join: 'joined', raise: 'raised', record: 'recorded' } as const;

/** The TypeScript API, and the only code that starts, updates, signals or queries an alert's workflow. */
export class AlertClient {
  readonly #options: AlertClientOptions;
  /** By finding: the same one handed in again isn't sent again. */
  readonly #sentUnrecorded = new Map<string, Promise<{ code: string; reached: readonly string[] }>>();

  constructor(options: AlertClientOptions) {
    this.#options = options;
  }

  /**
   * Takes in a finding: it is on disk before this returns, and starts at once unless Temporal is down. One of a wound that has an alert
   * already joins that, raises it, or is recorded with it.
   */
  async raise(detection: Detection, { prefer, answerWithinMs, ...kept }: HandedIn = {}): Promise<Raised> {
    const finding = { ...this.#findingOf(detection, prefer), ...kept };
    return this.#accept(finding, { answerWithinMs, judge: this.#judge(detection, finding.plan, kept.by ?? VIGIA) });
  }

  /** Takes in an alert that comes by its severity. */
  async raiseAlert(alert: MedicalAlert, { prefer, answerWithinMs, ...kept }: HandedIn = {}): Promise<Raised> {
    const { alertType, ...detection } = alert;
    const plan = preferRoutes(this.#options.planForAlert(alert), prefer);
    return this.#accept({ detection: { ...detection, stage: alert.stage ?? null, confidence: null }, alertType, plan, drill: false, ...kept }, { answerWithinMs });
  }

  /** A drill: a real message to one person by the plan given, marked SIMULACRO, that awaits its reply and tells nobody else. */
  async raiseDrill(plan: AlertPlan): Promise<Raised> {
    return this.#accept({ detection: { stage: null, confidence: null }, alertType: 'drill', plan, drill: true });
  }

  /**
   * Asks an alert for something and answers what came of it. When no worker answers within 3 s the request is handed over
   * all the same and the answer is `recorded`: it takes effect as soon as a worker is up.
   * @throws AlertNotFoundError, TemporalUnreachableError
   */
  async ask(code: string, request: AlertRequest): Promise<RequestAnswer> {
    const handle = this.#handleOf(code);
    try {
      return await this.#within(UPDATE_WAIT_MS, () => handle.executeUpdate(requestUpdates[request.kind], { args: [request], updateId: request.id }));
    } catch (error) {
      if (isClosedWorkflow(error)) return (await this.#startUnlessStarted(code)) ? this.ask(code, request) : this.answerForClosed(code);
      if (!isUnreachable(error)) throw error;
      await this.reply(code, { request, answerTo: null });
      return { ok: true, outcome: 'recorded', owner: null, status: (await this.show(code)).status, nextDeadline: null };
    }
  }

  /** Hands a reply over as a Signal: the server alone takes it, and the workflow answers the sender. Closed alerts answer at once. */
  async reply(code: string, reply: Reply): Promise<'signalled' | 'closed'> {
    try {
      await this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).signal(replySignal, reply));
      return 'signalled';
    } catch (error) {
      if (isClosedWorkflow(error)) return (await this.#startUnlessStarted(code)) ? this.reply(code, reply) : 'closed';
      throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /** Answers whoever wrote or pressed, where no alert's workflow does. The same event is answered once. */
  async answer(answer: Omit<DirectAnswer, 'platformsWithWorkflows'>): Promise<void> {
    const { platform, eventId } = answer;
    if (!(await this.#startDelivery(`answer-${platform}-${eventId}`, answer))) throw new TemporalUnreachableError();
  }

  /**
   * Takes in a message to one person or channel of the directory, whose text is kept and goes on no platform: a template tells them that it
   * waits. It is on disk before this returns. @throws DirectRefusedError, DirectConflictError
   */
  async sendDirect(message: DirectRequest): Promise<DirectSent> {
    return sendDirect(this.#directContext(), message);
  }

  /** Tells an alert that a message failed or shows no receipt; one that has ended needs no telling. */
  async reportDelivery(code: string, report: DeliveryReport): Promise<void> {
    try {
      await this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).signal(deliveryReportSignal, report));
    } catch (error) {
      if (!isClosedWorkflow(error)) throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /**
   * Escalates an alert whose deadline has passed, unless it has moved on by itself; answers whether it had to. Nothing is left behind for
   * later when no worker answers. @throws TemporalUnreachableError
   */
  async escalateIfStillDue(code: string, deadline: string, requestId: string): Promise<boolean> {
    const handle = this.#handleOf(code);
    const request: AlertRequest = { id: requestId, kind: 'escalate', by: { kind: 'operator', id: 'watchdog' }, via: 'api' };
    try {
      const { nextDeadline } = await this.#within(UPDATE_WAIT_MS, () => handle.query(alertStateQuery));
      if (nextDeadline !== deadline) return false;
      await this.#within(UPDATE_WAIT_MS, () => handle.executeUpdate(requestUpdates.escalate, { args: [request], updateId: requestId }));
      return true;
    } catch (error) {
      if (isClosedWorkflow(error)) return false;
      throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /** The alert as the ledger knows it: right also when Temporal is down or has forgotten it. @throws AlertNotFoundError */
  async show(code: string): Promise<AlertView> {
    const view = await this.#options.ledger.alert(code);
    if (!view) throw new AlertNotFoundError(code);
    return isOver(view) ? view : withWaiting(view, await this.#options.ledger.pagesInLine(code, this.#now()));
  }

  /** Alerts, the most urgent first. */
  async list(filter: Partial<AlertFilter> = {}): Promise<AlertView[]> {
    return this.#options.ledger.alerts({ limit: 100, ...filter });
  }

  /** Starts what was accepted while Temporal could not be reached; answers how many could be started. */
  async startUnstarted(limit = 100): Promise<number> {
    let started = 0;
    for (const alert of await this.#options.ledger.unstarted(limit)) {
      if (!(await this.#start(alert))) continue;
      await this.#options.ledger.markStarted(alert.code, this.#now());
      started += 1;
    }
    return started + (await startUnstartedDirect(this.#directContext(), limit));
  }

  /** Hands on what was to raise an alert while Temporal could not be reached; answers how many raises could be. */
  async raiseUnraised(limit = 100): Promise<number> {
    let raised = 0;
    const failures: unknown[] = [];
    for (const raise of await this.#options.ledger.pendingRaises(limit)) {
      const handed = await this.#handOn(raise).catch((error: unknown) => void failures.push(error));
      // When nobody answers the others wait for the next look: each would take as long.
      if (handed?.started === false) break;
      if (handed) raised += 1;
    }
    if (failures.length > 0) throw failures[0];
    return raised;
  }

  async #accept(alert: NewAlert, how: Accepting = {}): Promise<Raised> {
    const accepted = this.#withCode(alert);
    this.#options.passing?.('accept.before');
    const result = await this.#options.ledger.accept(accepted, how.judge).catch((error: unknown) => this.#sendAllTheSame(accepted, error));
    this.#options.passing?.('accept.committed');
    return result.result === 'code_taken' ? this.#accept(alert, how) : this.#goOn(accepted, result, how.answerWithinMs);
  }

  async #goOn(accepted: AcceptedAlert, taken: AcceptResult, answerWithinMs?: number): Promise<Raised> {
    const { result, code } = taken;
    if (result === 'conflict') throw new IdempotencyConflictError(code);
    if (result === 'created') {
      const started = await inTime(this.#start(taken.anew ? toldAnew(accepted, taken.anew) : accepted), false, answerWithinMs);
      return { code, duplicate: false, started };
    }
    if (result === 'repeated' && taken.raise) {
      const { raise } = taken;
      return inTime(this.#handOn(raise), { code, duplicate: true, started: false, episode: { outcome: 'raised', reason: raise.reason } }, answerWithinMs);
    }
    const repeated = result === 'repeated' ? taken : result === 'duplicate' ? taken.repeated : undefined;
    const started = (await this.#options.ledger.isStarted(code)) || (await inTime(this.#startAccepted(code), false, answerWithinMs));
    return { code, duplicate: true, started, ...(repeated ? { episode: { outcome: EPISODE_OUTCOMES[repeated.decision], reason: repeated.reason } } : {}) };
  }

  #findingOf(detection: Detection, prefer?: readonly Route[]): NewAlert {
    return { detection, alertType: null, plan: preferRoutes(this.#options.planFor(detection), prefer), drill: false };
  }

  #judge(detection: Detection, { severity }: AlertPlan, agent: string): EpisodeJudge {
    return judgeDetection(this.#options, detection, severity, agent, this.#now());
  }

  #withCode(alert: NewAlert): AcceptedAlert {
    return { ...alert, code: this.#newCode(), acceptedAt: this.#now() };
  }

  /** Until its alert has answered, the ledger keeps it. An alert that is over is raised no more: the wound gets another one. */
  async #handOn(raise: PendingRaise): Promise<Raised> {
    const { id, code, reason } = raise;
    const outcome = await askToRaise({
      ledger: this.#options.ledger,
      update: (of, request) => this.#within(UPDATE_WAIT_MS, () => this.#handleOf(of).executeUpdate(requestUpdates[request.kind], { args: [request], updateId: request.id })),
      startUnlessStarted: (of) => this.#startUnlessStarted(of),
    }, raise);
    if (outcome === 'closed') return this.#acceptAnew(raise);
    if (outcome !== null) await this.#options.ledger.markRaised(id, outcome, this.#now());
    const episode = outcome === 'not_raised' ? { outcome: 'joined' as const, reason: 'not_worse' } : { outcome: 'raised' as const, reason };
    return { code, duplicate: true, started: outcome !== null, episode };
  }

  async #acceptAnew(raise: PendingRaise): Promise<Raised> {
    const { detection, agent } = raise;
    const accepted = this.#withCode(this.#findingOf(detection));
    const result = await this.#options.ledger.acceptAnew(raise, accepted, this.#judge(detection, accepted.plan, agent));
    return result.result === 'code_taken' ? this.#acceptAnew(raise) : this.#goOn(accepted, result);
  }

  /** @throws NotRecordedError for a critical alert, which was sent; the ledger's error for any other, which was refused. */
  async #sendAllTheSame(alert: AcceptedAlert, error: unknown): Promise<never> {
    const { pageUnrecorded } = this.#options;
    const { plan, drill, detection } = alert;
    if (!pageUnrecorded || !isUnwritable(error) || plan.severity !== 'critical' || plan.mode === 'record' || drill) throw error;
    const finding = detection.idempotencyKey ?? JSON.stringify([detection, alert.alertType]);
    const paging = this.#sentUnrecorded.get(finding) ?? pageUnrecorded(alert).then((reached) => ({ code: alert.code, reached }));
    this.#sentUnrecorded.set(finding, paging);
    const { code, reached } = await paging.catch((failure: unknown) => {
      this.#sentUnrecorded.delete(finding);
      throw failure;
    });
    // Who couldn't be reached now may be reached by the next try.
    if (reached.length === 0) this.#sentUnrecorded.delete(finding);
    throw new NotRecordedError(code, reached, { cause: error });
  }

  /** Somebody may have been paged beside the workflow, and answer before it has begun. True when it began only now. */
  async #startUnlessStarted(code: string): Promise<boolean> {
    if (await this.#options.ledger.isStarted(code)) return false;
    const begun = await this.#startAccepted(code);
    // It counts as started from here on: one that can't be found all the same is over.
    if (begun) await this.#options.ledger.markStarted(code, this.#now());
    return begun;
  }

  /** What was accepted while Temporal could not be reached, and comes again before the sweeper's next look. */
  async #startAccepted(code: string): Promise<boolean> {
    const accepted = await this.#options.ledger.accepted(code);
    return accepted !== null && this.#start(accepted);
  }

  /**
   * Starting twice is starting once: the workflow's id is the alert's code. That it started is written down by the workflow's
   * own first record, and not here, where it would hold up the first page.
   */
  async #start(alert: AcceptedAlert): Promise<boolean> {
    const { code, plan, detection, drill } = alert;
    const input: AlertInput = { code, plan, stage: detection.stage, confidence: detection.confidence, unit: detection.unit ?? null, drill, platformsWithWorkflows: this.#platformsWithWorkflows() };
    const workflow = alert.alertType !== null && plan.severity === 'critical' ? 'criticalEscalation' : 'lppNotification';
    try {
      await this.#within(START_WAIT_MS, () => this.#options.temporal.workflow.start<typeof lppNotification | typeof criticalEscalation>(workflow, {
        workflowId: workflowIdOf(code),
        taskQueue: this.#options.taskQueue ?? TASK_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowTaskTimeout: DECIDE_WITHIN,
        typedSearchAttributes: toPairs(attributesAtStart(input, this.#now().getTime())),
        staticSummary: `${code}: ${plan.severity}${detection.stage === null ? '' : `, stage ${detection.stage}`}${drill ? ', drill' : ''}`,
        ...(this.#options.eagerStart ? { requestEagerStart: true } : {}),
      }));
    } catch (error) {
      if (!isClosedWorkflow(error)) {
        if (isUnreachable(error)) return false;
        throw error;
      }
    }
    this.#options.passing?.('start.sent');
    return true;
  }

  /** What a request to an alert that is over is answered, from the ledger. */
  async answerForClosed(code: string): Promise<RequestAnswer> {
    const { status, acknowledgedBy, timeline } = await this.show(code);
    const since = timeline.findLast(({ kind }) => kind === 'acknowledged')?.at ?? timeline.at(-1)?.at ?? '';
    return { ok: false, outcome: 'closed', owner: acknowledgedBy === null ? null : { responder: acknowledgedBy, since }, status, nextDeadline: null };
  }

  #handleOf(code: string): WorkflowHandle {
    return this.#options.temporal.workflow.getHandle(workflowIdOf(code));
  }

  #directContext(): DirectContext {
    const { ledger, direct, passing } = this.#options;
    return {
      ledger, reach: direct, passing, now: () => this.#now(), newCode: () => this.#newCode(),
      start: ({ code, route }) => this.#startDelivery(`message-${code}`, { message: code, route, platform: platformOf(route) }),
    };
  }

  /** Starting twice is starting once. False when Temporal could not be reached. */
  async #startDelivery(workflowId: string, input: Omit<DirectAnswer, 'platformsWithWorkflows'> | Omit<DirectSend, 'platformsWithWorkflows'>): Promise<boolean> {
    try {
      await this.#within(UPDATE_WAIT_MS, () => this.#options.temporal.workflow.start<typeof messageDelivery>('messageDelivery', {
        workflowId,
        taskQueue: this.#options.taskQueue ?? TASK_QUEUE,
        args: [{ ...input, platformsWithWorkflows: this.#platformsWithWorkflows() }],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowTaskTimeout: DECIDE_WITHIN,
      }));
    } catch (error) {
      if (isUnreachable(error)) return false;
      if (!isClosedWorkflow(error)) throw error;
    }
    return true;
  }

  #newCode(): string {
    return this.#options.newCode?.() ?? alertCodeFrom(randomBytes(CODE_RANDOM_BYTES));
  }

  #platformsWithWorkflows(): PlatformName[] {
    return [...(this.#options.platformsWithWorkflows ?? [])];
  }

  #within<T>(ms: number, call: () => Promise<T>): Promise<T> {
    return this.#options.temporal.connection.withDeadline(Date.now() + ms, call);
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

type NewAlert = Omit<AcceptedAlert, 'code' | 'acceptedAt'>;

interface Accepting extends Pick<HandedIn, 'answerWithinMs'> {
  /** Decides by what is known of the wound; left out, every finding is an alert of its own. */
  judge?: EpisodeJudge;
}

/** As the ledger has it. */
function toldAnew(alert: AcceptedAlert, anew: AnewReason): AcceptedAlert {
  return { ...alert, plan: { ...alert.plan, reasons: [...alert.plan.reasons, anew] } };
}

/** A request id for a caller that has none of its own. */
export function newRequestId(): string {
  return randomUUID();
}
