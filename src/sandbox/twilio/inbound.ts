import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ControlError } from '../control-error.ts';
import type { TwilioAccount } from './account.ts';
import { parseAddress } from './address.ts';
import type { MessageStore, StoredMessage } from './message-store.ts';

/** How an inbound webhook may lie: signed with another key, naming another account, or sent a second time as it was. */
const FORGERIES = ['signature', 'account', 'replay'] as const;

export const replySchema = z.strictObject({
  platform: z.literal('twilio').optional(),
  /** Who writes: `whatsapp:+E164`, or `+E164` for SMS. */
  from: z.string().refine((text) => parseAddress(text) !== null, 'must be whatsapp:+E164 or +E164'),
  /** The sender written to; the account's own by default. */
  to: z.string().optional(),
  body: z.string().max(4096).optional(),
  /** The same as `body`. */
  text: z.string().max(4096).optional(),
  /** Presses the button that carries this payload, whether or not one was sent. */
  buttonPayload: z.string().max(256).optional(),
  /** Presses the newest button of this title, or payload. */
  button: z.string().max(256).optional(),
  /** MessageSid of the message that is quoted, or whose button is pressed, whether or not it exists. */
  quotedSid: z.string().optional(),
  /** Quotes the newest message that has this MessageSid, or this in its text, such as an alert code. */
  quoted: z.string().min(1).optional(),
  /** Sends media of this type, such as `audio/ogg`. */
  mediaType: z.string().optional(),
  /** I-Twilio-Idempotency-Token, a fresh one by default. */
  idempotencyToken: z.string().max(200).optional(),
  forge: z.enum(FORGERIES).optional(),
});

export type TwilioReply = z.infer<typeof replySchema>;

/** The message that a reply makes in the provider's store. Throws ControlError: 400 where there is nothing in it, 404 for what isn't on the phone. */
export function toInboundMessage(reply: TwilioReply, sid: string, at: string, account: TwilioAccount, messages: MessageStore): StoredMessage {
  const quotedSid = reply.quotedSid ?? (reply.quoted === undefined ? undefined : findQuoted(reply.from, reply.quoted, messages));
  const pressed = findPressed(reply, quotedSid, messages);
  const body = reply.body ?? reply.text ?? pressed?.title ?? '';
  if (body === '' && reply.mediaType === undefined) throw new ControlError(400, 'reply: give a text, a button or a mediaType');
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
    quotedSid: quotedSid ?? pressed?.sid ?? null,
    buttonPayload: pressed?.payload ?? null,
    createdAt: at,
    updatedAt: at,
    sentAt: at,
    ahead: [],
  };
}

function findQuoted(phone: string, quoted: string, messages: MessageStore): string {
  const found = messages.list({ to: phone }).find(({ sid, body }) => sid === quoted || body.includes(quoted));
  if (found === undefined) throw new ControlError(404, `reply: quoted: nothing on ${phone} reads so`);
  return found.sid;
}

interface Pressed { payload: string; title: string; sid: string | null }

/** The button that is meant, on the message named or else the newest that has it; null where none is pressed. */
function findPressed({ from, button, buttonPayload }: TwilioReply, quotedSid: string | undefined, messages: MessageStore): Pressed | null {
  const wanted = buttonPayload ?? button;
  if (wanted === undefined) return null;
  for (const { sid, buttons } of messages.list({ to: from })) {
    if (quotedSid !== undefined && sid !== quotedSid) continue;
    const found = buttons.find(({ id, title }) => id === wanted || (buttonPayload === undefined && title.toLowerCase() === wanted.toLowerCase()));
    if (found !== undefined) return { payload: found.id, title: found.title, sid };
  }
  if (buttonPayload === undefined) throw new ControlError(404, `reply: button: nothing on ${from} has a button ${wanted}`);
  return { payload: wanted, title: wanted, sid: null };
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
