import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitUntil } from '../support/wait-until.ts';
import { endEverything, endpointsOf, SandboxOf, startServer } from './support/service-process.ts';
import { warmHome } from './support/warm-home.ts';

/** A start of everything on a machine that may be busy. */
jest.setTimeout(90_000);

afterEach(endEverything);

/** To the letter as the service's own document has them; only the ports of a test are others. */
const EXAMPLES = [`
curl -X POST http://localhost:8085/tools/call \\
  -H "Content-Type: application/json" \\
  -d '{
    "tool": "send_sms",
    "parameters": {
      "to": "+1234567890",
      "body": "Test message from Vigia MCP"
    }
  }'
`, `
curl -X POST http://localhost:8087/tools/call \\
  -H "Content-Type: application/json" \\
  -d '{
    "tool": "send_message", 
    "parameters": {
      "channel": "#test-channel",
      "text": "Test message from Vigia MCP"
    }
  }'
`];

test('what the first start prints for programs works as it is printed, a curl line and an MCP client\'s configuration; and so do the examples of the service\'s own document', async () => {
  const home = warmHome();
  const service = startServer(home);
  await service.says('Ctrl-C stops everything', 60_000);
  const { gateway, services } = endpointsOf(home);

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

  for (const [number, address] of [['8080', gateway], ['8085', services.twilio], ['8086', services.whatsappWeb], ['8087', services.slack]] as const) {
    const { stdout: health } = await promisify(execFile)('sh', ['-c', `curl -s -X GET http://localhost:${number}/health`.replace(number, new URL(address ?? '').port)]);
    expect({ number, health: JSON.parse(health) as unknown }).toMatchObject({ number, health: { status: number === '8086' ? 'not_released' : 'ok' } });
  }
  for (const example of EXAMPLES) {
    const { stdout: reply } = await promisify(execFile)('sh', ['-c', example.replace('8085', new URL(services.twilio ?? '').port).replace('8087', new URL(services.slack ?? '').port)]);
    expect(JSON.parse(reply)).toMatchObject({ status: 'success', data: { status: 'accepted', content: 'template' } });
  }

  const people = new SandboxOf(home);
  await waitUntil('the alert is told in Slack', async () => (await people.created()).some(({ body }) => JSON.stringify(body).includes(data.code)));
  await waitUntil("the document's messages are told", async () => {
    const to = (await people.created()).map((entry) => String(entry.to));
    return to.includes('+1234567890') && to.includes('C0VIGIA0007');
  });
});
