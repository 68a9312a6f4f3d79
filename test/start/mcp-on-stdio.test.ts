import type { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
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
jest.setTimeout(150_000);

const ROOT = resolve(import.meta.dirname, '../..');

const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await endEverything();
});

test('an agent on the service\'s own host starts `vigia mcp`, or takes the client in its own process, and raises, follows and hears of alerts, in both eras and while the gateway is down', async () => {
  const home = warmHome();
  const service = startRole(home, ['temporal', 'sandbox', 'worker', 'slack', 'twilio']);
  await service.says('Up: ', 60_000);
  const people = new SandboxOf(home);

  const modern = await agentOf(home, 'modern');
  const legacy = await agentOf(home, 'legacy', { VIGIA_API_KEY_FILE: join(home, 'sandbox-key') });
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
  expect(await here.notifyLppDetection({ lppGrade: 4, confidence: 0.93, unit: 'uci', idempotencyKey: 'over-stdio' })).toMatchObject({ status: 'success', data: { code: raised.code, duplicate: true } });
  expect(await here.alerts.taken(raised.code)).toMatchObject({ status: 'acknowledged' });
  const refused = new MCPGateway({ connect: () => connectHere({ VIGIA_HOME: home, VIGIA_API_KEY: 'vigia_made_up' }) });
  await expect(refused.listTools()).rejects.toThrow('VIGIA_API_KEY');

  const { code, stdout, stderr } = await spawnVigia(home, ['mcp'], { env: { VIGIA_API_KEY: 'vigia_made_up' } });
  expect({ code, stdout, stderr: stderr.includes('VIGIA_API_KEY') }).toEqual({ code: 4, stdout: '', stderr: true });
  for (const agent of [modern, legacy]) {
    await agent.client.close();
    expect(await agent.printed).toBe('');
    const lines = readFileSync(agent.wire, 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => !isMessage(line)).map((line) => line.slice(0, 80))).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);
  }
});

interface Agent {
  client: Client;
  /** Addresses whose change it was told of. */
  heard: string[];
  /** A file with all that came on standard output. */
  wire: string;
  /** Standard error, once it has ended. */
  printed: Promise<string>;
}

/** As docs/mcp-clients.md configures it, from wherever its host runs; without a key of its own it uses the sandbox's. */
async function agentOf(home: string, era: Era, key: Record<string, string> = {}): Promise<Agent> {
  const [, , text = ''] = readFileSync(join(ROOT, 'docs/mcp-clients.md'), 'utf8').split('```json');
  const { mcpServers } = JSON.parse((text.split('```')[0] ?? '').replaceAll('FOLDER', ROOT)) as { mcpServers: { vigia: { args: string[]; env: Record<string, string> } } };
  const { args, env: { VIGIA_API_KEY_FILE: _, ...env } } = mcpServers.vigia;
  const wire = join(home, `wire-${era}`);
  const client = clientOf(era);
  const transport = new StdioClientTransport({
    command: 'sh', args: ['-c', '"$0" "$@" | tee "$WIRE"', process.execPath, ...args], cwd: home, stderr: 'pipe',
    env: { ...env, ...key, PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, VIGIA_HOME: home, LC_ALL: 'en_US.UTF-8', WIRE: wire },
  });
  const heard: string[] = [];
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
  const printed = textOf(transport.stderr as Readable);
  clients.push(client);
  await client.connect(transport);
  return { client, heard, wire, printed };
}

/** Of the protocol. */
function isMessage(line: string): boolean {
  try {
    return (JSON.parse(line) as { jsonrpc?: unknown }).jsonrpc === '2.0';
  } catch {
    return false;
  }
}

test('it starts only where alerts go out, and says what keeps it from starting', async () => {
  const { code, stdout, stderr } = await runVigia(temporaryFolder(), ['mcp', '--lang', 'en']);
  expect({ code, stdout, stderr: stderr.includes('npm start') }).toEqual({ code: 5, stdout: '', stderr: true });
});
