import { z } from 'zod';
import type { Raised } from '../client.ts';
import { alertSchema, readAlert } from './alert-result.ts';
import type { GatewayContext } from './gateway-context.ts';

/** An alert that was handed in, and what of the call went where. */
export const raisedSchema = alertSchema.extend({
  started: z.boolean().describe('false: accepted, and it starts as soon as Temporal answers'),
  content: z.literal('template').describe('what people are sent: the approved template, and nothing of the caller\'s own words'),
  dropped: z.array(z.string()).describe('parameters of which nothing, or only a keyed reference, was kept'),
});

export type RaisedResult = z.infer<typeof raisedSchema>;

export async function toRaised(context: GatewayContext, { code, duplicate, started }: Raised, args: { patient_context?: unknown; patient_id?: unknown }): Promise<RaisedResult> {
  const dropped = (['patient_context', 'patient_id'] as const).filter((field) => args[field] !== undefined);
  return { ...(await readAlert(context, code, duplicate)), started, content: 'template', dropped };
}
