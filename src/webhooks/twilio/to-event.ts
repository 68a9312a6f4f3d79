import type { TwilioInbound, TwilioReading, TwilioReport } from './events.ts';
import { textOf } from './params.ts';
import type { TwilioParams } from './params.ts';

export type TwilioEvent =
  | { kind: 'inbound'; event: TwilioInbound; badButton: boolean }
  | { kind: 'status'; event: TwilioReport }
  | { kind: 'ignored'; why: 'unknown_status' | 'not_a_message' };

/** Twilio allows ten. https://www.twilio.com/docs/messaging/api/message-resource#media */
const MAX_MEDIA = 10;

/** An attempt's id is ours and short; a longer one is somebody's experiment. */
const MAX_ATTEMPT_CHARS = 200;

const SID = /^(SM|MM)[0-9a-fA-F]{32}$/;

/**
 * What a verified request says. Inbound messages and status callbacks may come to the same address, and unknown parameters
 * may come with either. https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function toTwilioEvent(params: TwilioParams, attemptId: string | null, reading: TwilioReading, at: Date): TwilioEvent {
  const sid = textOf(params, 'MessageSid') ?? textOf(params, 'SmsSid');
  if (sid === null || !SID.test(sid)) return { kind: 'ignored', why: 'not_a_message' };
  const status = textOf(params, 'MessageStatus') ?? textOf(params, 'SmsStatus');
  if (status === null || status === 'received' || status === 'receiving') return toInbound(params, sid, reading, at);
  const state = reading.toDeliveryState(status);
  if (state === null) return { kind: 'ignored', why: 'unknown_status' };
  const errorCode = textOf(params, 'ErrorCode');
  return {
    kind: 'status',
    event: {
      eventId: `${sid}:${status}`,
      sid,
      attemptId: attemptId !== null && attemptId !== '' && attemptId.length <= MAX_ATTEMPT_CHARS ? attemptId : null,
      state,
      errorCode: errorCode !== null && /^[1-9]\d{0,5}$/.test(errorCode) ? errorCode : null,
      at,
    },
  };
}

function toInbound(params: TwilioParams, sid: string, reading: TwilioReading, at: Date): TwilioEvent {
  const to = textOf(params, 'To');
  if (to === null) return { kind: 'ignored', why: 'not_a_message' };
  const payload = textOf(params, 'ButtonPayload');
  const button = payload === null ? null : reading.readButton(payload);
  const media = Math.min(Number(textOf(params, 'NumMedia') ?? 0) || 0, MAX_MEDIA);
  return {
    kind: 'inbound',
    badButton: payload !== null && button === null,
    event: {
      eventId: sid,
      from: textOf(params, 'From'),
      to,
      body: textOf(params, 'Body') ?? '',
      button,
      quotedSid: textOf(params, 'OriginalRepliedMessageSid'),
      mediaTypes: Array.from({ length: media }, (_none, index) => textOf(params, `MediaContentType${index}`) ?? 'unknown'),
      externalUserId: textOf(params, 'ExternalUserId'),
      at,
    },
  };
}
