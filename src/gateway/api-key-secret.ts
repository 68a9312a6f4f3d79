import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bytes of a key's secret: so many that a plain hash of it can't be tried out. */
const SECRET_BYTES = 32;

const ID_CHARS = 12;
const ID_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** How every key begins, and no token does. */
export const KEY_START = 'vigia_';

const WRITTEN = new RegExp(`^${KEY_START}([a-z0-9]{${ID_CHARS}})_([A-Za-z0-9_-]{43})$`);

/** A new key: `written` is what its holder sends, and is never kept. */
export function createKeySecret(): { id: string; written: string; secretHash: string } {
  const id = Array.from(randomBytes(ID_CHARS), (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join('');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { id, written: `${KEY_START}${id}_${secret}`, secretHash: hashOf(secret) };
}

/** Null for what is no key of this service. */
export function parseKey(written: string): { id: string; secret: string } | null {
  const [, id, secret] = WRITTEN.exec(written) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** Compares in a time that tells nothing of how much was right. */
export function isSecretOf(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(secretHash.padEnd(43).slice(0, 43)));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
