import { createMcpHandler, type McpRequestContext, type Server } from '@modelcontextprotocol/server';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import type { FastifyInstance } from 'fastify';
import type { Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { AlertUpdates } from './alert-updates.ts';
import { createMcpServer } from './mcp-server.ts';

/**
 * MCP on `/mcp`: the 2026-07-28 revision, and those of 2024 and 2025 without sessions.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
 */
export function registerMcp(doors: FastifyInstance, gateway: Gateway, version: string): void {
  const serve = ({ authInfo, era }: McpRequestContext): Server =>
    createMcpServer({ gateway, version, caller: async () => authInfo?.extra?.['caller'] as Caller, era, canSubscribe: era === 'modern' });
  const handler = createMcpHandler(serve, { bus: new AlertUpdates(gateway.context.ledger) });
  const toNode = toNodeHandler(handler, { onerror: (error) => gateway.onDefect(error, null) });
  doors.all('/mcp', async (request, reply) => {
    const { caller } = request;
    reply.hijack();
    const incoming = Object.assign(request.raw, { auth: { token: '', clientId: caller.keyId, scopes: [...caller.scopes], extra: { caller } } });
    // Its type takes no field that may be undefined, as Node's has them.
    await toNode(incoming as unknown as NodeIncomingMessageLike, reply.raw, request.body ?? undefined);
  });
  doors.addHook('preClose', () => handler.close());
}
