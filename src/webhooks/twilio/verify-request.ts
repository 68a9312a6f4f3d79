import twilio from 'twilio';
import { parseForm, parseJson, textOf } from './params.ts';
import type { TwilioParams } from './params.ts';

/** Why a request is not Twilio's. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
  readonly reason: 'bad_signature' | 'foreign_account';

  constructor(reason: WebhookRefused['reason']) {
    super(reason);
    this.reason = reason;
  }
}

export interface ReceivedRequest {
  /** Path and query as they came in, to the letter. */
  originalUrl: string;
  /** X-Twilio-Signature. */
  signature: string | undefined;
  isJson: boolean;
  /** The body, byte for byte. */
  raw: Buffer;
}

export interface VerifyOptions {
  /** The public base URL as configured: neither Host nor X-Forwarded-* can be trusted with what was signed. */
  publicUrl: string;
  /** The account's primary Auth Token; during a rotation the secondary too. API keys sign nothing. */
  authTokens: readonly string[];
  accountSid: string;
}

/**
 * The parameters of a request that Twilio signed with our Auth Token and that is about our account; throws WebhookRefused.
 * The signature covers the URL and the sorted parameters of a form, or the URL with the body's digest in it for JSON. The SDK
 * compares in constant time. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function verifyTwilioRequest(request: ReceivedRequest, options: VerifyOptions): TwilioParams {
  const url = `${options.publicUrl.replace(/\/+$/, '')}${request.originalUrl}`;
  const body = request.raw.toString('utf8');
  const params = request.isJson ? parseJson(body) : parseForm(body);
  const { signature } = request;
  const isSigned = signature !== undefined && options.authTokens.some((token) => token !== '' && (request.isJson
    ? twilio.validateRequestWithBody(token, signature, url, body)
    : twilio.validateRequest(token, signature, url, params ?? {})));
  if (!isSigned || params === null) throw new WebhookRefused('bad_signature');
  // What another account's people say is none of our business, whoever signed it.
  if (textOf(params, 'AccountSid') !== options.accountSid) throw new WebhookRefused('foreign_account');
  return params;
}
