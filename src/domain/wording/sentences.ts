import type { Language } from '../people.ts';
import type { Sentences } from './sentence-table.ts';
import { SENTENCES_EN } from './sentences-en.ts';
import { SENTENCES_ES } from './sentences-es.ts';

/** All that can be said, by language. */
export const SENTENCES: Record<Language, Sentences> = { es: SENTENCES_ES, en: SENTENCES_EN };
