/** Twilio's answer to a request it doesn't take: HTTP status and text by code. https://www.twilio.com/docs/api/errors */
const KNOWN: Record<number, readonly [status: number, message: string]> = {
  20001: [400, 'Invalid parameter'],
  20003: [401, 'Authenticate'],
  20404: [404, 'The requested resource was not found'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'Internal Server Error'],
  20503: [503, 'Service unavailable'],
  21211: [400, "Invalid 'To' Phone Number"],
  21266: [400, "'To' and 'From' number cannot be the same"],
  21602: [400, 'Message body is required.'],
  21603: [400, "A 'From' phone number is required."],
  21604: [400, "A 'To' phone number is required."],
  21606: [400, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination"],
  21609: [400, "The 'StatusCallback' URL is not a valid URL."],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21611: [429, "This 'From' number has exceeded the maximum number of queued messages"],
  21612: [400, "Message cannot be sent with the current combination of 'To' and/or 'From' parameters"],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit'],
  21620: [400, 'Invalid media URL(s)'],
  21623: [400, 'Number of media files exceeds allowed limit'],
  21654: [400, 'The ContentSid parameter is required'],
  21655: [400, 'The ContentSid parameter is invalid'],
  21656: [400, 'The ContentVariables parameter is invalid'],
  21703: [400, 'The Messaging Service does not exist'],
  21910: [400, 'Invalid From and To pair. From and To should be of the same channel'],
  35118: [400, 'MessagingServiceSid is required to schedule a message'],
  63007: [400, 'Twilio could not find a Channel with the specified From address'],
  90007: [400, 'ValidityPeriod is invalid'],
};

/** What a status callback says beside a code. https://www.twilio.com/docs/api/errors */
const DELIVERY_ERRORS: Record<number, string> = {
  21610: 'Attempt to send to unsubscribed recipient',
  30003: 'Unreachable destination handset',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30036: 'Validity period expired',
  63003: 'Channel could not find To address',
  63016: 'Failed to send freeform message because you are outside the allowed window',
  63018: 'Rate limit exceeded for channel',
  63021: 'Channel invalid content error',
  63024: 'Invalid message recipient',
  63032: 'User cannot receive this message because of a limitation of WhatsApp',
  63040: 'Template rejected',
  63041: 'Template paused',
  63042: 'Template disabled',
};

export interface TwilioErrorBody {
  code: number;
  message: string;
  more_info: string;
  status: number;
}

/** A request that Twilio refuses. */
export class TwilioApiError extends Error {
  override readonly name = 'TwilioApiError';
  readonly body: TwilioErrorBody;

  constructor(code: number, message?: string) {
    const [status, known] = KNOWN[code] ?? [400, DELIVERY_ERRORS[code] ?? 'The request was refused'];
    super(message ?? known);
    this.body = { code, message: this.message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  }
}

/** The text of an error that a message ended with. */
export function deliveryErrorText(code: number): string {
  return DELIVERY_ERRORS[code] ?? 'Unknown error';
}
