import type { Destination } from '../domain/people.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** How long WhatsApp takes free text after somebody wrote to us. https://www.twilio.com/docs/whatsapp/key-concepts */
const WHATSAPP_WINDOW_MS = 24 * 60 * 60_000;

/** Until when free text may go to a destination, ISO 8601; nothing where nobody there has ever written. */
export async function windowOf(ledger: Ledger, destination: Destination): Promise<{ windowUntil?: string }> {
  const lastInboundAt = await ledger.lastInboundAt(destination);
  return lastInboundAt ? { windowUntil: new Date(lastInboundAt.getTime() + WHATSAPP_WINDOW_MS).toISOString() } : {};
}
