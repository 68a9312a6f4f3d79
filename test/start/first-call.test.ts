import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntil } from '../support/wait-until.ts';
import { endEverything, endpointsOf, SandboxOf, startServer } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** A start of everything on a machine that may be busy. */
jest.setTimeout(90_000);

afterEach(endEverything);

test('what the first start prints for programs works as it is printed: a curl line, and an MCP client\'s configuration', async () => {
  const home = warmHome();
  const service = startServer(home);
  await service.says('Ctrl-C stops everything', 60_000);
  const { gateway } = endpointsOf(home);

  const [line = ''] = /^ +curl -s .*$/m.exec(service.printed()) ?? [];
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  const { status, tool, data } = JSON.parse(stdout) as { status: string; tool: string; data: { code: string; severity: string; duplicate: boolean } };
  expect({ status, tool, data }).toMatchObject({ status: 'success', tool: 'notify_lpp_detection', data: { severity: 'medium', duplicate: false } });

  const [config = ''] = /^ +\{"mcpServers".*$/m.exec(service.printed()) ?? [];
  const { mcpServers } = JSON.parse(config) as { mcpServers: { vigia: { url: string; headers: Record<string, string> } } };
  expect(mcpServers.vigia.url).toBe(`${gateway}/mcp`);
  const client = new Client({ name: 'newcomer', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpServers.vigia.url), { requestInit: { headers: mcpServers.vigia.headers } }));
  expect((await client.callTool({ name: 'get_alert', arguments: { code: data.code } })).structuredContent).toMatchObject({ code: data.code, stage: 2, unit: 'uci' });
  await client.close();

  const people = new SandboxOf(home);
  await waitUntil('the alert is told in Slack', async () => (await people.created()).some(({ body }) => JSON.stringify(body).includes(data.code)));
});
