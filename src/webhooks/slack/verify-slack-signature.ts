import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a request's time may be from ours, either way, seconds (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export const SIGNATURE_WINDOW_S = 300;

/** A request that Slack did not sign, or not now. The code says which; nothing of the request is in it. */
export class SignatureError extends Error {
  override readonly name = 'SignatureError';
  readonly code: 'no_timestamp' | 'too_old' | 'in_the_future' | 'no_signature' | 'mismatch';

  constructor(code: SignatureError['code']) {
    super(`not signed by Slack: ${code}`);
    this.code = code;
  }
}

export interface SignedRequest {
  /** `x-slack-request-timestamp`. */
  timestamp: string | string[] | undefined;
  /** `x-slack-signature`. */
  signature: string | string[] | undefined;
  /** The body as it arrived, byte for byte. */
  body: Buffer;
}

/**
 * Checks that a request comes from Slack and is fresh. By hand, because Bolt's own check lets any time in the future
 * through, and with it a signature that can be replayed for as long. A header given twice counts as wrong.
 * @throws SignatureError
 */
export function verifySlackSignature(signingSecret: string, request: SignedRequest, now: Date): void {
  const { timestamp, signature, body } = request;
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) throw new SignatureError('no_timestamp');
  const ageS = now.getTime() / 1000 - Number(timestamp);
  if (ageS > SIGNATURE_WINDOW_S) throw new SignatureError('too_old');
  if (ageS < -SIGNATURE_WINDOW_S) throw new SignatureError('in_the_future');
  if (typeof signature !== 'string' || !/^v0=[0-9a-f]{64}$/.test(signature)) throw new SignatureError('no_signature');
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest();
  if (!timingSafeEqual(Buffer.from(signature.slice(3), 'hex'), expected)) throw new SignatureError('mismatch');
}
