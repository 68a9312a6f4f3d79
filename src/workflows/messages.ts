import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AlertStanding, AlertView } from '../domain/alert.ts';
import type { Detection } from '../domain/detection.ts';
import type { AlertState } from '../domain/escalation/alert-state.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { AskDecision, BindingDecision, SayDecision } from '../domain/reply-binding-types.ts';
import type { AlertRequest, RequestAnswer, RequestKind } from '../domain/request.ts';
import type { TookAll } from '../domain/wording/render-took-all.ts';
import type { CarriedStory } from './alert-story.ts';

/** What a workflow is started with. Plain JSON; nothing in it names a patient. */
export interface AlertInput {
  code: string;
  plan: AlertPlan;
  stage: Detection['stage'] | null;
  confidence: number | null;
  unit: string | null;
  drill: boolean;
  /** Platforms that the workflows' own worker serves too, because it shares its process with their roles. */
  platformsWithWorkflows: PlatformName[];
  /** What an earlier run of the same alert handed on (continue-as-new). */
  carried?: CarriedAlert;
}

/** All that a run hands on to the next one. */
export interface CarriedAlert {
  state: AlertState;
  story: CarriedStory;
}

/** What an alert's workflow returns when it ends. */
export interface AlertResult {
  code: string;
  status: AlertView['status'];
  acknowledgedBy: string | null;
  escalationLevel: number;
}

/** Something to say to whoever wrote or pressed, outside any alert's workflow. Where it goes stands in the inbox's event. */
export interface DirectAnswer {
  platform: PlatformName;
  eventId: string;
  route: Route;
  /** As for an alert. */
  platformsWithWorkflows: PlatformName[];
  what:
    | Omit<Extract<AskDecision, { ask: 'which_alert' }>, 'question'>
    | Omit<Extract<AskDecision, { ask: 'who' }>, 'question'>
    | SayDecision
    | Extract<BindingDecision, { type: 'optIn' | 'optOut' }>
    | TookAll
    | { type: 'closed'; code: string; kind: RequestKind; answer: RequestAnswer };
}

/** One direct message to send: what it is, and to whom it goes, stands in the ledger. */
export interface DirectSend {
  platform: PlatformName;
  route: Route;
  /** Its code. */
  message: string;
  /** As for an alert. */
  platformsWithWorkflows: PlatformName[];
}

/** A provider's word on a message: it failed for good or for the moment, or its receipt is overdue. Receipts in time never come here. */
export interface DeliveryReport {
  /** One effect per id. */
  id: string;
  notificationId: string;
  problem: 'failed' | 'retrying' | 'overdue';
  /** The provider's code, when it failed. */
  code: string | null;
}

type Ask = (kind: RequestKind) => ReturnType<typeof defineUpdate<RequestAnswer, [AlertRequest]>>;
const ask: Ask = (kind) => defineUpdate<RequestAnswer, [AlertRequest]>(kind);

/** Updates, because the caller wants the answer: taken, or who has it since when. The update's id is the request's id. */
export const requestUpdates = {
  acknowledge: ask('acknowledge'),
  decline: ask('decline'),
  resolve: ask('resolve'),
  escalate: ask('escalate'),
  reassign: ask('reassign'),
  cancel: ask('cancel'),
  snooze: ask('snooze'),
  raise: ask('raise'),
  open: ask('open'),
  giveBack: ask('giveBack'),
  handOver: ask('handOver'),
} satisfies Record<RequestKind, ReturnType<Ask>>;

/** Where the answer to a reply goes: to the responder by the route it came in on; on Slack in the conversation where it was pressed. */
export interface AnswerTo {
  route: Route;
  responder: string;
  conversation: string | null;
}

/** A request as it came by a webhook. */
export interface Reply {
  request: AlertRequest;
  answerTo: AnswerTo | null;
}

/** The same as a Signal: a webhook must answer within 3 s even when no worker is up. The workflow answers the sender itself. */
export const replySignal = defineSignal<[Reply]>('reply');

export const deliveryReportSignal = defineSignal<[DeliveryReport]>('deliveryReport');

export const alertStateQuery = defineQuery<AlertStanding & { revision: number }>('alertState');

/** The workflows' own task queue, served by the role `worker`. */
export const TASK_QUEUE = 'vigia';

/** The task queue of a platform's role, named after the queue of the workflows that it serves: `vigia-slack`. */
export function platformQueue(taskQueue: string, platform: PlatformName): string {
  return `${taskQueue}-${platform}`;
}

/** One alert, one workflow id, for life. */
export function workflowIdOf(code: string): string {
  return `alert-${code}`;
}
