import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AlertView } from '../domain/alert.ts';
import type { Detection } from '../domain/detection.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { AlertRequest, RequestAnswer, RequestKind } from '../domain/request.ts';

/** What a workflow is started with. Plain JSON; nothing in it names a patient. */
export interface AlertInput {
  code: string;
  plan: AlertPlan;
  stage: Detection['stage'] | null;
  confidence: number | null;
  unit: string | null;
  drill: boolean;
}

/** A provider's word on a message: it failed, or its receipt is overdue. Receipts in time never come here. */
export interface DeliveryReport {
  /** One effect per id. */
  id: string;
  notificationId: string;
  problem: 'failed' | 'overdue' | 'opted_out';
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
} satisfies Record<RequestKind, ReturnType<Ask>>;

/** The same as a Signal: a webhook must answer within 3 s even when no worker is up. The workflow answers the sender itself. */
export const replySignal = defineSignal<[AlertRequest & { answerTo?: { notificationId: string } }]>('reply');

export const deliveryReportSignal = defineSignal<[DeliveryReport]>('deliveryReport');

export const alertStateQuery = defineQuery<AlertView & { revision: number }>('alertState');

/** Task queues, one for each role that runs activities. */
export const TASK_QUEUES = { worker: 'vigia', slack: 'vigia-slack', twilio: 'vigia-twilio', 'whatsapp-web': 'vigia-whatsapp-web' } as const;

/** One alert, one workflow id, for life. */
export function workflowIdOf(code: string): string {
  return `alert-${code}`;
}
