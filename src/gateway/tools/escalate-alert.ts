import { z } from 'zod';
import { answeredSchema, askAlert, asking } from '../asking.ts';
import { defineTool } from '../tool.ts';

export const escalateAlert = defineTool({
  name: 'escalate_alert',
  title: 'Escalate an alert',
  description: 'Calls the next step of an alert now, instead of at its deadline; also from whoever has it and needs help. Not needed because nobody has answered yet: that escalates by itself.',
  input: z.strictObject(asking),
  output: answeredSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  scopes: ['alerts:ack', 'admin'],
  asks: 'escalate',
  run: (call) => askAlert(call, 'escalate'),
});
