import { setTimeout as after } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

/** Longest that a workflow may take to come to rest, milliseconds: a server that is stuck must not hang the benchmark. */
const AT_REST_WITHIN_MS = 60_000;

/** Between two looks, milliseconds. */
const LOOK_EVERY_MS = 10;

/**
 * Waits until Temporal has nothing left to do for a workflow, or only a timer to wait for: what one side leaves behind is not to slow
 * the other one, which is measured next. @throws Error when that takes too long.
 */
export async function untilAtRest(client: Client, workflowId: string): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const deadline = performance.now() + AT_REST_WITHIN_MS;
  for (;;) {
    const { raw, status } = await handle.describe();
    const isBusy = status.name === 'RUNNING' && (raw.pendingWorkflowTask || (raw.pendingActivities ?? []).length > 0);
    if (!isBusy) return;
    if (performance.now() > deadline) throw new Error(`The workflow ${workflowId} did not come to rest within ${AT_REST_WITHIN_MS / 1_000} s.`);
    await after(LOOK_EVERY_MS);
  }
}
