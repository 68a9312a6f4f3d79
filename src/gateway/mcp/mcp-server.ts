import { ProtocolError, ProtocolErrorCode, type CallToolRequestParams, type McpRequestContext, type Server, type ServerContext } from '@modelcontextprotocol/server';
import { callTool, toolsFor, type Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { newRequestId } from '../new-request-id.ts';
import { listingOf } from '../tool-schema.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { renderPrompt } from './prompts.ts';
import { serveResources } from './serve-resources.ts';
import { serving, type Served } from './served.ts';
import { asTask, serveTasks, TASKS_EXTENSION } from './serve-tasks.ts';
import { TaskServer } from './task-server.ts';
import { toCallToolResult } from './tool-result.ts';

/** For how long a host may keep what changes only with a release, milliseconds. */
const RELEASE_TTL_MS = 60_000;

export interface McpServerOptions {
  gateway: Gateway;
  version: string;
  door: Served['door'];
  /** Who calls, asked for each request. @throws ToolError for a key that is good no more */
  caller(): Promise<Caller>;
  era: McpRequestContext['era'];
  /** Whether changes can be pushed: not to a client of the earlier revisions that has no session, nor to one that may not read alerts. */
  canSubscribe: boolean;
}

/** What one MCP request, or one stdio connection, is answered by: made anew each time, so it must be cheap. */
export function createMcpServer({ gateway, version, door, caller, era, canSubscribe }: McpServerOptions): Server {
  const lasting = { ttlMs: RELEASE_TTL_MS, cacheScope: 'private' } as const;
  const server = new TaskServer({ name: 'vigia', title: 'Vigia Messaging', version }, {
    capabilities: { tools: {}, resources: canSubscribe ? { subscribe: true } : {}, prompts: {}, ...(era === 'modern' ? { extensions: { [TASKS_EXTENSION]: {} } } : {}) },
    instructions: INSTRUCTIONS,
    cacheHints: { 'server/discover': lasting, 'tools/list': lasting, 'prompts/list': lasting, 'resources/templates/list': lasting },
  });
  const served = serving(gateway, door, caller);
  serveTools(server, served);
  serveResources(server, served);
  if (era === 'modern') serveTasks(server, served);
  const { prompts } = gateway;
  server.setRequestHandler('prompts/list', () => ({ prompts: prompts.map(({ name, title, description, arguments: args }) => ({ name, title, description, arguments: [...args] })) }));
  server.setRequestHandler('prompts/get', ({ params }) => renderPrompt(prompts, params.name, params.arguments));
  return server;
}

function serveTools(server: Server, { gateway, door, caller }: Served): void {
  server.setRequestHandler('tools/list', async () => ({ tools: toolsFor(gateway, await caller()).map(listingOf) }));
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const request = { requestId: newRequestId(), door, tool: params.name, args: params.arguments, caller: await caller(), signal: ctx.mcpReq.signal };
    const reply = await callTool(gateway, { ...request, ...progressOf(params, ctx) });
    if (!reply.ok && reply.error.code === 'unknown_tool') throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${reply.error.message} ${reply.error.hint}`);
    return asTask(gateway, request, reply, ctx) ?? toCallToolResult(reply, request.requestId);
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
