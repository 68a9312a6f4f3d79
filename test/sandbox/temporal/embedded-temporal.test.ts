import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { isAlive } from '../../../src/launch/process-table.ts';
import { silentProgress } from '../../../src/launch/progress.ts';
import { startEmbeddedTemporal } from '../../../src/sandbox/temporal/embedded-temporal.ts';
import type { EmbeddedTemporal } from '../../../src/sandbox/temporal/embedded-temporal.ts';
import type { SupervisorEvent } from '../../../src/sandbox/temporal/supervisor.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

const MODULE = join(import.meta.dirname, '../../../src/sandbox/temporal/embedded-temporal.ts');
const PROGRESS = join(import.meta.dirname, '../../../src/launch/progress.ts');

const running: EmbeddedTemporal[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(async (server) => await server.stop()));
});

async function start(homeDir: string, events: SupervisorEvent[] = [], port = 0): Promise<EmbeddedTemporal> {
  const server = await startEmbeddedTemporal({
    ...{ homeDir, ip: '127.0.0.1', port, uiPort: 0, namespace: 'default' },
    ...{ env: process.env, progress: silentProgress, onEvent: (event) => events.push(event) },
  });
  running.push(server);
  return server;
}

async function withClient<T>(address: string, work: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

const begin = async (address: string, workflowId: string): Promise<unknown> =>
  await withClient(address, async (client) => await client.workflow.start('nobodyRunsThis', { workflowId, taskQueue: 'none' }));

const statusOf = async (address: string, workflowId: string): Promise<string> =>
  await withClient(address, async (client) => (await client.workflow.getHandle(workflowId).describe()).status.name);

test('an acknowledged start survives kill -9 of the server, which comes back on the same address by itself', async () => {
  const events: SupervisorEvent[] = [];
  const server = await start(temporaryFolder(), events);
  const before = server.pid() as number;
  await begin(server.address, 'alert-1');
  process.kill(before, 'SIGKILL');
  await waitUntil('the server is back', () => events.some(({ kind }) => kind === 'restarted'));
  expect(events[0]).toEqual({ kind: 'exited', code: null, signal: 'SIGKILL' });
  expect(server.pid()).not.toBe(before);
  expect(await statusOf(server.address, 'alert-1')).toBe('RUNNING');
});

test('what was running is there again after a stop and a new start, histories are kept for 30 days and the attributes can be searched', async () => {
  const homeDir = temporaryFolder();
  const first = await start(homeDir);
  await begin(first.address, 'alert-2');
  const pid = first.pid() as number;
  const startedAt = performance.now();
  await first.stop();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect([isAlive(pid), first.pid()]).toEqual([false, null]);
  const second = await start(homeDir);
  expect(await statusOf(second.address, 'alert-2')).toBe('RUNNING');
  await withClient(second.address, async (client) => {
    const { config } = await client.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
    const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(['AckDeadline', 'AlertStatus', 'EscalationLevel', 'Platform', 'Severity', 'Stage']));
  });
  expect((await fetch(second.uiUrl)).status).toBe(200);
  expect(statSync(join(homeDir, 'temporal.log')).mode & 0o777).toBe(0o600);
});

test('when the service is ended by kill -9 its server ends too, and the next start has the database', async () => {
  const homeDir = temporaryFolder();
  const code = `import { startEmbeddedTemporal } from ${JSON.stringify(MODULE)}; import { silentProgress } from ${JSON.stringify(PROGRESS)};
    const server = await startEmbeddedTemporal({ homeDir: ${JSON.stringify(homeDir)}, ip: '127.0.0.1', port: 0, uiPort: 0, namespace: 'default', env: process.env, progress: silentProgress, onEvent: () => {} });
    console.log(JSON.stringify({ pid: server.pid(), address: server.address }));`;
  const service = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid, address } = JSON.parse(String((await once(service.stdout, 'data'))[0])) as { pid: number; address: string };
  await begin(address, 'alert-3');
  service.kill('SIGKILL');
  await waitUntil('its server is gone', () => !isAlive(pid));
  const next = await start(homeDir);
  expect(await statusOf(next.address, 'alert-3')).toBe('RUNNING');
});

test('a port in use is one sentence that names the variable', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(start(temporaryFolder(), [], port)).rejects.toThrow(/^Port \d+ is in use by .* VIGIA_TEMPORAL_PORT/);
  other.close();
});
