import { z } from 'zod';
import { answeredSchema, askAlert, asking } from '../asking.ts';
import { defineTool } from '../tool.ts';

export const acknowledgeAlert = defineTool({
  name: 'acknowledge_alert',
  title: 'Acknowledge an alert',
  description: 'Takes an alert for the one responder that the API key speaks for, which stops the calls to everybody else. Call it only when that person has said, now, that they have the patient. answer.ok is false when somebody else has it already; it says who.',
  input: z.strictObject(asking),
  output: answeredSchema,
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
  scopes: ['alerts:ack'],
  asks: 'acknowledge',
  run: (call) => askAlert(call, 'acknowledge'),
});
