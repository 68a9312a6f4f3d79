import type { Client, WorkflowHandle } from '@temporalio/client';
import type { AlertStanding } from '../domain/alert.ts';
import type { Passing } from '../domain/crash-point.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { AlertRequest, RequestAnswer } from '../domain/request.ts';
import type { AcceptedAlert } from '../ledger/ledger.ts';
import type { criticalEscalation, lppNotification, messageDelivery } from '../workflows/index.ts';
import { alertStateQuery, deliveryReportSignal, replySignal, requestUpdates, TASK_QUEUE, workflowIdOf, type AlertInput, type DeliveryReport, type DirectAnswer, type DirectSend, type Reply } from '../workflows/messages.ts';
import { attributesAtStart, toPairs } from '../workflows/search-attributes.ts';
import { isClosedWorkflow, isUnreachable } from './temporal-errors.ts';

/** How long a caller waits for an Update's answer before the request is handed over as a Signal, milliseconds. */
const UPDATE_WAIT_MS = 3_000;

/** How long starting a workflow may take before the sweeper is left to do it, milliseconds. */
const START_WAIT_MS = 5_000;

/** A worker that dies while it decides what an alert does next is noticed by then; deciding takes milliseconds. */
const DECIDE_WITHIN = '3 seconds';

export interface WorkflowAccessOptions {
  temporal: Client;
  /** Of the workflows; `vigia` unless told. */
  taskQueue?: string;
  /** Platforms that the workflows' worker serves too: their activities need no queue of their own. None unless told. */
  platformsWithWorkflows?: readonly PlatformName[];
  /** The client shares its connection with a worker of the same process, so that the first task needs no round trip. */
  eagerStart?: boolean;
  /** Defaults to the system's clock. */
  now?(): Date;
  passing?: Passing | undefined;
}

/** Each call of a workflow, bounded in time. What Temporal throws comes through as it is, but where a method says otherwise. */
export class WorkflowAccess {
  readonly #options: WorkflowAccessOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: WorkflowAccessOptions) {
    this.#options = options;
  }

  /**
   * Starting twice is starting once: the workflow's id is the alert's code. That it started is written down by the workflow's
   * own first record, and not here, where it would hold up the first page. False when Temporal could not be reached.
   */
  async startAlert(alert: AcceptedAlert): Promise<boolean> {
    const { code, plan, detection, drill } = alert;
    const input: AlertInput = { code, plan, stage: detection.stage, confidence: detection.confidence, unit: detection.unit ?? null, drill, platformsWithWorkflows: this.#platformsWithWorkflows() };
    const workflow = alert.alertType !== null && plan.severity === 'critical' ? 'criticalEscalation' : 'lppNotification';
    const started = await isStarted(this.#within(START_WAIT_MS, () => this.#options.temporal.workflow.start<typeof lppNotification | typeof criticalEscalation>(workflow, {
      ...this.#once(workflowIdOf(code)),
      args: [input],
      typedSearchAttributes: toPairs(attributesAtStart(input, (this.#options.now?.() ?? new Date()).getTime())),
      staticSummary: `${code}: ${plan.severity}${detection.stage === null ? '' : `, stage ${detection.stage}`}${drill ? ', drill' : ''}`,
      ...(this.#options.eagerStart ? { requestEagerStart: true } : {}),
    })));
    if (started) this.#options.passing?.('start.sent');
    return started;
  }

  /** Starting twice is starting once. False when Temporal could not be reached. */
  async startDelivery(workflowId: string, input: Omit<DirectAnswer, 'platformsWithWorkflows'> | Omit<DirectSend, 'platformsWithWorkflows'>): Promise<boolean> {
    return isStarted(this.#within(UPDATE_WAIT_MS, () => this.#options.temporal.workflow.start<typeof messageDelivery>('messageDelivery', {
      ...this.#once(workflowId),
      args: [{ ...input, platformsWithWorkflows: this.#platformsWithWorkflows() }],
    })));
  }

  /** The same request id has one effect, however often it is asked. */
  async update(code: string, request: AlertRequest): Promise<RequestAnswer> {
    return this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).executeUpdate(requestUpdates[request.kind], { args: [request], updateId: request.id }));
  }

  async signalReply(code: string, reply: Reply): Promise<void> {
    await this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).signal(replySignal, reply));
  }

  async signalReport(code: string, report: DeliveryReport): Promise<void> {
    await this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).signal(deliveryReportSignal, report));
  }

  async standing(code: string): Promise<AlertStanding> {
    return this.#within(UPDATE_WAIT_MS, () => this.#handleOf(code).query(alertStateQuery));
  }

  #once(workflowId: string) {
    return {
      workflowId, taskQueue: this.#options.taskQueue ?? TASK_QUEUE,
      workflowIdReusePolicy: 'REJECT_DUPLICATE', workflowIdConflictPolicy: 'USE_EXISTING', workflowTaskTimeout: DECIDE_WITHIN,
    } as const;
  }

  #handleOf(code: string): WorkflowHandle {
    return this.#options.temporal.workflow.getHandle(workflowIdOf(code));
  }

  #platformsWithWorkflows(): PlatformName[] {
    return [...(this.#options.platformsWithWorkflows ?? [])];
  }

  /** Once no call is under way any more: the connection's retries must not outlive it. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #within<T>(ms: number, call: () => Promise<T>): Promise<T> {
    const calling = this.#options.temporal.connection.withDeadline(Date.now() + ms, call);
    const forget = (): unknown => this.#underWay.delete(calling);
    this.#underWay.add(calling);
    calling.then(forget, forget);
    return calling;
  }
}

async function isStarted(starting: Promise<unknown>): Promise<boolean> {
  try {
    await starting;
  } catch (error) {
    if (isUnreachable(error)) return false;
    if (!isClosedWorkflow(error)) throw error;
  }
  return true;
}
