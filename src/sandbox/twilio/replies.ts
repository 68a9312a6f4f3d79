import { randomUUID } from 'node:crypto';
import { ControlError } from '../control-error.ts';
import type { ActResult, SandboxContext } from '../simulator.ts';
import type { TwilioAccount } from './account.ts';
import { replySchema, toInboundMessage, toInboundParams } from './inbound.ts';
import type { TwilioReply } from './inbound.ts';
import type { MessageStore } from './message-store.ts';
import { createSid } from './sid.ts';
import type { WebhookRequest } from './webhook-caller.ts';
import type { WebhookLog } from './webhook-log.ts';

/** What our webhook answered; nothing where none is known, and the message waits to be polled. */
export interface ReplyOutcome extends ActResult {
  /** MessageSid of the inbound message; of the one replayed, for a replay. */
  sid: string;
}

/** An account that isn't ours, well-formed. */
const OTHER_ACCOUNT_SID = `AC${'00'.repeat(16)}`;

/** Reads a reply that came off the wire; throws ControlError 400 that names the field. */
function parseReply(untrusted: unknown): TwilioReply {
  const parsed = replySchema.safeParse(untrusted);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ControlError(400, `reply: ${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not understood'}`);
}

/** What a person does on a phone: the message enters the provider's store, and the signed webhook follows. */
export function createReplies({ sandbox, account, messages, webhooks, webhookUrl, nameOf }: {
  sandbox: SandboxContext;
  account: TwilioAccount;
  messages: MessageStore;
  webhooks: WebhookLog;
  webhookUrl: () => string | null;
  nameOf: (address: string) => string | null;
}): (untrusted: unknown) => Promise<ReplyOutcome> {
  const lastRequests = new Map<string, WebhookRequest>();

  async function post(from: string, request: WebhookRequest): Promise<ReplyOutcome> {
    lastRequests.set(from, request);
    const { answers } = await webhooks.call(request);
    return { sid: request.params['MessageSid'] ?? '', answers };
  }

  function toRequest(reply: TwilioReply, url: string, sid: string, params: Record<string, string>): WebhookRequest {
    const authToken = reply.forge === 'signature' ? `not-${account.authToken}` : account.authToken;
    return { kind: 'inbound', url, params: { ...params, MessageSid: sid }, authToken, idempotencyToken: reply.idempotencyToken ?? randomUUID() };
  }

  return async function reply(untrusted) {
    const input = parseReply(untrusted);
    if (input.forge === 'replay') {
      const last = lastRequests.get(input.from);
      if (last === undefined) throw new ControlError(409, `reply: nothing came in from ${input.from} yet that could be replayed`);
      return post(input.from, last);
    }
    const sid = createSid(input.mediaType === undefined ? 'SM' : 'MM');
    const message = toInboundMessage(input, sid, sandbox.now().toISOString(), account, messages);
    // A forgery comes from somebody else than the provider, whose store knows nothing of it.
    if (input.forge === undefined) messages.put(message);
    sandbox.changed();
    const url = webhookUrl();
    if (url === null) return { sid, answers: [] };
    const named = input.forge === 'account' ? { ...account, accountSid: OTHER_ACCOUNT_SID } : account;
    const mediaUrl = `https://api.twilio.com/2010-04-01/Accounts/${named.accountSid}/Messages/${sid}/Media`;
    return post(input.from, toRequest(input, url, sid, toInboundParams(message, named, nameOf(input.from) ?? 'Sandbox', mediaUrl)));
  };
}
