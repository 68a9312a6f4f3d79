import { z } from 'zod';
import type { InboxEvent } from '../ledger/ledger.ts';

const bodySchema = z.union([
  z.object({ type: z.literal('press'), press: z.object({ userId: z.string(), channel: z.string() }) }),
  z.object({ type: z.literal('reply'), reply: z.object({ from: z.string() }) }),
]);

/** Who sent an event of the inbox: a Slack user and the channel it was in, or a phone. Null where WhatsApp hid the number. */
export function senderOf({ body }: InboxEvent): { address: string; conversation: string | null } | null {
  const parsed = bodySchema.safeParse(JSON.parse(body));
  if (!parsed.success) return null;
  if (parsed.data.type === 'press') return { address: parsed.data.press.userId, conversation: parsed.data.press.channel };
  return { address: parsed.data.reply.from, conversation: null };
}
