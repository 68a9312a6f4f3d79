import { PassThrough } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { authenticate } from '../../../src/gateway/authenticate.ts';
import { serveMcpOnStdio } from '../../../src/gateway/mcp/stdio-door.ts';
import { createGateway } from '../../../src/roles/create-gateway.ts';
import type { ServiceContext } from '../../../src/roles/service-context.ts';

/** What stands in a JSON-RPC answer. */
export interface RawAnswer {
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: unknown };
}

type Params = Readonly<Record<string, unknown>>;

const TASKS = 'io.modelcontextprotocol/tasks';

/** One request of the 2026-07-28 revision as it goes over the wire, for what the official client doesn't know: tasks. */
export async function rawMcp(gateway: string, key: string, method: string, params: Params, { declares = true }: { declares?: boolean } = {}): Promise<RawAnswer> {
  const name = params['taskId'] ?? params['name'];
  const response = await fetch(`${gateway}/mcp`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(typeof name === 'string' ? { 'mcp-name': toHeader(name) } : {}),
    },
    body: toWire(method, params, declares),
  });
  return (await response.json()) as RawAnswer;
}

/** HTTP takes the spaces off a header's ends, and nothing but ASCII: what that would change is sent encoded, as the revision wants it. */
function toHeader(name: string): string {
  return /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(name) ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`;
}

/** The same over stdio, on a connection of its own. */
export async function rawStdio(service: ServiceContext, key: string, method: string, params: Params): Promise<RawAnswer> {
  const gateway = createGateway(service);
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const { close } = serveMcpOnStdio({ gateway, version: '1.0.0', caller: async () => authenticate(gateway.context, `Bearer ${key}`), transport: new StdioServerTransport(toServer, toClient) });
  toServer.write(`${toWire(method, params, true)}\n`);
  for await (const line of toClient) {
    await close();
    return JSON.parse(String(line)) as RawAnswer;
  }
  throw new Error('it hung up');
}

function toWire(method: string, params: Params, declares: boolean): string {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1.0.0' },
    'io.modelcontextprotocol/clientCapabilities': declares ? { extensions: { [TASKS]: {} } } : {},
  };
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: meta } });
}
