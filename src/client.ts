import { randomBytes, randomUUID } from 'node:crypto';
import { alertCodeFrom, CODE_RANDOM_BYTES } from './domain/alert-code.ts';
import { isOver, resolvedByOf, withWaiting, type AlertStanding, type AlertView } from './domain/alert.ts';
import type { Detection, MedicalAlert } from './domain/detection.ts';
import type { DirectRequest } from './domain/direct-message.ts';
import type { AlertPlan } from './domain/plan.ts';
import { preferRoutes } from './domain/prefer-routes.ts';
import { tellChannel } from './domain/tell-channel.ts';
import { platformOf, type Route } from './domain/platform-name.ts';
import type { AlertRequest, RequestAnswer } from './domain/request.ts';
import type { Severity } from './domain/severity.ts';
import type { AcceptedAlert, AlertFilter, EpisodeJudge, KeptWithAlert, Ledger } from './ledger/ledger.ts';
import { AlertNotFoundError, TemporalUnreachableError } from './client/client-errors.ts';
import { eachByItself } from './client/each-by-itself.ts';
import { foresee, type Foreseen } from './client/foresee.ts';
import { judgeDetection } from './client/judge-detection.ts';
import { sendDirect, startUnstartedDirect, type DirectContext, type DirectReach, type DirectSent } from './client/send-direct.ts';
import { TakeIn, type NewAlert, type Raised } from './client/take-in.ts';
import { isClosedWorkflow, isUnreachable } from './client/temporal-errors.ts';
import { WorkflowAccess, type WorkflowAccessOptions } from './client/workflow-access.ts';
import type { DeliveryReport, DirectAnswer, Reply } from './workflows/messages.ts';

export { AlertNotFoundError, DirectConflictError, DirectRefusedError, IdempotencyConflictError, NotRecordedError, TemporalUnreachableError } from './client/client-errors.ts';
export type { Foreseen } from './client/foresee.ts';
export type { Raised } from './client/take-in.ts';

/** For programs elsewhere, which reach neither Temporal nor the store. */
export * from './mcp-gateway/index.ts';

export interface AlertClientOptions extends WorkflowAccessOptions {
  ledger: Ledger;
  /** What policy makes of a finding, by the configuration now in force; `already`: the severity that its alert has. */
  planFor(detection: Detection, already?: Severity): AlertPlan;
  planForAlert(alert: MedicalAlert): AlertPlan;
  /** For how long a wound that somebody has confirmed calls nobody at that stage, milliseconds; null, or left out: not at all. */
  confirmedForMs?(): number | null;
  /** Whom direct messages may go to; none is taken unless it is there. */
  direct?: DirectReach | undefined;
  /** Pages the people of a critical alert that can't be recorded, and answers who was reached; it is refused unless this is there. */
  pageUnrecorded?(alert: AcceptedAlert): Promise<string[]>;
  /** Defaults to a random one. */
  newCode?(): string;
}

/** How a finding is handed in, beside what was found. */
export interface HandedIn {
  /** Who hands it in, by name, such as an API key's; where nobody says so a wound's repeats are `vigia`'s. */
  by?: string | undefined;
  /** The routes that the caller would have tried first, where policy allows them. */
  prefer?: readonly Route[];
  /** A channel of the directory, by its purpose, that is to hear of it with the first step too. */
  channel?: string | undefined;
  /** Kept with the alert, encrypted, and put on no platform. */
  kept?: KeptWithAlert | undefined;
  /** A digest of what else a repeat under the same key must agree in. */
  content?: string | undefined;
  /** How long the answer may wait for the workflow to have started, milliseconds; by then it goes on by itself. As long as starting may take unless told. */
  answerWithinMs?: number | undefined;
}

/** Who hands a detection in, where nobody says otherwise. */
const VIGIA = 'vigia';

/** The TypeScript API, and the only code that starts, updates, signals or queries an alert's workflow. */
export class AlertClient {
  readonly #options: AlertClientOptions;
  readonly #workflows: WorkflowAccess;
  readonly #takeIn: TakeIn;

  constructor(options: AlertClientOptions) {
    this.#options = options;
    this.#workflows = new WorkflowAccess(options);
    this.#takeIn = new TakeIn({
      ledger: options.ledger, workflows: this.#workflows, passing: options.passing, pageUnrecorded: options.pageUnrecorded?.bind(options),
      findingOf: (detection) => this.#findingOf(detection), judge: (detection, plan, agent) => this.#judge(detection, plan, agent),
      newCode: () => this.#newCode(), now: () => this.#now(),
    });
  }

  /**
   * Takes in a finding: it is on disk before this returns, and starts at once unless Temporal is down. One of a wound that has an alert
   * already joins that, raises it, or is recorded with it.
   */
  async raise(detection: Detection, { prefer, channel, answerWithinMs, ...kept }: HandedIn = {}): Promise<Raised> {
    const { plan, ...found } = this.#findingOf(detection, prefer);
    const finding = { ...found, plan: tellChannel(plan, channel), ...kept };
    return this.#takeIn.accept(finding, { answerWithinMs, judge: this.#judge(detection, finding.plan, kept.by ?? VIGIA) });
  }

  /** What would become of a finding if it were raised now. Nothing is written. */
  async foresee(detection: Detection, { prefer }: Pick<HandedIn, 'prefer'> = {}): Promise<Foreseen> {
    const { plan } = this.#findingOf(detection, prefer);
    return foresee(this.#options.ledger, detection, plan, this.#judge(detection, plan, VIGIA));
  }

  /** Takes in an alert that comes by its severity. */
  async raiseAlert(alert: MedicalAlert, { prefer, channel, answerWithinMs, ...kept }: HandedIn = {}): Promise<Raised> {
    const { alertType, ...detection } = alert;
    const plan = tellChannel(preferRoutes(this.#options.planForAlert(alert), prefer), channel);
    return this.#takeIn.accept({ detection: { ...detection, stage: alert.stage ?? null, confidence: null }, alertType, plan, drill: false, ...kept }, { answerWithinMs });
  }

  /** A drill: a real message to one person by the plan given, marked SIMULACRO, that awaits its reply and tells nobody else. */
  async raiseDrill(plan: AlertPlan): Promise<Raised> {
    return this.#takeIn.accept({ detection: { stage: null, confidence: null }, alertType: 'drill', plan, drill: true });
  }

  /**
   * Asks an alert for something and answers what came of it. When no worker answers within 3 s the request is handed over
   * all the same and the answer is `recorded`: it takes effect as soon as a worker is up.
   * @throws AlertNotFoundError, TemporalUnreachableError
   */
  async ask(code: string, request: AlertRequest): Promise<RequestAnswer> {
    try {
      return await this.#workflows.update(code, request);
    } catch (error) {
      if (isClosedWorkflow(error)) return (await this.#takeIn.startUnlessStarted(code)) ? this.ask(code, request) : this.answerForClosed(code);
      if (!isUnreachable(error)) throw error;
      await this.reply(code, { request, answerTo: null });
      return { ok: true, outcome: 'recorded', owner: null, status: (await this.show(code)).status, nextDeadline: null };
    }
  }

  /** Hands a reply over as a Signal: the server alone takes it, and the workflow answers the sender. Closed alerts answer at once. */
  async reply(code: string, reply: Reply): Promise<'signalled' | 'closed'> {
    try {
      await this.#workflows.signalReply(code, reply);
      return 'signalled';
    } catch (error) {
      if (isClosedWorkflow(error)) return (await this.#takeIn.startUnlessStarted(code)) ? this.reply(code, reply) : 'closed';
      throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /** Answers whoever wrote or pressed, where no alert's workflow does. The same event is answered once. */
  async answer(answer: Omit<DirectAnswer, 'platformsWithWorkflows'>): Promise<void> {
    const { platform, eventId } = answer;
    if (!(await this.#workflows.startDelivery(`answer-${platform}-${eventId}`, answer))) throw new TemporalUnreachableError();
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
      await this.#workflows.signalReport(code, report);
    } catch (error) {
      if (!isClosedWorkflow(error)) throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /**
   * Escalates an alert whose deadline has passed, unless it has moved on by itself; answers whether it had to. Nothing is left behind for
   * later when no worker answers. @throws TemporalUnreachableError
   */
  async escalateIfStillDue(code: string, deadline: string, requestId: string): Promise<boolean> {
    try {
      const { nextDeadline } = await this.#workflows.standing(code);
      if (nextDeadline !== deadline) return false;
      await this.#workflows.update(code, { id: requestId, kind: 'escalate', by: { kind: 'operator', id: 'watchdog' }, via: 'api' });
      return true;
    } catch (error) {
      if (isClosedWorkflow(error)) return false;
      throw isUnreachable(error) ? new TemporalUnreachableError() : error;
    }
  }

  /** How an alert stands by its workflow, which may be ahead of the ledger. Throws where that can't be asked. */
  async standing(code: string): Promise<AlertStanding> {
    return this.#workflows.standing(code);
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

  /**
   * Starts what was accepted while Temporal could not be reached; answers how many could be started. `onTheirWayToo`: what is being started at this
   * moment as well, for when Temporal has come back and those calls wait for their next try. Starting twice is starting once.
   */
  async startUnstarted({ limit = 100, onTheirWayToo = false } = {}): Promise<number> {
    return this.#takeIn.startUnstarted(limit, onTheirWayToo);
  }

  /** The same of direct messages. */
  async startUnstartedDirect(limit = 100): Promise<number> {
    return startUnstartedDirect(this.#directContext(), limit);
  }

  /** Hands on what was to raise an alert while Temporal could not be reached; answers how many raises could be. */
  async raiseUnraised(limit = 100): Promise<number> {
    return eachByItself(await this.#options.ledger.pendingRaises(limit), async (raise) => ((await this.#takeIn.handOn(raise)).started ? 'done' : 'away'));
  }

  /** What a request to an alert that is over is answered, from the ledger. */
  async answerForClosed(code: string): Promise<RequestAnswer> {
    const { status, acknowledgedBy, timeline } = await this.show(code);
    const since = timeline.findLast(({ kind }) => kind === 'acknowledged')?.at ?? timeline.at(-1)?.at ?? '';
    const resolvedBy = status === 'resolved' ? resolvedByOf(timeline) : undefined;
    return {
      ok: false, outcome: 'closed', owner: acknowledgedBy === null ? null : { responder: acknowledgedBy, since }, status, nextDeadline: null,
      ...(resolvedBy === undefined ? {} : { resolvedBy }),
    };
  }

  /** Once nothing is under way any more, what went on behind a caller's back included: to be awaited before the connection is closed. */
  async settled(): Promise<void> {
    await this.#workflows.settled();
  }

  #findingOf(detection: Detection, prefer?: readonly Route[]): NewAlert {
    return { detection, alertType: null, plan: preferRoutes(this.#options.planFor(detection), prefer), drill: false };
  }

  #judge(detection: Detection, { severity }: AlertPlan, agent: string): EpisodeJudge {
    return judgeDetection(this.#options, detection, severity, agent, this.#now());
  }

  #directContext(): DirectContext {
    const { ledger, direct, passing } = this.#options;
    return {
      ledger, reach: direct, passing, now: () => this.#now(), newCode: () => this.#newCode(),
      start: ({ code, route }) => this.#workflows.startDelivery(`message-${code}`, { message: code, route, platform: platformOf(route) }),
    };
  }

  #newCode(): string {
    return this.#options.newCode?.() ?? alertCodeFrom(randomBytes(CODE_RANDOM_BYTES));
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }
}

/** A request id for a caller that has none of its own. */
export function newRequestId(): string {
  return randomUUID();
}
