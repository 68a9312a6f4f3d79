import { ProtocolError, ProtocolErrorCode, Server, type CallToolResult } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import { callTool, toolsFor, type Gateway, type ToolReply } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { listingOf } from '../tool-schema.ts';
import type { ToolFailure } from '../tool-error.ts';
import { INSTRUCTIONS } from './instructions.ts';

/** What one MCP request, or one stdio connection, is answered by: made anew each time, so it must be cheap. */
export function createMcpServer(gateway: Gateway, version: string, caller: Caller): Server {
  const server = new Server({ name: 'vigia', title: 'Vigia Messaging', version }, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
  server.setRequestHandler('tools/list', () => ({ tools: toolsFor(gateway, caller).map(listingOf) }));
  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const reply = await callTool(gateway, { requestId: `mcp_${randomUUID()}`, tool: params.name, args: params.arguments, caller, signal: ctx.mcpReq.signal });
    if (!reply.ok && reply.error.code === 'unknown_tool') throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${reply.error.message} ${reply.error.hint}`);
    return toResult(reply);
  });
  return server;
}

/** The JSON stands as text too, for clients that know no structured results. */
function toResult(reply: ToolReply): CallToolResult {
  if (reply.ok) return { content: [{ type: 'text', text: JSON.stringify(reply.data) }], structuredContent: reply.data as Record<string, unknown> };
  return { isError: true, content: [{ type: 'text', text: toText(reply.error) }], structuredContent: { error: reply.error } };
}

function toText({ code, message, hint, retryable, retryAfterS }: ToolFailure): string {
  const again = retryable ? `It may go well later${retryAfterS === undefined ? '' : `, in ${retryAfterS} s`}.` : 'Repeating it unchanged is of no use.';
  return `${code}: ${message} ${hint} ${again}`;
}
