/** Crockford's base 32: no I, L, O or U, so that a code can be read out over a bad line. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Bytes of randomness that one code takes: one for each of its eight characters. */
export const CODE_RANDOM_BYTES = 8;

/** A code such as `K7F2-Q9MD`, 40 bits of the randomness given. Throws RangeError on fewer than 8 bytes. */
export function alertCodeFrom(random: Uint8Array): string {
  if (random.length < CODE_RANDOM_BYTES) throw new RangeError(`An alert code takes ${CODE_RANDOM_BYTES} random bytes.`);
  const chars = Array.from(random.subarray(0, CODE_RANDOM_BYTES), (byte) => ALPHABET[byte & 31]).join('');
  return `${chars.slice(0, 4)}-${chars.slice(4)}`;
}

/**
 * The code in what a person typed or said, or null: case, spaces and the dash are ignored, O reads as 0, I and L as 1.
 */
export function parseAlertCode(typed: string): string | null {
  const chars = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (chars.length !== 8 || [...chars].some((char) => !ALPHABET.includes(char))) return null;
  return `${chars.slice(0, 4)}-${chars.slice(4)}`;
}
