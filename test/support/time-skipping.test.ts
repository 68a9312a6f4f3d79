import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { installRuntime } from '../scenarios/support/ward.ts';
import { temporalServer, workflowBundle } from './temporal-server.ts';
import { advance, fastForward, skipAllWaits, startSkipping } from './time-skipping.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const taskQueue = `time-skipping-${randomUUID()}`;
let client: Client;
let native: NativeConnection;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  installRuntime();
  const { address } = await temporalServer();
  client = new Client({ connection: await Connection.connect({ address }) });
  native = await NativeConnection.connect({ address });
  const codePath = await bundleWorkflows(join(import.meta.dirname, 'ward-clock.workflow.ts'));
  worker = await Worker.create({ connection: native, taskQueue, workflowBundle: { codePath } });
  running = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await running;
  await native.close();
  await client.connection.close();
});

const options = (): { taskQueue: string; workflowId: string } => ({ taskQueue, workflowId: `clock-${randomUUID()}` });

test('fast forward stops at the time that was asked for, and other workflows stand still', async () => {
  const [moved, still] = [await client.workflow.start('wardClock', options()), await client.workflow.start('wardClock', options())];
  expect(await fastForward(client, moved.workflowId, HOUR_MS + MINUTE_MS)).toBe('reached');
  expect([await moved.query('struck'), await still.query('struck')]).toEqual([1, 0]);
  await advance(client, [moved.workflowId, still.workflowId], HOUR_MS);
  expect([await moved.query('struck'), await still.query('struck')]).toEqual([2, 1]);
  await skipAllWaits(client, moved.workflowId);
  expect(await moved.result()).toBe(3);
  await still.terminate();
});

test('fast forward beyond the end of a workflow says so', async () => {
  const handle = await client.workflow.start('wardClock', options());
  expect(await fastForward(client, handle.workflowId, 4 * HOUR_MS)).toBe('ended');
});

test('a signal after a fast forward finds the workflow still waiting', async () => {
  const handle = await client.workflow.start('wardBell', options());
  await fastForward(client, handle.workflowId, 4 * MINUTE_MS);
  await handle.signal('strike');
  expect(await handle.result()).toBe(true);
});

test('a workflow that is started skipping passes its start delay and its waits at once', async () => {
  const handle = await startSkipping(client, 'wardClock', { ...options(), args: [], startDelay: '2h' });
  expect(await handle.result()).toBe(3);
});

test("the service's own workflows are bundled", async () => {
  expect((await workflowBundle()).codePath).toMatch(/\.cjs$/);
});
