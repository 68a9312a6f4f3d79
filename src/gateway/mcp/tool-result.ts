import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ToolReply } from '../call-tool.ts';
import type { ToolFailure } from '../tool-error.ts';

/** The JSON stands as text too, for clients that know no structured results. */
export function toCallToolResult(reply: ToolReply, requestId: string): CallToolResult {
  if (reply.ok) return { content: [{ type: 'text', text: JSON.stringify(reply.data) }], structuredContent: reply.data as Record<string, unknown>, _meta: { 'vigia/requestId': requestId } };
  return { isError: true, content: [{ type: 'text', text: tellFailure(reply.error) }], structuredContent: { error: reply.error, request_id: requestId } };
}

export function tellFailure({ code, message, hint, retryable, retryAfterS }: ToolFailure): string {
  const again = retryable ? `It may go well later${retryAfterS === undefined ? '' : `, in ${retryAfterS} s`}.` : 'Repeating it unchanged is of no use.';
  return `${code}: ${message} ${hint} ${again}`;
}
