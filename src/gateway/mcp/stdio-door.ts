import type { McpRequestContext, ProtocolError, Server, Transport } from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Gateway } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import { AlertUpdates } from './alert-updates.ts';
import { inOurWords } from './in-our-words.ts';
import { checkListened, listenedIn } from './listened-addresses.ts';
import { createMcpServer } from './mcp-server.ts';
import { mayHear, pushing, serveSubscriptions } from './serve-resources.ts';
import { toRpcError } from './rpc-error.ts';
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
    if (era === 'modern') server.onclose = push((uri) => uri);
    else serveSubscriptions(server, serving(gateway, 'stdio', caller), push);
    return server;
  };
  const wire = transport ?? new StdioServerTransport();
  const served = serveStdio(serve, { onerror: (error) => gateway.onDefect(error, null), transport: wire });
  checkWhatIsListenedTo(wire, { gateway, caller, updates });
  return served;
}

/** The SDK answers `subscriptions/listen` before any server of ours sees it: what can't be told of is refused before the SDK does. */
function checkWhatIsListenedTo(wire: Transport, { gateway, caller, updates }: Pick<StdioDoorOptions, 'gateway' | 'caller'> & { updates: AlertUpdates }): void {
  const deliver = wire.onmessage?.bind(wire);
  let earlier = Promise.resolve();
  wire.onmessage = (message, extra) => {
    // One after the other, as they came.
    earlier = earlier.then(async () => {
      const listened = listenedIn(message);
      const refused = listened && (await mayHear(caller)) ? await spelling(gateway, listened.uris, updates) : null;
      if (listened && refused) await wire.send({ jsonrpc: '2.0', id: listened.id, error: toRpcError(refused) }).catch(() => {});
      else deliver?.(message, extra);
    });
  };
}

/** For as long as the connection lasts. Answers what there is against it. */
async function spelling(gateway: Gateway, uris: readonly string[], updates: AlertUpdates): Promise<ProtocolError | null> {
  try {
    updates.spell(await inOurWords(gateway, () => checkListened(gateway.context, uris)));
    return null;
  } catch (error) {
    return error as ProtocolError;
  }
}
