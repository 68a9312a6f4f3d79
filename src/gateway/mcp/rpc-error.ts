import { ProtocolErrorCode, type ProtocolError } from '@modelcontextprotocol/server';
import type { FastifyReply } from 'fastify';
import type { ToolFailure } from '../tool-error.ts';

/** What stands in the answer to a message that is refused. https://www.jsonrpc.org/specification#error_object */
export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

export function toRpcError({ code, message, data }: ProtocolError): RpcError {
  return { code, message, ...(data === undefined ? {} : { data }) };
}

/** To a body that is no JSON, and so no message with an id. */
export function sendUnparsed(reply: FastifyReply, failure: ToolFailure): FastifyReply {
  const error: RpcError = { code: ProtocolErrorCode.ParseError, message: `${failure.message} ${failure.hint}`, data: { error: failure, request_id: reply.request.id } };
  return reply.code(400).send({ jsonrpc: '2.0', id: null, error });
}
