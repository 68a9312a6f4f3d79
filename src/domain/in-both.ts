import type { Language } from './people.ts';
import type { Said } from './said.ts';

/** What both tables of words say of the same thing. What is told within it and exists in both languages is taken in `language`. */
export function inBoth<Words>(tables: Readonly<Record<Language, Words>>, tell: (words: Words, language: Language) => string): Said {
  return { es: tell(tables.es, 'es'), en: tell(tables.en, 'en') };
}
