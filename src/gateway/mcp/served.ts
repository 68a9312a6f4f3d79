import { explainError, type Gateway } from '../call-tool.ts';
import { toRefused, type Door } from '../call-record.ts';
import type { Caller } from '../gateway-context.ts';
import { inOurWords } from './in-our-words.ts';
import { newRequestId } from '../new-request-id.ts';

/** What all requests to one MCP server have in common. */
export interface Served {
  gateway: Gateway;
  door: Extract<Door, 'mcp' | 'stdio'>;
  /** Who calls, asked for each request. @throws ProtocolError in our words for a key that is good no more */
  caller(): Promise<Caller>;
}

/** The same for a server whose caller is asked for in words of our own; whoever is refused is told of. */
export function serving(gateway: Gateway, door: Served['door'], caller: () => Promise<Caller>): Served {
  const known = async (): Promise<Caller> => caller().catch((error: unknown) => {
    gateway.onRefused(toRefused(error, explainError(gateway, error, null), { requestId: newRequestId(), door, caller: null }));
    throw error;
  });
  return { gateway, door, caller: () => inOurWords(gateway, known) };
}
