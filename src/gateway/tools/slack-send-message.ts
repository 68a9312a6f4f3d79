import { z } from 'zod';
import { isNewlySent, sendDirect, sending, sentSchema } from '../sending.ts';
import { defineTool } from '../tool.ts';

export const slackSendMessage = defineTool({
  name: 'slack_send_message',
  title: 'Send a Slack message',
  description: 'Tells one channel or person of the directory on Slack that a message waits for them, and keeps your words for whoever may read them. For anything that somebody must act on use notify_lpp_detection or send_medical_alert, which go on until somebody does. A person whom an open alert of yours, or the one that you name, tells is not told again.',
  input: z.strictObject({
    channel: z.string().min(1).max(80).describe("Where: a channel of the directory, such as #medical-alerts, or a responder's id. Nothing that isn't in the directory is written to."),
    ...sending,
  }),
  output: sentSchema,
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  scopes: ['messages:send'],
  accepts: isNewlySent,
  run: ({ context, args, caller }) => sendDirect(context, caller, { route: 'slack', to: args.channel, field: 'channel' }, args),
});
