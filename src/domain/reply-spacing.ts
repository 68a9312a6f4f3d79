import { foldReply } from './reply-folding.ts';
import * as words from './reply-words.ts';

/** Shorter ones are found in too many words. */
const SHORTEST = 2;

/** Words before which people leave out the space: "okvoy", "novoy". */
const LEADS = byLetters([words.YES_OR_IF, words.YES, words.AGREEMENT, ['no']]);

/** What is known by its letters alone. What says nothing by itself isn't, nor what ends messages: that has to be written plainly. */
const PHRASES = byLetters([
  words.TAKE, words.YES, words.YES_OR_IF, words.READY, words.DONE, words.GIVE_BACK, words.RECEIPT, words.AGREEMENT, words.DECLINE, words.DECLINE_BESIDE, words.FIRM_DECLINE, ['no'],
]);

/**
 * A folded reply with its spaces where listed words have them: "okvoy" is "ok voy", and "s i" is "si". Only the whole of it is looked up, as
 * one phrase or as two of which the first is a yes, a no or an OK. Null when that isn't what it is.
 */
export function respace(folded: string): string | null {
  if (!/^[a-z ]+$/.test(folded)) return null;
  const letters = folded.replaceAll(' ', '');
  const whole = PHRASES.get(letters);
  if (whole !== undefined) return whole;
  for (let at = SHORTEST; at <= letters.length - SHORTEST; at += 1) {
    const [lead, rest] = [LEADS.get(letters.slice(0, at)), PHRASES.get(letters.slice(at))];
    if (lead !== undefined && rest !== undefined) return `${lead} ${rest}`;
  }
  return null;
}

function byLetters(lists: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  const phrases = lists.flat().map(foldReply).filter((phrase) => /^[a-z ]+$/.test(phrase) && phrase.length >= SHORTEST);
  return new Map(phrases.map((phrase) => [phrase.replaceAll(' ', ''), phrase]));
}
