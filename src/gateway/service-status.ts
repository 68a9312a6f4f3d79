import { z } from 'zod';

const partSchema = z.object({
  type: z.enum(['messaging', 'workflows', 'store']),
  healthy: z.boolean(),
  state: z.string().describe('sandbox, configured, not_configured, not_released, up or down'),
  lastSuccess: z.string().nullable().optional().describe('when it last took a message; null where none is known'),
});

/** How the service is, for whoever calls it: no credentials, no numbers. */
export const serviceStatusSchema = z.object({
  status: z.enum(['ok', 'degraded', 'down']).describe('degraded: alerts go out, and something needs a person; down: alerts cannot be taken in'),
  mode: z.enum(['sandbox', 'production']),
  services: z.record(z.string(), partSchema),
  limits: z.array(z.object({ sender: z.string(), limit: z.number(), used: z.number(), waiting: z.number(), freeAt: z.string().nullable() })).describe('messages in any 60 seconds, by sender'),
  unstarted: z.object({ alerts: z.number(), messages: z.number(), oldestAt: z.string().nullable() }).nullable().describe('what was accepted and has not begun yet, and since when the oldest waits; null where that cannot be read'),
  problems: z.array(z.object({ platform: z.string(), code: z.string(), since: z.string().nullable().describe('null where that is not known'), message: z.string() })).describe('what an operator must see to: what a provider refused, check_failed for what is amiss with credentials, config_refused for a file that is not in force, no_worker for a part that does not run'),
});

export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
