import { GatewayError, type ListedTool, type ToolCaller } from '../client.ts';
import { toRefused } from './call-record.ts';
import { callTool, explainError, toolsFor, type Gateway } from './call-tool.ts';
import type { Caller } from './gateway-context.ts';
import { newRequestId } from './new-request-id.ts';
import { listingOf } from './tool-schema.ts';

/** The tools within the service's own process, for MCPGateway's `connect`: what every door does, without the network. `caller` is asked for each call. */
export function toolsHere(gateway: Gateway, caller: () => Promise<Caller>): ToolCaller {
  const known = async (requestId: string): Promise<Caller> =>
    caller().catch((error: unknown) => {
      const failure = explainError(gateway, error, requestId);
      gateway.onRefused(toRefused(error, failure, { requestId, door: 'in_process', caller: null }));
      throw new GatewayError(failure, requestId);
    });
  return {
    call: async (tool, parameters, { signal, timeoutMs }) => {
      const requestId = newRequestId();
      const reply = await callTool(gateway, { requestId, door: 'in_process', tool, args: parameters, caller: await known(requestId), signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) });
      return reply.ok ? { ok: true, data: asSent(reply.data), requestId } : { ok: false, failure: reply.error, requestId };
    },
    tools: async () => toolsFor(gateway, await known(newRequestId())).map((tool): ListedTool => listingOf(tool)),
    close: async () => {},
  };
}

/** As it would have come over the network: plain JSON, and the caller's own. */
function asSent(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}
