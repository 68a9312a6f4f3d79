import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { authenticate } from '../../../src/gateway/authenticate.ts';
import { serveMcpOnStdio } from '../../../src/gateway/mcp/stdio-door.ts';
import { MCPGateway, type MCPGatewayOptions } from '../../../src/client.ts';
import { toolsHere } from '../../../src/gateway/tools-here.ts';
import type { Caller } from '../../../src/gateway/gateway-context.ts';
import { createGateway } from '../../../src/roles/create-gateway.ts';
import type { ServiceContext } from '../../../src/roles/service-context.ts';
import type { RestReply } from '../../../src/gateway/rest/rest-door.ts';

/** What a call came to, whichever door it went through. */
export interface Outcome {
  ok: boolean;
  /** The tool's result, or the error. */
  data: Record<string, unknown>;
}

/** One program that calls the gateway by one door, knowing only its address and a key. */
export interface GatewayCaller {
  door: string;
  tools(): Promise<{ name: string; inputSchema: unknown; outputSchema?: unknown }[]>;
  call(tool: string, parameters?: Record<string, unknown>): Promise<Outcome>;
  close(): Promise<void>;
}

export function gatewayOf(service: Pick<ServiceContext, 'home'>): string {
  return service.home.endpoints.read().gateway ?? '';
}

/** The key that the sandbox makes. */
export function sandboxKeyOf(service: Pick<ServiceContext, 'home'>): string {
  return readFileSync(service.home.file('sandbox-key'), 'utf8').trim();
}

/** The official client, by the revision that begins with `initialize`, or by the one without sessions. */
export async function callByMcp(gateway: string, key: string, era: Era): Promise<GatewayCaller> {
  return callBy(await connectMcp(gateway, key, era), `MCP ${era}`);
}

/** The same over stdio, on streams within this process. */
export async function callByStdio(service: ServiceContext, key: string, era: Era): Promise<GatewayCaller> {
  return callBy(await connectStdio(service, key, era), `stdio ${era}`);
}

function callBy(client: Client, door: string): GatewayCaller {
  return {
    door,
    tools: async () => (await client.listTools()).tools,
    call: async (tool, parameters = {}) => {
      const { isError, structuredContent } = await client.callTool({ name: tool, arguments: parameters });
      const data = structuredContent as Record<string, unknown>;
      return isError ? { ok: false, data: data['error'] as Record<string, unknown> } : { ok: true, data };
    },
    close: () => client.close(),
  };
}

export async function connectMcp(gateway: string, key: string, era: Era): Promise<Client> {
  const client = clientOf(era);
  await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { requestInit: { headers: { authorization: `Bearer ${key}` } } }));
  return client;
}

export async function connectStdio(service: ServiceContext, key: string, era: Era): Promise<Client> {
  const gateway = createGateway(service);
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  serveMcpOnStdio({ gateway, version: '1.0.0', caller: async () => authenticate(gateway.context, `Bearer ${key}`), transport: new StdioServerTransport(toServer, toClient) });
  const client = clientOf(era);
  // Lines of JSON both ways: the same transport does for either end.
  await client.connect(new StdioServerTransport(toClient, toServer));
  client.onclose = () => void toServer.end();
  return client;
}

export type Era = 'legacy' | 'modern';

export function clientOf(era: Era): Client {
  return new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } } });
}

export function callByRest(gateway: string, key: string): GatewayCaller {
  return {
    door: 'REST',
    tools: async () => ((await (await fetch(`${gateway}/tools`, { headers: { authorization: `Bearer ${key}` } })).json()) as { tools: { name: string; inputSchema: unknown }[] }).tools,
    call: async (tool, parameters = {}) => {
      const { body } = await post(gateway, { tool, parameters }, { authorization: `Bearer ${key}` });
      return body.status === 'success' ? { ok: true, data: body.data as Record<string, unknown> } : { ok: false, data: body.error as unknown as Record<string, unknown> };
    },
    close: async () => {},
  };
}

/** The client that other programs install, over the network. */
export function callByClient(gateway: string, key: string, options: Pick<MCPGatewayOptions, 'timeoutMs'> = {}): GatewayCaller {
  return callByGateway('client', new MCPGateway({ gatewayUrl: gateway, apiKey: key, retries: { tries: 1 }, ...options }));
}

/** The same client within the service's own process. */
export function callHere(service: ServiceContext, caller: Caller): GatewayCaller {
  return callByGateway('client in process', new MCPGateway({ connect: async () => toolsHere(createGateway(service), async () => caller), retries: { tries: 1 } }));
}

function callByGateway(door: string, client: MCPGateway): GatewayCaller {
  return {
    door,
    tools: () => client.listTools(),
    call: async (tool, parameters) => {
      const { data, error } = await client.callTool<Record<string, unknown>>(tool, parameters);
      return error === null ? { ok: true, data: data ?? {} } : { ok: false, data: error as unknown as Record<string, unknown> };
    },
    close: () => client.close(),
  };
}

/** One call as curl makes it. */
export async function post(gateway: string, body: unknown, headers: Record<string, string>): Promise<{ status: number; headers: Headers; body: RestReply }> {
  const response = await fetch(`${gateway}/tools/call`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as RestReply };
}
