import { z } from 'zod';
import { serviceStatusSchema } from '../service-status.ts';
import { defineTool } from '../tool.ts';

export const getServiceStatus = defineTool({
  name: 'get_service_status',
  title: 'Get the service\'s status',
  description: 'Says whether alerts can be taken in and go out: each platform, Temporal, the ledger, how much of each limit is used, and what an operator must see to. Alerts are accepted while Temporal or a platform is down; they go out as soon as they can.',
  input: z.strictObject({}),
  output: serviceStatusSchema,
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  scopes: ['alerts:read', 'alerts:send', 'alerts:ack', 'messages:send', 'fhir:write', 'admin'],
  run: ({ context }) => context.status(),
});
