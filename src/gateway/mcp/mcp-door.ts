import { createMcpHandler, type McpRequestContext, type Server } from '@modelcontextprotocol/server';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate } from '../authenticate.ts';
import { callTool, mayCall, type Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { sendFailure } from '../rest/rest-door.ts';
import { AlertUpdates } from './alert-updates.ts';
import { OpenStreams } from './open-streams.ts';
import { createMcpServer } from './mcp-server.ts';

/** The one message that may be refused before it is read in full. */
const callSchema = z.object({ method: z.literal('tools/call'), params: z.object({ name: z.string() }) });

/** The one message that is answered by a stream for as long as its caller likes. */
const listenSchema = z.object({ method: z.literal('subscriptions/listen') });

/**
 * MCP on `/mcp`: the 2026-07-28 revision, and those of 2024 and 2025 without sessions.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
 */
export function registerMcp(doors: FastifyInstance, gateway: Gateway, version: string): void {
  const serve = ({ authInfo, era }: McpRequestContext): Server =>
    createMcpServer({ gateway, version, caller: async () => authInfo?.extra?.['caller'] as Caller, era, canSubscribe: era === 'modern' });
  const handler = createMcpHandler(serve, { bus: new AlertUpdates(gateway.context.ledger) });
  const streams = new OpenStreams();
  const toNode = toNodeHandler(handler, { onerror: (error) => gateway.onDefect(error, null) });
  doors.all('/mcp', async (request, reply) => {
    const { caller } = request;
    if (await hasRefused(gateway, request, reply)) return;
    if (listenSchema.safeParse(request.body).success) streams.begin(caller, reply.raw, () => authenticate(gateway.context, request.headers.authorization));
    reply.hijack();
    const incoming = Object.assign(request.raw, { auth: { token: '', clientId: caller.keyId, scopes: [...caller.scopes], extra: { caller } } });
    // Its type takes no field that may be undefined, as Node's has them.
    await toNode(incoming as unknown as NodeIncomingMessageLike, reply.raw, request.body ?? undefined);
  });
  doors.addHook('preClose', () => handler.close());
}

/**
 * A call that its caller's token doesn't cover is refused as HTTP, which tells a client to ask for a further scope; an API key has none to ask for.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization#scope-challenge-handling
 */
async function hasRefused(gateway: Gateway, { id, caller, body }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const called = callSchema.safeParse(body).data?.params.name;
  const tool = gateway.tools.find(({ name }) => name === called);
  if (!caller.byToken || !tool || mayCall(tool, caller)) return false;
  const refused = await callTool(gateway, { requestId: id, tool: tool.name, args: {}, caller, signal: AbortSignal.abort() });
  if (refused.ok) return false;
  await sendFailure(reply, refused.error, tool.name);
  return true;
}
