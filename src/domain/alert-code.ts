/** Crockford's base 32: no I, L, O or U, so that a code can be read out over a bad line. https://www.crockford.com/base32.html */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The second character of each half: a digit that no letter is mistaken for, so that no two words of a sentence look like a code. */
const DIGITS = '23456789';

/** Bytes of randomness that one code takes: one for each of its eight characters. */
export const CODE_RANDOM_BYTES = 8;

/** What stands for the dash: phones and word processors make an en dash or a minus of it, and people type what they find. */
const DASHES = String.raw`[-_./\u2010-\u2015\u2212]`;

/** Two halves with a dash of any kind between them, or run together, or parted by one space. */
const IN_TEXT = new RegExp(String.raw`(?<![\p{L}\p{N}])([0-9A-Z]{4})( ?${DASHES} ?| ?)([0-9A-Z]{4})(?![\p{L}\p{N}])`, 'giu');

const IGNORED = new RegExp(String.raw`\s|${DASHES}`, 'gu');

/** A digit where every code has one. */
const LIKE_A_CODE = new RegExp(`^.[${DIGITS}]...[${DIGITS}]..$`);

/**
 * A code such as `K7F2-Q9MD`, 36 bits of the randomness given: a digit second in each half, and at least one letter, so
 * that neither a word nor a telephone number is taken for one. Throws RangeError on fewer than 8 bytes.
 */
export function alertCodeFrom(random: Uint8Array): string {
  if (random.length < CODE_RANDOM_BYTES) throw new RangeError(`An alert code takes ${CODE_RANDOM_BYTES} random bytes.`);
  const chars = Array.from(random.subarray(0, CODE_RANDOM_BYTES), (byte, at) => (at % 4 === 1 ? DIGITS[byte & 7] : ALPHABET[byte & 31])).join('');
  if (/^\d+$/.test(chars)) return `${chars.slice(0, 4)}-${chars.slice(4, 7)}${ALPHABET[10 + ((random[7] ?? 0) & 15)]}`;
  return `${chars.slice(0, 4)}-${chars.slice(4)}`;
}

/**
 * The code in what a person typed or said, or null: case, spaces and dashes of any kind are ignored, O reads as 0, I and L as 1.
 */
export function parseAlertCode(typed: string): string | null {
  const chars = typed.toUpperCase().replaceAll(IGNORED, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if (chars.length !== 8 || [...chars].some((char) => !ALPHABET.includes(char))) return null;
  return `${chars.slice(0, 4)}-${chars.slice(4)}`;
}

/** Every code that stands anywhere in a text, each once, in order; and the text without them. */
export function extractAlertCodes(text: string): { codes: string[]; rest: string } {
  const codes: string[] = [];
  const rest = text.normalize('NFKC').replaceAll(IN_TEXT, (found, left: string, between: string, right: string) => {
    const halves = left + right;
    const mixed = /[0-9]/.test(halves) && /[a-z]/i.test(halves);
    const code = mixed && (between.trim() !== '' || LIKE_A_CODE.test(halves)) ? parseAlertCode(halves) : null;
    if (code === null) return found;
    if (!codes.includes(code)) codes.push(code);
    return ' ';
  });
  return { codes, rest };
}
