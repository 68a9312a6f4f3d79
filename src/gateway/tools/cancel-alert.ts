import { z } from 'zod';
import { answeredSchema, askAlert, asking } from '../asking.ts';
import { defineTool } from '../tool.ts';

export const cancelAlert = defineTool({
  name: 'cancel_alert',
  title: 'Cancel an alert',
  description: 'Takes an alert back, such as one raised by mistake. From a key that raises alerts it is a retraction: responders are shown that it was asked for (answer.outcome retraction_shown), and calls go on until a person ends it. From a key that speaks for a responder it ends the alert, and everybody who was called is told.',
  input: z.strictObject(asking),
  output: answeredSchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  scopes: ['alerts:send', 'alerts:ack', 'admin'],
  asks: 'cancel',
  run: (call) => askAlert(call, 'cancel'),
});
