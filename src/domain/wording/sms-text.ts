/**
 * GSM 03.38 basic set: a text of these alone has 160 characters in one SMS and 153 in each part of several; any other
 * character makes it 70 and 67. https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
 */
const BASIC = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà');

/** These take two places. */
const EXTENDED = new Set('^{}\\[~]|€\f');

const REPLACED: Readonly<Record<string, string>> = { '·': '-', '–': '-', '—': '-', '“': '"', '”': '"', '‘': "'", '’': "'", '…': '...', ç: 'c' };

/** The text in GSM-7: accents that GSM has stay (é, ñ, ü), others are dropped (í becomes i), what has no letter becomes `?`. */
export function toSmsText(text: string): string {
  return Array.from(text.normalize('NFC'), toGsm).join('');
}

function toGsm(char: string): string {
  if (BASIC.has(char) || EXTENDED.has(char)) return char;
  const replaced = REPLACED[char];
  if (replaced !== undefined) return replaced;
  const bare = char.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return bare === '' || (BASIC.has(bare) && bare !== '¤') ? bare : '?';
}

/** How many SMS a text takes. */
export function smsSegments(text: string): number {
  const chars = Array.from(text);
  const isGsm = chars.every((char) => BASIC.has(char) || EXTENDED.has(char));
  const length = isGsm ? chars.reduce((sum, char) => sum + (EXTENDED.has(char) ? 2 : 1), 0) : text.length;
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / part);
}
