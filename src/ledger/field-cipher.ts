import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { inBoth } from '../domain/in-both.ts';
import type { KeyRing } from './key-ring.ts';
import { KEY_WORDS } from './key-words.ts';
import { LedgerError } from './ledger-error.ts';

/** Where a sealed value lives. It is authenticated with the value: one that is moved elsewhere doesn't open. */
export interface Place {
  table: string;
  row: string;
  column: string;
}

/** Bytes of a GCM nonce; random ones are safe for 2^32 values a key. NIST SP 800-38D, 8.3. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals single fields with AES-256-GCM as `v1.<key id>.<iv>.<tag>.<ciphertext>`, and makes look-up indexes of them. */
export class FieldCipher {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  get currentKey(): string {
    return this.#ring.current;
  }

  seal(place: Place, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#key(this.#ring.current), iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(aadOf(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return ['v1', this.#ring.current, base64url(iv), base64url(cipher.getAuthTag()), base64url(sealed)].join('.');
  }

  /** Throws LedgerError `wrong_key` when the key is missing, is another, or the value was changed or moved. */
  open(place: Place, value: string): string {
    const [version, keyId, iv, tag, sealed] = value.split('.');
    if (version !== 'v1' || !keyId || !iv || !tag || sealed === undefined) throw unreadable(place);
    const key = this.#key(keyId);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(place));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      throw unreadable(place);
    }
  }

  /** A blind index: the same value gives the same index, and nobody without the key can guess the value from it. */
  index(kind: string, value: string): string {
    return createHmac('sha256', this.#ring.indexKey).update(`${kind}|${value}`).digest('base64url');
  }

  #key(id: string): KeyObject {
    const key = this.#ring.keys.get(id);
    if (!key) {
      throw new LedgerError('wrong_key', inBoth(KEY_WORDS, (words) => words.keyMissing(id)));
    }
    return key;
  }
}

function aadOf(place: Place): Buffer {
  return Buffer.from(`${place.table}|${place.row}|${place.column}`, 'utf8');
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url');
}

function unreadable(place: Place): LedgerError {
  return new LedgerError('wrong_key', inBoth(KEY_WORDS, (words) => words.otherKey(`${place.table}.${place.column}`)));
}
