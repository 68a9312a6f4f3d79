import type { Correction } from './correction.ts';
import type { Language } from './people.ts';

/** What the schemas of the domain refuse in a configuration file. */
export interface SchemaWords {
  notAName: Correction;
  notADuration: (text: string) => Correction;
}

const es: SchemaWords = {
  notAName: { problem: 'no es un nombre como los que usa este archivo', hint: 'Use minúsculas sin tilde, números y _, empezando por una letra, 40 como máximo.' },
  notADuration: (text) => ({ problem: `"${text}" no es una duración`, hint: 'Escriba un número entero y su unidad: "90 s", "5 min", "12 h" o "2 d".' }),
};

const en: SchemaWords = {
  notAName: { problem: 'is not a name as this file uses them', hint: 'Use lower-case letters, digits and _, beginning with a letter, 40 at most.' },
  notADuration: (text) => ({ problem: `"${text}" is not a duration`, hint: 'Write a whole number and its unit: "90 s", "5 min", "12 h" or "2 d".' }),
};

export const SCHEMA_WORDS: Readonly<Record<Language, SchemaWords>> = { es, en };
