/** Emoji that say something in a reply; every other symbol folds to UNKNOWN, so that it can't be taken for a yes. */
const MEANINGFUL = new Set([...'👍👌🙏✅✔☑🆗👀🫡👎❌✖✗✘🚫⛔🙅🛑🏃🚶💪🙋🙂😊']);

/** Stands for a letter or symbol that no word of ours is made of. */
export const UNKNOWN = '¤';

/** Skin tones and the signs of gender change nothing in what an emoji says. */
const DECORATION = /[\u{1F3FB}-\u{1F3FF}\u2640\u2642]/gu;

const QUESTION_MARKS = /[?¿\u061F\u2753\u2754\u2047-\u2049\u203D]/gu;

/**
 * A reply as the grammar compares it: lower case, no accents, no punctuation but `?`, letters typed several times once
 * ("vooy"), 0 and 1 inside a word read as o and i ("v0y"), words parted by one space. Folding twice is folding once.
 */
export function foldReply(text: string): string {
  const plain = stripMarks(stripMarks(text).toLowerCase());
  const spaced = plain
    .replaceAll(/(?<=\p{L})['’‘´`ʼ](?=\p{L})/gu, '')
    .replaceAll(QUESTION_MARKS, ' ? ')
    .replaceAll(/[\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(DECORATION, '')
    .replaceAll(/[^a-z0-9?\s]/gu, foldSymbol)
    .replaceAll(/(\d)(?=(?:min|mins|minutos?|minutes?|m)(?![a-z0-9]))/g, '$1 ');
  return spaced.split(/\s+/).filter((word) => word !== '').map(foldWord).join(' ');
}

/** Compatibility forms opened, accents and keycaps off. */
function stripMarks(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

function foldSymbol(symbol: string): string {
  if (MEANINGFUL.has(symbol)) return ` ${symbol} `;
  return /[\p{L}\p{N}\p{S}]/u.test(symbol) && (symbol.codePointAt(0) ?? 0) > 0x7f ? UNKNOWN : ' ';
}

function foldWord(word: string): string {
  if (word === 'all' || !/[a-z]/.test(word) || !/^[a-z01]+$/.test(word)) return word;
  return word.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll(/([a-z])\1+/g, '$1');
}
