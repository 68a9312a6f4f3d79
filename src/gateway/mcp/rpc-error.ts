import type { ProtocolError } from '@modelcontextprotocol/server';

/** What stands in the answer to a message that is refused. https://www.jsonrpc.org/specification#error_object */
export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

export function toRpcError({ code, message, data }: ProtocolError): RpcError {
  return { code, message, ...(data === undefined ? {} : { data }) };
}
