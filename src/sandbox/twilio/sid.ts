import { randomBytes } from 'node:crypto';

/** A fresh SID: two letters for the kind and 32 hexadecimal digits. https://www.twilio.com/docs/glossary/what-is-a-sid */
export function createSid(kind: 'SM' | 'MM' | 'HX'): string {
  return `${kind}${randomBytes(16).toString('hex')}`;
}
