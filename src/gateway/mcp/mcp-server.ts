import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError, Server, type CallToolRequestParams, type CallToolResult, type ServerContext } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import { callTool, explainError, toolsFor, type Gateway, type ToolReply } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { listingOf } from '../tool-schema.ts';
import type { ToolFailure } from '../tool-error.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { PROMPTS, renderPrompt } from './prompts.ts';
import { ALERT_TEMPLATE, listResources, readResource } from './resources.ts';

/** For how long a host may keep what changes only with a release, milliseconds. */
const RELEASE_TTL_MS = 60_000;

export interface McpServerOptions {
  gateway: Gateway;
  version: string;
  caller: Caller;
  /** Whether changes can be pushed: not to a client of the earlier revisions that has no session. */
  canSubscribe: boolean;
}

/** What one MCP request, or one stdio connection, is answered by: made anew each time, so it must be cheap. */
export function createMcpServer({ gateway, version, caller, canSubscribe }: McpServerOptions): Server {
  const lasting = { ttlMs: RELEASE_TTL_MS, cacheScope: 'private' } as const;
  const server = new Server({ name: 'vigia', title: 'Vigia Messaging', version }, {
    capabilities: { tools: {}, resources: canSubscribe ? { subscribe: true } : {}, prompts: {} }, instructions: INSTRUCTIONS,
    cacheHints: { 'server/discover': lasting, 'tools/list': lasting, 'prompts/list': lasting, 'resources/templates/list': lasting },
  });
  serveTools(server, gateway, caller);
  serveResources(server, gateway, caller);
  server.setRequestHandler('prompts/list', () => ({ prompts: PROMPTS.map(({ name, title, description, arguments: args }) => ({ name, title, description, arguments: [...args] })) }));
  server.setRequestHandler('prompts/get', ({ params }) => renderPrompt(params.name, params.arguments));
  return server;
}

function serveTools(server: Server, gateway: Gateway, caller: Caller): void {
  server.setRequestHandler('tools/list', () => ({ tools: toolsFor(gateway, caller).map(listingOf) }));
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const request = { requestId: `mcp_${randomUUID()}`, tool: params.name, args: params.arguments, caller, signal: ctx.mcpReq.signal };
    const reply = await callTool(gateway, { ...request, ...progressOf(params, ctx) });
    if (!reply.ok && reply.error.code === 'unknown_tool') throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${reply.error.message} ${reply.error.hint}`);
    return toResult(reply, request.requestId);
  });
}

/** Where the caller asked to hear how a call goes. https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/progress */
function progressOf({ _meta }: CallToolRequestParams, ctx: ServerContext): { progress?(message: string): void } {
  const token = _meta?.progressToken;
  if (token === undefined) return {};
  let progress = 0;
  return {
    progress: (message) => {
      progress += 1;
      // Whoever has hung up meanwhile need not hear it.
      ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress, message } }).catch(() => {});
    },
  };
}

function serveResources(server: Server, gateway: Gateway, caller: Caller): void {
  const { context } = gateway;
  server.setRequestHandler('resources/list', async () => ({ resources: await inOurWords(gateway, listResources(context, caller)) }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: [ALERT_TEMPLATE] }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => {
    const value = await inOurWords(gateway, readResource(context, caller, uri));
    if (value === null) throw new ResourceNotFoundError(uri, 'There is no such resource, or this API key may not read it.');
    return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(value) }] };
  });
}

/** What fails tells what to do, and nothing of how it failed. */
async function inOurWords<T>(gateway: Gateway, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new ProtocolError(ProtocolErrorCode.InternalError, toText(explainError(gateway, error, null)));
  });
}

/** The JSON stands as text too, for clients that know no structured results. */
function toResult(reply: ToolReply, requestId: string): CallToolResult {
  if (reply.ok) return { content: [{ type: 'text', text: JSON.stringify(reply.data) }], structuredContent: reply.data as Record<string, unknown>, _meta: { 'vigia/requestId': requestId } };
  return { isError: true, content: [{ type: 'text', text: toText(reply.error) }], structuredContent: { error: reply.error, request_id: requestId } };
}

function toText({ code, message, hint, retryable, retryAfterS }: ToolFailure): string {
  const again = retryable ? `It may go well later${retryAfterS === undefined ? '' : `, in ${retryAfterS} s`}.` : 'Repeating it unchanged is of no use.';
  return `${code}: ${message} ${hint} ${again}`;
}
