import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../src/roles/workflow-bundle.ts';

/** A bare Temporal service: what ours is measured against. It starts eagerly, as ours does. */
export interface BareService {
  start(key: string): Promise<void>;
  close(): Promise<void>;
}

export async function startBareService(address: string, receiverUrl: string, cacheDir: string): Promise<BareService> {
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const taskQueue = `bare-${randomUUID()}`;
  const post = async (key: string): Promise<void> => {
    const response = await fetch(`${receiverUrl}/bare`, { method: 'POST', body: key });
    await response.arrayBuffer();
  };
  const codePath = await bundleWorkflows(cacheDir, join(import.meta.dirname, 'bare.workflow.ts'));
  const worker = await Worker.create({ connection, taskQueue, workflowBundle: { codePath }, activities: { post } });
  const running = worker.run();
  return {
    start: async (key) => {
      await client.workflow.start('bare', { workflowId: `bare-${key}`, taskQueue, args: [key], requestEagerStart: true });
    },
    close: async () => {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
