import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Part } from '../src/launch/lifecycle.ts';
import { bundleWorkflows } from '../src/roles/workflow-bundle.ts';
import type { Receiver } from './receiver.ts';
import type { Side } from './side.ts';

/** A bare Temporal service: what ours is measured against. It starts eagerly and shares its connection with its worker, as ours does. */
export async function startBareService(address: string, receiver: Receiver, cacheDir: string): Promise<Side & Part> {
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
  return {
    once: async () => {
      const key = randomUUID();
      const workflowId = `bare-${key}`;
      const calledAt = performance.now();
      await client.workflow.start('bare', { workflowId, taskQueue, args: [key], requestEagerStart: true });
      const answeredAt = performance.now();
      return { workflowId, calledAt, answeredAt, arrivedAt: await receiver.arrival(key) };
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
