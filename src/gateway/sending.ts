import { z } from 'zod';
import { DirectRefusedError } from '../client.ts';
import { MAX_DIRECT_TEXT_CHARS } from '../domain/direct-message.ts';
import type { DirectRoute } from '../domain/direct-recipient.ts';
import { codeSchema, findCode } from './code-input.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';
import { invalidArguments, notConfigured } from './tool-error.ts';

/** Parameters of every tool that sends one person or channel a message. */
export const sending = {
  message: z.string().min(1).max(MAX_DIRECT_TEXT_CHARS).describe(`Your own words, at most ${MAX_DIRECT_TEXT_CHARS} characters. They are kept encrypted; the template that goes out in their place says that a message waits, and its code.`),
  alert: codeSchema.optional().describe('Code of the alert that the message is about, such as K7F2-Q9MD.'),
  idempotency_key: z.string().regex(/^[\x21-\x7e]{1,128}$/).optional().describe('Your key for this message, 1 to 128 printable characters without spaces. The same call with the same key is one message. Repeat it when you retry; without one the same call again is a second message.'),
};

/** A direct message, as it was taken in. */
export const sentSchema = z.object({
  code: z.string().describe('by which people can ask for its text'),
  status: z.enum(['accepted', 'already_told', 'as_page']).describe("already_told: not sent, because an open alert of yours, or the one that you name, tells the same person; as_page: that alert's own page goes to them in its place, ahead of the step that calls them"),
  duplicate: z.boolean().describe('the same key with the same content was here before: this is that message'),
  content: z.literal('template').describe("what is sent: the approved template, and nothing of the caller's own words"),
  to: z.union([z.object({ responder: z.string() }), z.object({ channel: z.string() })]),
  alert: z.string().optional().describe('the alert that it is about, that tells the person already, or whose page goes to them in its place'),
  dropped: z.array(z.string()).describe('parameters of which nothing was kept'),
});

export type SentResult = z.infer<typeof sentSchema>;

export interface SendingArgs {
  message: string;
  alert?: string | undefined;
  media_ref?: string | undefined;
  idempotency_key?: string | undefined;
}

/** Whether a message was taken in by this call, to be sent by and by. */
export function isNewlySent({ status, duplicate }: SentResult): boolean {
  return status !== 'already_told' && !duplicate;
}

/** Where a message goes; `field`: how the tool calls that. */
interface Destined {
  route: DirectRoute;
  to: string;
  field: 'to' | 'channel';
}

/** @throws ToolError, DirectConflictError */
export async function sendDirect({ client }: GatewayContext, caller: Caller, { field, ...where }: Destined, args: SendingArgs): Promise<SentResult> {
  const alert = args.alert === undefined ? undefined : findCode(args.alert);
  const sent = await client.sendDirect({ ...where, alert, by: caller.name, text: args.message, mediaRef: args.media_ref, key: args.idempotency_key }).catch((error: unknown) => {
    if (!(error instanceof DirectRefusedError)) throw error;
    const { problem, hint } = error;
    if (error.reason === 'platform_not_configured') throw notConfigured('The platform that this message would go by is not configured.', 'Send it another way, or have whoever runs the service configure the platform.');
    throw invalidArguments([{ field: { to: field, route: field, text: 'message', alert: 'alert' }[error.field], problem, hint }]);
  });
  return { ...sent, dropped: [] };
}
