import twilio from 'twilio';
import { TwilioHttpClient } from './http-client.ts';
import type { TwilioBaseUrls } from './http-client.ts';

/** As Twilio's console names them. Webhooks need the Auth Token besides; sending doesn't. */
export interface TwilioCredentials {
  /** `AC` and 32 hexadecimal digits. */
  accountSid: string;
  /** `SK` and 32 hexadecimal digits. */
  apiKeySid: string;
  apiKeySecret: string;
}

export type TwilioClient = ReturnType<typeof twilio>;

/** Longest that one request may take, milliseconds. */
export const REQUEST_TIMEOUT_MS = 8_000;

/**
 * The SDK's client, by API key (https://www.twilio.com/docs/iam/api-keys), without its own retries and its own logging,
 * which would print numbers. `baseUrls` replaces Twilio's addresses. Throws on a malformed SID, naming which.
 */
export function createTwilioClient(credentials: TwilioCredentials, baseUrls: TwilioBaseUrls | null = null, timeoutMs: number = REQUEST_TIMEOUT_MS): TwilioClient {
  requireSid('Account SID', 'AC', credentials.accountSid);
  // The account's own SID goes with its Auth Token, for accounts that have no API key.
  if (credentials.apiKeySid !== credentials.accountSid) requireSid('API key SID', 'SK', credentials.apiKeySid);
  if (credentials.apiKeySecret === '') throw new TypeError('Twilio API key secret: it is empty. It is shown once, when the key is made.');
  return twilio(credentials.apiKeySid, credentials.apiKeySecret, {
    accountSid: credentials.accountSid,
    httpClient: new TwilioHttpClient(timeoutMs, baseUrls),
    autoRetry: false,
    logLevel: 'none',
  });
}

function requireSid(what: string, prefix: string, value: string): void {
  if (new RegExp(`^${prefix}[0-9a-fA-F]{32}$`).test(value)) return;
  throw new TypeError(`Twilio ${what}: it must be ${prefix} followed by 32 hexadecimal digits. Copy it from Twilio's console.`);
}
