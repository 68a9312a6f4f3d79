import { createMcpHandler, ProtocolError, type McpRequestContext, type Server } from '@modelcontextprotocol/server';
import { toNodeHandler, type NodeIncomingMessageLike } from '@modelcontextprotocol/node';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticate } from '../authenticate.ts';
import { callTool, mayCall, takeCall, type Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { sendFailure } from '../rest/rest-door.ts';
import { ToolError } from '../tool-error.ts';
import { AlertUpdates } from './alert-updates.ts';
import { checkListened, LISTEN, listenedIn } from './listened-addresses.ts';
import { OpenStreams } from './open-streams.ts';
import { createMcpServer } from './mcp-server.ts';
import { mayHearOfAlerts } from './resources.ts';
import { toRpcError } from './rpc-error.ts';

export const MCP_PATH = '/mcp';

/** The one message that may be refused before it is read in full. */
const callSchema = z.object({ method: z.literal('tools/call'), params: z.object({ name: z.string() }) });

const messageSchema = z.object({ method: z.string() });

/** Messages that are counted where they are carried out; any other costs a server of its own, and counts as a call. */
const COUNTED: readonly (string | undefined)[] = ['tools/call', 'resources/list', 'resources/read', 'tasks/get', 'tasks/cancel'];

/**
 * MCP on `/mcp`: the 2026-07-28 revision, and those of 2024 and 2025 without sessions.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
 */
export function registerMcp(doors: FastifyInstance, gateway: Gateway, version: string): void {
  const serve = ({ authInfo, era }: McpRequestContext): Server => {
    const caller = authInfo?.extra?.['caller'] as Caller;
    return createMcpServer({ gateway, version, door: 'mcp', caller: async () => caller, era, canSubscribe: era === 'modern' && mayHearOfAlerts(caller) });
  };
  const updates = new AlertUpdates(gateway.context.ledger);
  const handler = createMcpHandler(serve, { bus: updates });
  const streams = new OpenStreams();
  const toNode = toNodeHandler(handler, { onerror: (error) => gateway.onDefect(error, null) });
  doors.all(MCP_PATH, async (request, reply) => {
    const { caller } = request;
    if (await hasRefused(gateway, request, reply)) return;
    countMessages(gateway, request);
    if (methodOf(request.body) === LISTEN && !(await beginListening(gateway, { streams, updates }, request, reply))) return;
    reply.hijack();
    const incoming = Object.assign(request.raw, { auth: { token: '', clientId: caller.keyId, scopes: [...caller.scopes], extra: { caller } } });
    // Its type takes no field that may be undefined, as Node's has them.
    await toNode(incoming as unknown as NodeIncomingMessageLike, reply.raw, request.body ?? undefined);
  });
  doors.addHook('preClose', () => handler.close());
}

/** Clients of the earlier revisions may send several messages at once, and each costs what it costs alone. @throws ToolError `rate_limited`, for all of them */
function countMessages(gateway: Gateway, { caller, body }: FastifyRequest): void {
  const messages: unknown[] = Array.isArray(body) && body.length > 0 ? body : [body];
  for (const message of messages) if (!COUNTED.includes(methodOf(message))) takeCall(gateway, caller);
}

/** False where it is refused, and that told. @throws ToolError `not_allowed` for whoever may not read what it wants to hear of, `rate_limited` for too many streams */
async function beginListening(gateway: Gateway, { streams, updates }: { streams: OpenStreams; updates: AlertUpdates }, { id, caller, body, headers }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const listened = listenedIn(body);
  if (listened && !mayHearOfAlerts(caller)) {
    throw new ToolError({ code: 'not_allowed', message: 'This caller may not read alerts, nor hear of their changes.', hint: 'That takes alerts:read: ask whoever runs the service.', retryable: false, scope: 'alerts:read' });
  }
  const addresses = await checkListened(gateway.context, listened?.uris ?? []).catch((error: unknown) => {
    if (!(error instanceof ProtocolError)) throw error;
    gateway.onCall({ requestId: id, door: 'mcp', tool: LISTEN, caller: caller.name, status: 'not_found', durationMs: 0 });
    void reply.send({ jsonrpc: '2.0', id: listened?.id ?? null, error: toRpcError(error) });
    return null;
  });
  if (addresses === null) return false;
  streams.begin(caller, reply.raw, () => authenticate(gateway.context, headers.authorization));
  reply.raw.once('close', updates.spell(addresses));
  gateway.onCall({ requestId: id, door: 'mcp', tool: LISTEN, caller: caller.name, status: 'ok', durationMs: 0 });
  return true;
}

/** Undefined for what is no message. */
function methodOf(message: unknown): string | undefined {
  return messageSchema.safeParse(message).data?.method;
}

/**
 * A call that its caller's token doesn't cover is refused as HTTP, which tells a client to ask for a further scope; an API key has none to ask for.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization#scope-challenge-handling
 */
async function hasRefused(gateway: Gateway, { id, caller, body }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const called = callSchema.safeParse(body).data?.params.name;
  const tool = gateway.tools.find(({ name }) => name === called);
  if (!caller.byToken || !tool || mayCall(tool, caller)) return false;
  const refused = await callTool(gateway, { requestId: id, door: 'mcp', tool: tool.name, args: {}, caller, signal: AbortSignal.abort() });
  if (refused.ok) return false;
  await sendFailure(reply, refused.error, tool.name);
  return true;
}
