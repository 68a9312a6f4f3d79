import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Door } from '../call-record.ts';
import { callTool, takeCall, type Gateway } from '../call-tool.ts';
import { checkArguments } from '../check-arguments.ts';
import { challengeOf } from '../oauth/protected-resource.ts';
import type { AnsweringService } from '../operations/operation-table.ts';
import { listingOf } from '../tool-schema.ts';
import type { ToolFailure } from '../tool-error.ts';
import { HTTP_STATUS } from './http-status.ts';
import type { RestNames } from './rest-names.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the reply says has answered; absent outside REST's own paths. */
    service?: AnsweringService;
  }
}

const bodySchema = z.strictObject({
  tool: z.string().describe('Write the tool\'s name; GET /tools lists them.'),
  parameters: z.record(z.string(), z.unknown()).optional().describe('Write the tool\'s parameters as an object.'),
});

/** What every call is answered, as the service's own document has it. `response_time` is in seconds. */
export interface RestReply {
  status: 'success' | 'error';
  request_id: string;
  service: AnsweringService;
  tool: string | null;
  data: unknown;
  error: ToolFailure | null;
  response_time: number;
}

/** `POST /tools/call {tool, parameters}` and `GET /tools`. */
export function registerRest(doors: FastifyInstance, gateway: Gateway, names: RestNames, door: Door): void {
  doors.decorateRequest('service', names.serviceOf(null));
  doors.get('/tools', async ({ caller }) => {
    takeCall(gateway, caller);
    return names.list(caller);
  });
  doors.post('/tools/call', async (request, reply) => {
    const { tool, parameters } = checkArguments(bodySchema, request.body);
    request.service = names.serviceOf(tool);
    const key = request.headers['idempotency-key'];
    // Every operation takes a key.
    const meant = names.meant(tool, withHeaderKey(parameters, key));
    const args = takesKey(gateway, tool) ? withHeaderKey(parameters, key) : parameters;
    const answer = await callTool(gateway, { requestId: request.id, door, tool, args, caller: request.caller, signal: untilGone(reply), ...(meant ? { meant } : {}) });
    const known = names.knows(tool) ? tool : null;
    if (!answer.ok) return sendFailure(reply, answer.error, known);
    return reply.code(answer.accepted ? 202 : 200).send({ ...headOf(reply, known), status: 'success', data: answer.data, error: null } satisfies RestReply);
  });
}

/** The same reply for whatever went wrong before or within a call; `tool` is one of ours. */
export function sendFailure(reply: FastifyReply, failure: ToolFailure, tool: string | null): FastifyReply {
  const { code, retryAfterS, scope } = failure;
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  if (code === 'not_authenticated' || scope !== undefined) {
    const { issuers, headers } = reply.request;
    reply.header('www-authenticate', challengeOf({ wasSent: headers.authorization !== undefined, lacking: scope ?? null, baseUrl: issuers?.baseUrl ?? null }));
  }
  return reply.code(HTTP_STATUS[code]).send({ ...headOf(reply, tool), status: 'error', data: null, error: failure } satisfies RestReply);
}

/** Aborted when whoever called hangs up. Fastify's own signal is aborted by the end of the request's body. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}

/** Clients that send the header with every call can read as well. */
function takesKey({ tools }: Gateway, tool: string): boolean {
  const found = tools.find(({ name }) => name === tool);
  return found !== undefined && 'idempotency_key' in ((listingOf(found).inputSchema['properties'] ?? {}) as object);
}

/** `Idempotency-Key` as a header is the parameter of that name, where there is none. https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header */
function withHeaderKey(parameters: Record<string, unknown> = {}, key: string | string[] | undefined): Record<string, unknown> {
  return typeof key !== 'string' || parameters['idempotency_key'] !== undefined ? parameters : { ...parameters, idempotency_key: key };
}

function headOf(reply: FastifyReply, tool: string | null): Pick<RestReply, 'request_id' | 'service' | 'tool' | 'response_time'> {
  return { request_id: reply.request.id, service: reply.request.service ?? 'vigia', tool, response_time: Math.round(reply.elapsedTime * 1_000) / 1_000_000 };
}
