import type { McpRequestContext, Server, Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { AlertUpdates } from './alert-updates.ts';
import { createMcpServer } from './mcp-server.ts';
import { mayHear, pushing, serveSubscriptions } from './serve-resources.ts';
import { serving } from './served.ts';

export interface StdioDoorOptions {
  gateway: Gateway;
  version: string;
  /** Asked for each request, so that a key that has ended is refused from then on. */
  caller(): Promise<Caller>;
  /** This process's own streams unless told. */
  transport?: Transport;
}

/** MCP to the one program that started this process, in either era. https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/stdio */
export function serveMcpOnStdio({ gateway, version, caller, transport }: StdioDoorOptions): { close(): Promise<void> } {
  const updates = new AlertUpdates(gateway.context.ledger);
  const serve = async ({ era }: McpRequestContext): Promise<Server> => {
    const canSubscribe = await mayHear(caller);
    const server = createMcpServer({ gateway, version, door: 'stdio', caller, era, canSubscribe });
    if (!canSubscribe) return server;
    const push = pushing(server, caller, updates);
    // What a client of the later revision listens to, the SDK picks out of all that changes.
    if (era === 'modern') server.onclose = push(() => true);
    else serveSubscriptions(server, serving(gateway, 'stdio', caller), push);
    return server;
  };
  return serveStdio(serve, { onerror: (error) => gateway.onDefect(error, null), ...(transport ? { transport } : {}) });
}
