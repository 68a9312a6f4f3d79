import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Part } from '../src/launch/lifecycle.ts';
import { bundleWorkflows } from '../src/roles/workflow-bundle.ts';
import type { Receiver } from './receiver.ts';
import type { Side } from './side.ts';

/** What ours is measured against: the same bare workflow, started in two ways. */
export interface BareService extends Part {
  /** As the SDK starts one by itself: its first task comes over the queue. */
  byDefault: Side;
  /** As ours is: eagerly, over the connection of its worker. The floor of what an alert could take. */
  eager: Side;
  /** One that sleeps so many milliseconds and then posts; answers how late it did, milliseconds. */
  timed(ms: number): Promise<number>;
}

/** A bare Temporal service with one worker. */
export async function startBareService(address: string, receiver: Receiver, cacheDir: string): Promise<BareService> {
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = `bare-${randomUUID()}`;
  const post = async (key: string): Promise<void> => {
    const response = await fetch(`${receiver.url}/bare`, { method: 'POST', body: key });
    await response.arrayBuffer();
  };
  const codePath = await bundleWorkflows(cacheDir, join(import.meta.dirname, 'bare.workflow.ts'));
  const worker = await Worker.create({ connection, taskQueue, workflowBundle: { codePath }, activities: { post } });
  const running = worker.run();
  const side = (requestEagerStart: boolean): Side => ({
    once: async () => {
      const key = randomUUID();
      const workflowId = `bare-${key}`;
      const calledAt = performance.now();
      await client.workflow.start('bare', { workflowId, taskQueue, args: [key], requestEagerStart });
      const answeredAt = performance.now();
      return { workflowId, calledAt, answeredAt, arrivedAt: await receiver.arrival(key) };
    },
  });
  return {
    byDefault: side(false),
    eager: side(true),
    timed: async (ms) => {
      const key = randomUUID();
      const started = await client.workflow.start('timed', { workflowId: `timed-${key}`, taskQueue, args: [key, ms], requestEagerStart: true });
      const arrived = performance.timeOrigin + await receiver.arrival(key);
      return arrived - (await started.result() as number);
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
