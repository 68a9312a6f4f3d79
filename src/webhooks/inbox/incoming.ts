import { z } from 'zod';
import type { PressEvent } from '../slack/press-event.ts';
import type { TwilioInbound } from '../twilio/events.ts';

/** What came in, as the inbox keeps it: enough to process it again after a crash. */
export type Incoming = { type: 'press'; press: PressEvent } | { type: 'reply'; reply: Omit<TwilioInbound, 'at'> & { at: string } };

const incomingSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('press'), press: z.custom<PressEvent>() }),
  z.object({ type: z.literal('reply'), reply: z.custom<Omit<TwilioInbound, 'at'> & { at: string }>() }),
]);

export function toBody(incoming: Incoming): string {
  return JSON.stringify(incoming);
}

/** Reads what `toBody` wrote; throws on anything else. */
export function fromBody(body: string): Incoming {
  return incomingSchema.parse(JSON.parse(body));
}
