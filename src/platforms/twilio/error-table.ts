import type { Failure, FailureKind, ReportedFailure } from '../../domain/failure.ts';

/**
 * The code under which Twilio refuses free text to somebody who hasn't written in the last 24 hours.
 * https://www.twilio.com/docs/api/errors/63016
 */
export const WINDOW_CLOSED_CODE = '63016';

/** WhatsApp takes about one message in 6 s to the same person. https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes (131056) */
const SAME_RECIPIENT_SPACING_MS = 6_000;

/** https://www.twilio.com/docs/api/errors/14107 */
const MESSAGE_RATE_HOLD_MS = 30_000;

/** Twilio's own queue is full or its rate is exceeded: nothing was sent. */
const RETRY = ['20429', '21611', '30001'];

/** Twilio or WhatsApp failed for the moment, or told us to go slower. The message that failed is gone; another one may pass. */
const RETRY_SPACED = ['63009', '63010', '63012', '63017', '63018', '63019', '30008', '30410', '11200'];

/** Twilio failed while it handled the request: it may have taken the message. */
const SETTLE = ['20500', '20503'];

/** This person can't be reached by this route, or not now. 30036: the validity period ran out, and what is said may be old. */
const FAIL_OVER = [
  '63003', '63024', '63032', '63033', '63014', '63015', '63036', '63049', '21610', '30003', '30005', '30006', '30036',
  WINDOW_CLOSED_CODE,
];

/** Credentials, account, sender, channel, policy or template: every message of the route will fail until somebody acts. */
const PAGE_OPERATOR = [
  '20003', '20005', '20006', '30002', '63051', '63007', '63002', '21212', '21606', '21910', '63038', '63001', '63008', '63020',
  '63013', '30007', '63026', '63040', '63041', '63042',
];

/** The request was wrong: recipient's format, body, media, content, template variables, parameters. */
const OUR_BUG = [
  '21211', '21614', '21604', '21602', '21603', '21617', '21620', '21623', '21654', '21655', '21656', '63005', '63006', '63021',
  '63027', '63028', '63030', '63031', '63034', '20001', '20404', '20422', '90007',
];

/** What to do about each code that is known. */
export const TWILIO_CODES: ReadonlyMap<string, Failure> = new Map<string, Failure>([
  ...rows('retry_after', RETRY),
  ...rows('retry_after', RETRY_SPACED, SAME_RECIPIENT_SPACING_MS),
  ...rows('retry_after', ['14107'], MESSAGE_RATE_HOLD_MS),
  ...rows('settle_first', SETTLE),
  ...rows('fail_over', FAIL_OVER),
  ...rows('page_operator', PAGE_OPERATOR),
  ...rows('our_bug', OUR_BUG),
]);

function rows(kind: FailureKind, codes: string[], retryAfterMs?: number): [string, Failure][] {
  return codes.map((code) => [code, retryAfterMs === undefined ? { kind, code } : { kind, code, retryAfterMs }]);
}

/** What the table says of a code, or null when the code isn't in it. */
export function knownTwilioFailure(code: string): Failure | null {
  return TWILIO_CODES.get(code) ?? null;
}

/**
 * What to do about an error code that Twilio reported on a message, by callback or in a list. Twilio says that these codes
 * change (https://www.twilio.com/docs/messaging/api/message-resource, `error_code`), so an unknown one fails over.
 */
export function classifyTwilioCode(code: string | number | null): Failure {
  if (code === null || code === '') return { kind: 'fail_over', code: 'no_code' };
  const text = String(code);
  // A code is digits; anything else isn't Twilio's and could carry what was in the message.
  if (!/^\d{1,6}$/.test(text)) return { kind: 'fail_over', code: 'unclassified' };
  return knownTwilioFailure(text) ?? { kind: 'fail_over', code: text };
}

/** True when what failed under this code should go once more, by its template: the 24-hour window was closed after all. */
export function shouldResendAsTemplate(code: string): boolean {
  return code === WINDOW_CLOSED_CODE;
}

/**
 * What a code means on a message that Twilio had taken, told by callback or found by asking. What failed for the moment may pass
 * another time, some seconds later; what wanted a template, at once with one.
 */
export function readReportedFailure(code: string | null): ReportedFailure {
  const failure = classifyTwilioCode(code);
  if (shouldResendAsTemplate(failure.code)) return { failure, againAfterMs: 0 };
  return { failure, againAfterMs: failure.kind === 'retry_after' ? (failure.retryAfterMs ?? SAME_RECIPIENT_SPACING_MS) : null };
}
