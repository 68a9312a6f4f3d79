import { randomUUID } from 'node:crypto';
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { temporal } from '@temporalio/proto';

type TimeSkippingConfig = temporal.api.common.v1.TimeSkippingConfig.$Properties;

const { FastForwardPollingResult: Result } = proto.temporal.api.enums.v1;
const NAMESPACE = 'default';
const SECOND_MS = 1_000;

/** `reached`: virtual time stands that much later, and goes at its own pace again. `ended`: the workflow closed before that. */
export type FastForwardResult = 'reached' | 'ended';

/**
 * Moves one workflow's time forward by `ms`, through everything that is due in between, and returns when it is there. Time is
 * never skipped while an activity runs, so whatever the workflow does on the way is done. Other workflows' time stands still.
 */
export async function fastForward(client: Client, workflowId: string, ms: number): Promise<FastForwardResult> {
  const fastForwardId = randomUUID();
  const seconds = Math.floor(ms / SECOND_MS);
  const duration = { seconds: seconds as never, nanos: (ms - seconds * SECOND_MS) * 1_000_000 };
  await configure(client, workflowId, { enabled: true, fastForwardConfig: { id: fastForwardId, duration } });
  for (;;) {
    const request = { namespace: NAMESPACE, workflowExecution: { workflowId }, fastForwardId };
    const { fastForwardPollingResult: result } = await client.workflowService.pollWorkflowExecutionTimeSkipping(request);
    if (result === Result.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED) return 'reached';
    if (result === Result.FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_FAILED) return 'ended';
  }
}

/** Moves every one of these workflows forward by the same time, at once. */
export async function advance(client: Client, workflowIds: readonly string[], ms: number): Promise<void> {
  await Promise.all(workflowIds.map(async (workflowId) => await fastForward(client, workflowId, ms)));
}

/**
 * Lets a workflow skip whatever it waits for, without end. Only for one that ends by itself: one that waits for somebody jumps
 * straight to its deadline.
 */
export async function skipAllWaits(client: Client, workflowId: string): Promise<void> {
  await configure(client, workflowId, { enabled: true });
}

/**
 * Starts a workflow that skips its waits from its first moment, its start delay included.
 * @returns what `client.workflow.start` returns.
 */
export async function startSkipping(client: Client, workflowType: string, options: WorkflowStartOptions): ReturnType<Client['workflow']['start']> {
  // The SDK has no option for it; its request is built by a protected method, which this client alone gets a version of.
  type RequestBuilder = { createStartWorkflowRequest(input: unknown): Promise<Record<string, unknown>> };
  const original = client.workflow as unknown as RequestBuilder;
  const skipping = Object.create(client.workflow) as Client['workflow'] & RequestBuilder;
  skipping.createStartWorkflowRequest = async (input) => ({ ...(await original.createStartWorkflowRequest.call(client.workflow, input)), timeSkippingConfig: { enabled: true } });
  return await skipping.start(workflowType, options);
}

async function configure(client: Client, workflowId: string, timeSkippingConfig: TimeSkippingConfig): Promise<void> {
  await client.workflowService.updateWorkflowExecutionOptions({
    namespace: NAMESPACE,
    workflowExecution: { workflowId },
    workflowExecutionOptions: { timeSkippingConfig },
    updateMask: { paths: ['time_skipping_config'] },
  });
}
