import { ActivityFailure, ApplicationFailure, proxyActivities, workflowInfo, type ActivityOptions } from '@temporalio/workflow';
import type { AnnounceInput, AnswerInput, SendInput } from '../activities/activity-inputs.ts';
import type { Activities } from '../activities/create-activities.ts';
import type { SendResult } from '../domain/escalation/alert-event.ts';
import { SERVED_ELSEWHERE } from '../domain/failure.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { platformQueue, type DirectAnswer, type DirectSend } from './messages.ts';

/** Longest a page may be under way, waits for limits included, before the next route is taken. */
const PAGE_LIMIT = '10 minutes';

/** One that waits however long its turn takes: the next route was taken beside it, and it is withdrawn when it is no longer needed. */
const PATIENT_LIMIT = '1 day';

/** Longest a send may wait for a worker of its platform: past it that role is down, and the next route is taken. */
const WORKER_WAIT = '30 seconds';

/** A notice or an answer that can't go out in this time is no longer news. */
const NOTICE_LIMIT = '30 minutes';

/** A provider's call ends within 17 s; the rest is the ledger's work and a margin. */
const CALL_LIMIT = '30 seconds';

/**
 * A worker that died in the middle of a call is noticed by then, and another one settles what it left. Longer than Temporal's server
 * takes to start again: a call that goes on meanwhile must not be taken for lost.
 */
const HEARTBEAT_LIMIT = '3 seconds';

const retry = { initialInterval: '500 milliseconds', backoffCoefficient: 2, maximumInterval: '15 seconds' } as const;

/**
 * What a workflow asks of the roles that own platforms. Each role has a task queue of its own; where a platform is served
 * by the worker of the workflows too, its activities go to the workflow's own queue, because Temporal then hands them
 * over with the workflow task, without a round trip. `summary` is what an operator reads in the Temporal UI.
 */
export class PlatformActivities {
  private readonly withWorkflows: Set<PlatformName>;

  /** `withWorkflows`: platforms that the workflows' own worker serves, as of the alert's start. */
  constructor(withWorkflows: readonly PlatformName[]) {
    this.withWorkflows = new Set(withWorkflows);
  }

  /** Whether the workflows' own worker serves it, so that what is asked of it begins while workflows run at all. */
  servesHere(platform: PlatformName): boolean {
    return this.withWorkflows.has(platform);
  }

  send(platform: PlatformName, summary: string, input: SendInput): Promise<SendResult> {
    const options = { startToCloseTimeout: CALL_LIMIT, scheduleToStartTimeout: WORKER_WAIT, scheduleToCloseTimeout: input.send.patient ? PATIENT_LIMIT : PAGE_LIMIT, summary } as const;
    return this.ask(platform, options, ({ sendNotification }) => sendNotification(input));
  }

  announce(platform: PlatformName, summary: string, input: AnnounceInput): Promise<void> {
    const options = { startToCloseTimeout: '2 minutes', scheduleToCloseTimeout: NOTICE_LIMIT, summary } as const;
    return this.ask(platform, options, ({ announceChange }) => announceChange(input));
  }

  answer(platform: PlatformName, summary: string, input: AnswerInput): Promise<void> {
    const options = { startToCloseTimeout: CALL_LIMIT, scheduleToCloseTimeout: NOTICE_LIMIT, summary } as const;
    return this.ask(platform, options, ({ answerReply }) => answerReply(input));
  }

  answerSender(platform: PlatformName, summary: string, input: DirectAnswer): Promise<void> {
    const options = { startToCloseTimeout: CALL_LIMIT, scheduleToCloseTimeout: NOTICE_LIMIT, summary } as const;
    return this.ask(platform, options, ({ answerSender }) => answerSender(input));
  }

  /** Without a limit of its own: what was accepted goes out whenever its platform is back. */
  sendDirect(platform: PlatformName, summary: string, input: DirectSend): Promise<void> {
    return this.ask(platform, { startToCloseTimeout: CALL_LIMIT, summary }, ({ sendDirect }) => sendDirect(input));
  }

  /** After the roles were parted, the workflows' worker says that the platform is served elsewhere, and it is asked there from then on. */
  private async ask<T>(platform: PlatformName, options: ActivityOptions, call: (activities: Activities) => Promise<T>): Promise<T> {
    const { taskQueue } = workflowInfo();
    const on = (queue: string): Activities => proxyActivities<Activities>({ heartbeatTimeout: HEARTBEAT_LIMIT, retry, ...options, taskQueue: queue });
    if (this.withWorkflows.has(platform)) {
      try {
        return await call(on(taskQueue));
      } catch (error) {
        if (!isServedElsewhere(error)) throw error;
        this.withWorkflows.delete(platform);
      }
    }
    return call(on(platformQueue(taskQueue, platform)));
  }
}

/** Writes to the ledger alone, and keeps trying: the read model must catch up in the end. */
export function recordAlert(summary: string): Activities['recordAlert'] {
  return proxyActivities<Activities>({ startToCloseTimeout: '10 seconds', retry, summary }).recordAlert;
}

function isServedElsewhere(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === SERVED_ELSEWHERE;
}
