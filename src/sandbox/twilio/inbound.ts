import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ControlError } from '../control-error.ts';
import type { TwilioAccount } from './account.ts';
import { parseAddress } from './address.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

/** How an inbound webhook may lie: signed with another key, naming another account, or sent a second time as it was. */
const FORGERIES = ['signature', 'account', 'replay'] as const;

export const replySchema = z.strictObject({
  /** Who writes: `whatsapp:+E164`, or `+E164` for SMS. */
  from: z.string().refine((text) => parseAddress(text) !== null, 'must be whatsapp:+E164 or +E164'),
  /** The sender written to; the account's own by default. */
  to: z.string().optional(),
  body: z.string().max(4096).optional(),
  /** Presses the button that carries this payload. */
  buttonPayload: z.string().max(256).optional(),
  /** MessageSid of the message that is quoted, or whose button is pressed. */
  quotedSid: z.string().optional(),
  /** Sends media of this type, such as `audio/ogg`. */
  mediaType: z.string().optional(),
  /** I-Twilio-Idempotency-Token, a fresh one by default. */
  idempotencyToken: z.string().max(200).optional(),
  forge: z.enum(FORGERIES).optional(),
});

export type TwilioReply = z.infer<typeof replySchema>;

/** The message that a reply makes in the provider's store. Throws ControlError 400 where there is nothing in it. */
export function toInboundMessage(reply: TwilioReply, sid: string, at: string, account: TwilioAccount, messages: MessageStore): StoredMessage {
  const pressed = reply.buttonPayload === undefined ? null : findPressed(reply.from, reply.buttonPayload, reply.quotedSid, messages);
  const body = reply.body ?? pressed?.title ?? reply.buttonPayload ?? '';
  if (body === '' && reply.mediaType === undefined) throw new ControlError(400, 'reply: give a body, a buttonPayload or a mediaType');
  const isWhatsApp = parseAddress(reply.from)?.channel === 'whatsapp';
  return {
    sid,
    direction: 'inbound',
    from: reply.from,
    to: reply.to ?? (isWhatsApp ? `whatsapp:${account.whatsappNumber}` : account.smsNumber),
    body,
    status: 'received',
    errorCode: null,
    mediaTypes: reply.mediaType === undefined ? [] : [reply.mediaType],
    messagingServiceSid: null,
    statusCallback: null,
    contentSid: null,
    buttons: [],
    quotedSid: reply.quotedSid ?? pressed?.sid ?? null,
    buttonPayload: reply.buttonPayload ?? null,
    createdAt: at,
    updatedAt: at,
    sentAt: at,
    ahead: [],
  };
}

/** The newest message on this phone whose button carries the payload. */
function findPressed(phone: string, payload: string, quotedSid: string | undefined, messages: MessageStore): { sid: string; title: string } | null {
  for (const message of messages.list({ to: phone })) {
    if (quotedSid !== undefined && message.sid !== quotedSid) continue;
    const button = message.buttons.find(({ id }) => id === payload);
    if (button !== undefined) return { sid: message.sid, title: button.title };
  }
  return null;
}

function toMessageType(message: StoredMessage): string {
  if (message.buttonPayload !== null) return 'button';
  const [media] = message.mediaTypes;
  if (media === undefined) return 'text';
  const kind = media.split('/')[0] ?? '';
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
}

/**
 * Parameters of the webhook for an inbound message. `mediaUrl` is where its media would be fetched.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function toInboundParams(message: StoredMessage, account: TwilioAccount, profileName: string, mediaUrl: string): Record<string, string> {
  const address = parseAddress(message.from);
  const digits = (address?.number ?? '').slice(1);
  const media = Object.fromEntries(message.mediaTypes.flatMap((type, index) => [
    [`MediaContentType${index}`, type],
    [`MediaUrl${index}`, `${mediaUrl}/${index}`],
  ]));
  const common = {
    SmsMessageSid: message.sid,
    NumMedia: String(message.mediaTypes.length),
    SmsSid: message.sid,
    SmsStatus: 'received',
    Body: message.body,
    To: message.to,
    NumSegments: '1',
    MessageSid: message.sid,
    AccountSid: account.accountSid,
    From: message.from,
    ApiVersion: '2010-04-01',
    ...media,
  };
  if (address?.channel !== 'whatsapp') return { ...common, ToCountry: 'US', FromCountry: 'CO' };
  const sender = { ProfileName: profileName, WaId: digits };
  return {
    ...common,
    ...sender,
    MessageType: toMessageType(message),
    ChannelMetadata: JSON.stringify({ type: 'whatsapp', data: { context: sender } }),
    ExternalUserId: `whatsapp:CO.${createHash('sha256').update(digits).digest('hex').slice(0, 20)}`,
    ...(message.quotedSid === null ? {} : { OriginalRepliedMessageSender: message.to, OriginalRepliedMessageSid: message.quotedSid }),
    ...(message.buttonPayload === null ? {} : { ButtonText: message.body, ButtonPayload: message.buttonPayload }),
  };
}
