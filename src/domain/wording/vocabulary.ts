import type { Language } from '../people.ts';
import type { Sentences } from './sentence-table.ts';
import { SENTENCES } from './sentences.ts';

/** Every word that can be said in a language, lower case; what isn't here came in by a slot. */
export const VOCABULARY: Record<Language, ReadonlySet<string>> = { es: wordsIn(SENTENCES.es), en: wordsIn(SENTENCES.en) };

/** The words of a text, lower case, slots left out. */
export function wordsOf(text: string): string[] {
  return [...text.replaceAll(/\{\w+\}/g, ' ').toLowerCase().matchAll(/\p{L}[\p{L}\p{M}]*/gu)].map(([word]) => word);
}

function sentencesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentencesIn) : [];
}

function wordsIn(sentences: Sentences): ReadonlySet<string> {
  return new Set(sentencesIn(sentences).flatMap(wordsOf));
}
