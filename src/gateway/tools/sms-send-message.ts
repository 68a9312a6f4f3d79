import { z } from 'zod';
import { isNewlySent, sendDirect, sending, sentSchema } from '../sending.ts';
import { defineTool } from '../tool.ts';

export const smsSendMessage = defineTool({
  name: 'sms_send_message',
  title: 'Send an SMS',
  description: 'Tells one person of the directory by SMS that a message waits for them, and keeps your words for whoever may read them; for people without a data connection. For anything that somebody must act on use notify_lpp_detection or send_medical_alert, which go on until somebody does. A person whom an open alert of yours, or the one that you name, tells is not told again.',
  input: z.strictObject({
    to: z.string().min(1).max(64).describe("Who: a responder's id of the directory, or their number, such as +14155550101. Nobody who isn't in the directory is written to."),
    ...sending,
  }),
  output: sentSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  scopes: ['messages:send'],
  accepts: isNewlySent,
  run: ({ context, args, caller }) => sendDirect(context, caller, { route: 'twilio-sms', to: args.to, field: 'to' }, args),
});
