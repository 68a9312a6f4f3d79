import { z } from 'zod';
import { ALERT_STATUSES } from '../../domain/alert.ts';
import { severitySchema } from '../../domain/schemas.ts';
import { alertSchema, alertUri, withUndo } from '../alert-result.ts';
import { checkUnit, CODE_WORD } from '../handing-in.ts';
import { defineTool } from '../tool.ts';

const MOST = 50;
const USUAL = 20;

/** An alert without its story, which get_alert tells. */
const listedSchema = alertSchema.omit({ timeline: true, waiting: true, revision: true, next: true });

export const listAlerts = defineTool({
  name: 'list_alerts',
  title: 'List alerts',
  description: 'Lists alerts, open ones first, then the worst, then the oldest; only open ones unless open is false or a status is named. get_alert tells one alert\'s whole story.',
  input: z.strictObject({
    open: z.boolean().optional().describe('true for open alerts alone, false for those that are over; both where a status is named and this is left out.'),
    status: z.enum(ALERT_STATUSES).optional().describe(`One of ${ALERT_STATUSES.join(', ')}.`),
    severity: severitySchema.optional().describe('low, medium, high or critical.'),
    unit: z.string().regex(CODE_WORD).optional().describe('Unit (ward) code of the hospital\'s directory: its alerts alone.'),
    limit: z.int().min(1).max(MOST).optional().describe(`At most so many, 1 to ${MOST}; ${USUAL} unless told.`),
  }),
  output: z.object({ alerts: z.array(listedSchema), more: z.boolean().describe('there are more than these') }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  scopes: ['alerts:read', 'alerts:ack'],
  run: async ({ context, args: { open, status, severity, unit, limit = USUAL } }) => {
    checkUnit(context, unit);
    const found = await context.client.list({
      limit: limit + 1, ...(open === undefined && status !== undefined ? {} : { open: open ?? true }),
      ...(status === undefined ? {} : { status }), ...(severity === undefined ? {} : { severity }), ...(unit === undefined ? {} : { unit }),
    });
    const alerts = found.slice(0, limit).map((view) => withUndo(view, context.now())).map(({ timeline: _, ...alert }) => ({ ...alert, resourceUri: alertUri(alert.code) }));
    return { alerts, more: found.length > limit };
  },
});
