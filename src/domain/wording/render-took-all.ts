import type { RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import { fill } from './fill.ts';
import { toAnswer, type DecisionContext } from './render-answer.ts';
import { MAX_TEXT_CHARS, type Medium } from './render-message.ts';
import { SENTENCES } from './sentences.ts';
import { codeSlot } from './slots.ts';

/** What came of taking several at once; a code stands in one list. */
export interface TookAll {
  type: 'tookAll';
  /** Theirs now, those that were theirs before among them. */
  taken: string[];
  /** Somebody else has them. */
  others: string[];
  closed: string[];
  /** Paged to them and not delivered yet: not taken. */
  notDelivered: string[];
  /** Handed over, and not confirmed yet. */
  recorded: string[];
}

/** Codes named in a list at most; of further ones it says how many there are. */
const NAMED = 20;

/** Says what was taken and what wasn't, each by its code as far as there is room. */
export function renderTookAll(what: TookAll, context: DecisionContext, language: Language, medium: Medium): RenderedMessage {
  for (let named = NAMED; ; named -= 1) {
    const text = textOf(what, named, language, medium);
    if (named <= 1 || text.length <= MAX_TEXT_CHARS) return toAnswer(text, context, language, medium);
  }
}

function textOf({ taken, others, closed, notDelivered, recorded }: TookAll, named: number, language: Language, medium: Medium): string {
  const words = SENTENCES[language].tookAll;
  const part = (sentence: string, codes: readonly string[]): string[] => (codes.length === 0 ? [] : [fill(sentence, { count: String(codes.length), codes: list(codes, named, language) })]);
  const took = taken.length === 0 && recorded.length === 0 ? [words.none] : part(medium === 'slack' ? words.takenInSlack : words.taken, taken);
  return [...took, ...part(words.recorded, recorded), ...part(words.notDelivered, notDelivered), ...part(words.others, others), ...part(words.closed, closed)].join('\n');
}

function list(codes: readonly string[], named: number, language: Language): string {
  const shown = codes.slice(0, named).map(codeSlot).join(' ');
  return codes.length > named ? `${shown} ${fill(SENTENCES[language].digest.more, { more: String(codes.length - named) })}` : shown;
}
