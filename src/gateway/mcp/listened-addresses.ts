import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { alertUri } from '../alert-result.ts';
import type { GatewayContext } from '../gateway-context.ts';
import { alertCodeIn } from './resources.ts';

/** The one message that is answered by a stream for as long as its caller likes. */
export const LISTEN = 'subscriptions/listen';

/** Each is looked for in the ledger. */
const MOST_ADDRESSES = 200;

const listenSchema = z.object({
  id: z.union([z.string(), z.number()]), method: z.literal(LISTEN),
  params: z.object({ notifications: z.object({ resourceSubscriptions: z.array(z.string()).min(1) }) }),
});

/** An address as its caller spells it, and as it is told of when it changes. */
export interface ListenedAddress {
  spelt: string;
  uri: string;
}

/** What a message asks to hear of; null for any that isn't about resources. */
export function listenedIn(message: unknown): { id: string | number; uris: string[] } | null {
  const parsed = listenSchema.safeParse(message);
  return parsed.success ? { id: parsed.data.id, uris: [...new Set(parsed.data.params.notifications.resourceSubscriptions)] } : null;
}

/** Whoever was told that it hears of something, and never can, would wait for good. @throws ProtocolError for what there is not, and for what never changes */
export async function checkListened({ ledger }: Pick<GatewayContext, 'ledger'>, uris: readonly string[]): Promise<ListenedAddress[]> {
  if (uris.length > MOST_ADDRESSES) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `These are too many addresses for one stream. Listen to ${MOST_ADDRESSES} alerts at most.`);
  return Promise.all(uris.map(async (spelt) => {
    const code = alertCodeIn(spelt);
    if (code === null) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Only alerts tell of their changes: listen to alert://CODE. What else there is can be read at any time.');
    if ((await ledger.revisionOf(code)) === null) throw new ResourceNotFoundError(spelt, 'There is no such alert.');
    return { spelt, uri: alertUri(code) };
  }));
}
