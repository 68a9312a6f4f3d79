import { foldReply } from './reply-folding.ts';
import * as words from './reply-words.ts';

export type PhraseClass =
  | 'take' | 'yes' | 'yesOrIf' | 'everything' | 'done' | 'ready' | 'giveBack' | 'receipt' | 'agreement' | 'filler' | 'delay'
  | 'number' | 'negation' | 'decline' | 'declineBeside' | 'name';

/** A list of phrases folded like the replies they are compared with, by their words joined with a space. */
type Phrases = ReadonlyMap<string, PhraseClass>;

const LONGEST_PHRASE = 8;

const SAID_PLAINLY: Phrases = phrases([
  ['filler', words.FILLER], ['agreement', words.AGREEMENT], ['receipt', words.RECEIPT], ['giveBack', words.GIVE_BACK],
  ['ready', words.READY], ['done', words.DONE], ['everything', words.EVERYTHING], ['yesOrIf', words.YES_OR_IF], ['yes', words.YES],
  ['decline', words.DECLINE], ['take', words.TAKE],
]);

const SAID_AGAINST: Phrases = phrases([
  ['filler', words.FILLER], ['agreement', words.AGREEMENT], ['declineBeside', words.DECLINE_BESIDE], ['decline', words.DECLINE],
  ['negation', words.NEGATION],
]);

function phrases(lists: [PhraseClass, readonly string[]][]): Phrases {
  return new Map(lists.flatMap(([kind, list]) => list.map((phrase): [string, PhraseClass] => [foldReply(phrase), kind])));
}

/** Folds a list once, for look-ups of whole phrases. */
export function foldedSet(list: readonly string[]): ReadonlySet<string> {
  return new Set(list.map(foldReply));
}

/** What a reply is made of: its classes in order and the option it names; null when any word of it is unknown. */
export interface Reading { classes: PhraseClass[]; number: number | null }

/**
 * Reads a folded reply as a row of known phrases, the longest first. `against` reads it as a refusal, where "voy"
 * belongs to "no voy".
 */
export function readPhrases(tokens: readonly string[], how: 'plainly' | 'against', names: ReadonlySet<string>): Reading | null {
  const known = how === 'plainly' ? SAID_PLAINLY : SAID_AGAINST;
  const dead = new Set<number>();
  const from = (at: number): { kind: PhraseClass; text: string }[] | null => {
    if (at === tokens.length) return [];
    if (dead.has(at)) return null;
    for (const length of lengths(tokens.length - at)) {
      const text = tokens.slice(at, at + length).join(' ');
      const kind = known.get(text) ?? (names.has(text) ? 'name' : undefined) ?? spokenNumber(text);
      const rest = kind === undefined ? null : from(at + length);
      if (kind !== undefined && rest !== null) return [{ kind, text }, ...rest];
    }
    dead.add(at);
    return null;
  };
  const read = tokens.length > MAX_TOKENS ? null : from(0);
  if (read === null) return null;
  const numbers = read.filter(({ kind }) => kind === 'number').map(({ text }) => toNumber(text));
  if (numbers.length > 1) return null;
  return { classes: read.map(({ kind }) => kind), number: numbers[0] ?? null };
}

/** Nobody takes an alert in more words than these; it also bounds the search. */
const MAX_TOKENS = 30;

function lengths(most: number): number[] {
  const longest = Math.min(most, LONGEST_PHRASE);
  return Array.from({ length: longest }, (_, index) => longest - index);
}

const NUMBER = new RegExp(`^(?:(?:${words.NUMBER_BESIDE.map(foldReply).join('|')}) )?(\\d{1,2}|[a-z]+)$`);
const DELAY = new RegExp(
  `^(?:(?:${words.DELAY_BEFORE.join('|')}) (?:\\d{1,2}|un|one|a)(?: (?:${words.DELAY_AFTER.join('|')}))?|\\d{1,2} (?:${words.DELAY_AFTER.join('|')}))$`,
);

function spokenNumber(text: string): 'number' | 'delay' | undefined {
  if (DELAY.test(text)) return 'delay';
  return Number.isNaN(toNumber(text)) ? undefined : 'number';
}

function toNumber(text: string): number {
  const said = NUMBER.exec(text)?.[1] ?? '';
  return /^\d+$/.test(said) ? Number(said) : words.NUMBER_WORDS[said] ?? Number.NaN;
}
