import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { classifySdkError } from './classify-sdk-error.ts';
import { GatewayError, unexpectedAnswer, type GatewayFailure } from './gateway-error.ts';
import type { ReadOptions } from './gateway-options.ts';
import type { CallHow, ListedTool, ToolCaller, ToolOutcome } from './tool-caller.ts';

/** The revision without sessions: each call stands for itself, and any gateway answers it. https://modelcontextprotocol.io/specification/2026-07-28 */
const REVISION = '2026-07-28';

/** Where the gateway says under which id it has logged a call. */
const REQUEST_ID = 'vigia/requestId';

/** Calls the gateway by MCP. Nothing goes out until the first call. */
export async function connectByMcp({ url, apiKey }: Pick<ReadOptions, 'url' | 'apiKey'>): Promise<ToolCaller> {
  // Loaded here: whoever never calls a gateway, such as the service itself, does without it.
  const sdk = await import('@modelcontextprotocol/client');
  const client = new sdk.Client({ name: 'vigia-client', version: '1.0.0' });
  const transport = new sdk.StreamableHTTPClientTransport(mcpUrl(url), { fetch: fetchWithoutChallenge, requestInit: { headers: { authorization: `Bearer ${apiKey ?? ''}` } } });
  // What the gateway is, is known, so that the first call need not ask.
  await client.connect(transport, { prior: { kind: 'modern', discover: { supportedVersions: [REVISION], capabilities: { tools: {} }, serverInfo: { name: 'vigia', version: '' }, resultType: 'complete', ttlMs: 0, cacheScope: 'private' } } });
  return {
    call: (tool, parameters, how) => callOnce(client, tool, parameters, how),
    tools: (how) => listTools(client, how),
    close: () => client.close(),
  };
}

async function callOnce(client: Client, tool: string, parameters: Readonly<Record<string, unknown>>, { signal, timeoutMs }: CallHow): Promise<ToolOutcome> {
  try {
    return toOutcome(await client.callTool({ name: tool, arguments: { ...parameters } }, { signal, timeout: timeoutMs }));
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, failure: await classifySdkError(error), requestId: null };
  }
}

async function listTools(client: Client, { signal, timeoutMs }: CallHow): Promise<ListedTool[]> {
  try {
    return (await client.listTools(undefined, { signal, timeout: timeoutMs, cacheMode: 'bypass' })).tools;
  } catch (error) {
    signal.throwIfAborted();
    throw new GatewayError(await classifySdkError(error));
  }
}

function toOutcome({ isError, structuredContent, _meta }: CallToolResult): ToolOutcome {
  const told = (structuredContent ?? {}) as { error?: GatewayFailure; request_id?: string };
  const requestId = told.request_id ?? (_meta?.[REQUEST_ID] as string | undefined) ?? null;
  if (isError !== true) return { ok: true, data: structuredContent, requestId };
  return { ok: false, failure: told.error ?? unexpectedAnswer('with an error that says nothing'), requestId };
}

/** A refusal is told in the gateway's own words; nobody here could ask for a further scope. */
async function fetchWithoutChallenge(url: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status !== 403) return response;
  const headers = new Headers(response.headers);
  headers.delete('www-authenticate');
  return new Response(response.body, { status: 403, headers });
}

function mcpUrl(url: URL): URL {
  return new URL(`${url.pathname.replace(/\/+$/, '')}/mcp`, url);
}
