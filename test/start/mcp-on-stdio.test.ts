import type { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { MCPGateway } from '../../src/client.ts';
import { connectHere } from '../../src/roles/connect-here.ts';
import { runVigia, spawnVigia } from '../cli/run-vigia.ts';
import { clientOf, type Era } from '../gateway/support/callers.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import { waitUntil } from '../support/wait-until.ts';
import { endEverything, SandboxOf, startRole } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** Starts of real processes on a machine that may be busy. */
jest.setTimeout(90_000);

const ROOT = resolve(import.meta.dirname, '../..');

afterEach(endEverything);

test('an agent on the service\'s own host starts `vigia mcp`, or takes the client in its own process, and raises, follows and hears of alerts, in both eras and while the gateway is down', async () => {
  const home = warmHome();
  const service = startRole(home, ['temporal', 'sandbox', 'worker', 'slack', 'twilio']);
  await service.says('Up: ');
  const people = new SandboxOf(home);

  const modern = await agentOf(home, 'modern');
  const legacy = await agentOf(home, 'legacy');
  const [first, second] = [await modern.client.listTools(), await legacy.client.listTools()];
  expect(first.tools.map(({ name }) => name)).toContain('notify_lpp_detection');
  expect(second.tools.map(({ name, inputSchema }) => ({ name, inputSchema }))).toEqual(first.tools.map(({ name, inputSchema }) => ({ name, inputSchema })));

  const finding = { name: 'notify_lpp_detection', arguments: { lpp_grade: 4, confidence: 0.93, unit: 'uci', idempotency_key: 'over-stdio' } };
  const raised = (await modern.client.callTool(finding)).structuredContent as { code: string; duplicate: boolean; resourceUri: string };
  expect(raised.duplicate).toBe(false);
  expect((await legacy.client.callTool(finding)).structuredContent).toMatchObject({ code: raised.code, duplicate: true });
  await waitUntil('people are paged', async () => (await people.created()).length === 5);

  await legacy.client.subscribeResource({ uri: raised.resourceUri });
  const listening = await modern.client.listen({ resourceSubscriptions: [raised.resourceUri] });
  const nurse = String((await people.created()).find(({ to }) => String(to).startsWith('U'))?.to);
  await people.press(nurse, 'acknowledge', raised.code);
  for (const { heard } of [modern, legacy]) await waitUntil('the change is heard', () => heard.includes(raised.resourceUri));
  await listening.close();

  await using here = new MCPGateway({ connect: () => connectHere({ VIGIA_HOME: home }) });
  expect(await here.notifyLppDetection({ lppGrade: 4, confidence: 0.93, unit: 'uci', idempotencyKey: 'over-stdio' })).toMatchObject({ status: 'duplicate', data: { code: raised.code } });
  expect(await here.alerts.taken(raised.code)).toMatchObject({ status: 'acknowledged' });
  const refused = new MCPGateway({ connect: () => connectHere({ VIGIA_HOME: home, VIGIA_API_KEY: 'vigia_made_up' }) });
  await expect(refused.listTools()).rejects.toThrow('VIGIA_API_KEY');

  const { code, stdout, stderr } = await spawnVigia(home, ['mcp'], { env: { VIGIA_API_KEY: 'vigia_made_up' } });
  expect({ code, stdout, stderr: stderr.includes('VIGIA_API_KEY') }).toEqual({ code: 4, stdout: '', stderr: true });
  for (const agent of [modern, legacy]) {
    await agent.client.close();
    expect({ errors: agent.errors, printed: await agent.printed }).toEqual({ errors: [], printed: '' });
  }
});

interface Agent {
  client: Client;
  /** Addresses whose change it was told of. */
  heard: string[];
  /** What came on standard output and was no message of the protocol. */
  errors: string[];
  /** Standard error, once it has ended. */
  printed: Promise<string>;
}

async function agentOf(home: string, era: Era): Promise<Agent> {
  const client = clientOf(era);
  const transport = new StdioClientTransport({
    command: process.execPath, args: ['bin/vigia.mjs', 'mcp'], cwd: ROOT, stderr: 'pipe', env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, VIGIA_HOME: home, LC_ALL: 'en_US.UTF-8' },
  });
  const [heard, errors]: string[][] = [[], []];
  client.onerror = ({ message }) => void errors?.push(message);
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard?.push(params.uri));
  const printed = transport.stderr === null ? Promise.resolve('') : text(transport.stderr as Readable);
  await client.connect(transport);
  return { client, heard: heard ?? [], errors: errors ?? [], printed };
}

test('it starts only where alerts go out, and says what keeps it from starting', async () => {
  const { code, stdout, stderr } = await runVigia(temporaryFolder(), ['mcp', '--lang', 'en']);
  expect({ code, stdout, stderr: stderr.includes('npm start') }).toEqual({ code: 5, stdout: '', stderr: true });
});
