import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { randomUUID } from 'node:crypto';
import { readKey } from './read-key.ts';

/**
 * An agent that knows an address and a key, and nothing else of this service: it finds the tools, raises a finding, follows it until
 * somebody has it, and reads why each step happened. `node examples/agent-session.ts ADDRESS KEY_FILE`
 */
const [gateway = 'http://127.0.0.1:8080', keyFile] = process.argv.slice(2);

interface Alert {
  code: string;
  status: string;
  acknowledgedBy: string | null;
  escalationLevel: number;
  timeline: { at: string; kind: string; platform?: string; channel?: string; responder?: string; step?: number; reason?: string }[];
  resourceUri: string;
  next: { tool: string; arguments: Record<string, unknown> } | null;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const client = new Client({ name: 'example-agent', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });

/** A tool's result. @throws Error in the tool's own words */
async function call(name: string, args: Record<string, unknown>): Promise<Alert> {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
  if (isError) throw new Error(content.map((part) => (part.type === 'text' ? part.text : '')).join(' '));
  return structuredContent as unknown as Alert;
}

const headers = { Authorization: `Bearer ${readKey(keyFile)}` };
await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { requestInit: { headers } }));
const { tools } = await client.listTools();
say(`The tools: ${tools.map(({ name }) => name).join(', ')}.`);

// Made once for this finding: should the call have to be repeated, it is still one alert.
const finding = { lpp_grade: 4, confidence: 0.93, unit: 'uci', body_site: 'sacrum', idempotency_key: `example-${randomUUID()}` };
let alert = await call('notify_lpp_detection', finding);
say(`Raised ${alert.code}.`);

// Two ways to follow it: each update is read as it comes, and beside that each call waits for the next change.
const heardOfTheEnd = Promise.withResolvers<void>();
client.setNotificationHandler('notifications/resources/updated', async ({ params: { uri } }) => {
  const { contents } = await client.readResource({ uri });
  const { status, escalationLevel, next, acknowledgedBy } = JSON.parse(contents[0] && 'text' in contents[0] ? contents[0].text : '{}') as Alert;
  say(`${uri} has changed: ${status}, step ${escalationLevel}.`);
  if (next === null || acknowledgedBy !== null) heardOfTheEnd.resolve();
});
const subscription = await client.listen({ resourceSubscriptions: [alert.resourceUri] });
say(`Following ${alert.resourceUri}.`);
while (alert.next !== null && alert.acknowledgedBy === null) alert = await call(alert.next.tool, alert.next.arguments);
await heardOfTheEnd.promise;
await subscription.close();

say(`${alert.code} is ${alert.status}${alert.acknowledgedBy === null ? '' : `: ${alert.acknowledgedBy} has it`}. What happened, and why:`);
for (const { at, kind, platform, channel, responder, step, reason } of alert.timeline) {
  say(`  ${at}  ${[kind, responder ?? channel, platform && `by ${platform}`, step && `step ${step}`, reason && `(${reason})`].filter(Boolean).join(' ')}`);
}
await client.close();
