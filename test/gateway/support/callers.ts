import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { readFileSync } from 'node:fs';
import { MCPGateway } from '../../../src/client.ts';
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
export async function callByMcp(gateway: string, key: string, era: 'legacy' | 'modern'): Promise<GatewayCaller> {
  const client = await connectMcp(gateway, key, era);
  return {
    door: `MCP ${era}`,
    tools: async () => (await client.listTools()).tools,
    call: async (tool, parameters = {}) => {
      const { isError, structuredContent } = await client.callTool({ name: tool, arguments: parameters });
      const data = structuredContent as Record<string, unknown>;
      return isError ? { ok: false, data: data['error'] as Record<string, unknown> } : { ok: true, data };
    },
    close: () => client.close(),
  };
}

export async function connectMcp(gateway: string, key: string, era: 'legacy' | 'modern'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era === 'legacy' ? 'legacy' : { pin: '2026-07-28' } } });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${gateway}/mcp`), { requestInit: { headers: { authorization: `Bearer ${key}` } } }));
  return client;
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
export function callByClient(gateway: string, key: string): GatewayCaller {
  return callBy('client', new MCPGateway({ gatewayUrl: gateway, apiKey: key, retries: { tries: 1 } }));
}

/** The same client within the service's own process. */
export function callHere(service: ServiceContext, caller: Caller): GatewayCaller {
  return callBy('client in process', new MCPGateway({ connect: async () => toolsHere(createGateway(service), caller), retries: { tries: 1 } }));
}

function callBy(door: string, client: MCPGateway): GatewayCaller {
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
