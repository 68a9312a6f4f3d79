import { z } from 'zod';
import { isNewlySent, sendDirect, sending, sentSchema } from '../sending.ts';
import { defineTool } from '../tool.ts';

export const whatsappSendMessage = defineTool({
  name: 'whatsapp_send_message',
  title: 'Send a WhatsApp message',
  description: 'Tells one person of the directory by WhatsApp that a message waits for them, and keeps your words for whoever may read them. For anything that somebody must act on use notify_lpp_detection or send_medical_alert, which go on until somebody does. A person whom an open alert of yours, or the one that you name, tells is not told again.',
  input: z.strictObject({
    to: z.string().min(1).max(64).describe("Who: a responder's id of the directory, or their number, such as whatsapp:+14155550101. Nobody who isn't in the directory is written to."),
    ...sending,
    media_ref: z.string().min(1).max(1_024).optional().describe('Where you keep an image, at most 1024 characters. It is kept encrypted as a reference, and never opened.'),
  }),
  output: sentSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  scopes: ['messages:send'],
  accepts: isNewlySent,
  run: ({ context, args, caller }) => sendDirect(context, caller, { route: 'twilio', to: args.to, field: 'to' }, args),
});
