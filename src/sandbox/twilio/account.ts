import { timingSafeEqual } from 'node:crypto';
import { TwilioApiError } from './api-error.ts';

/** The simulated account. Nothing here opens anything outside this machine. */
export interface TwilioAccount {
  accountSid: string;
  /** Signs webhooks, and opens the API together with the Account SID. */
  authToken: string;
  apiKeySid: string;
  apiKeySecret: string;
  /**
   * A standard key opens everything but `/Accounts`, which answers it with 20003; a main key opens that too.
   * https://www.twilio.com/docs/iam/api-keys
   */
  apiKeyType: 'standard' | 'main';
  /** The account's own senders, `+E164`. */
  whatsappNumber: string;
  smsNumber: string;
  messagingServiceSid: string;
}

/** What the sandbox uses unless told otherwise: well-formed, and plainly not a real account. */
export const SANDBOX_TWILIO_ACCOUNT: TwilioAccount = {
  accountSid: `AC${'5a'.repeat(16)}`,
  authToken: 'sandbox-auth-token-opens-nothing',
  apiKeySid: `SK${'5a'.repeat(16)}`,
  apiKeySecret: 'sandbox-api-key-opens-nothing',
  apiKeyType: 'standard',
  whatsappNumber: '+14155550100',
  smsNumber: '+14155550101',
  messagingServiceSid: `MG${'5a'.repeat(16)}`,
};

/** Throws 20003 unless the `Authorization` header opens `needs`. https://www.twilio.com/docs/api/errors/20003 */
export function verifyCredentials(account: TwilioAccount, header: string | undefined, needs: 'account' | 'resource'): void {
  const [user = '', ...rest] = Buffer.from(/^Basic (.+)$/i.exec(header ?? '')?.[1] ?? '', 'base64').toString('utf8').split(':');
  const password = rest.join(':');
  if (user === account.accountSid && isSame(password, account.authToken)) return;
  const keyMayOpen = needs === 'resource' || account.apiKeyType === 'main';
  if (user === account.apiKeySid && isSame(password, account.apiKeySecret) && keyMayOpen) return;
  throw new TwilioApiError(20003);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
