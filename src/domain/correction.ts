import type { Language } from './people.ts';
import type { Said } from './said.ts';

/** What is wrong with something that a person wrote, and what to do about it, in one language. */
export interface Correction {
  /** Follows the name of the field: without a capital letter, and without a full stop. */
  problem: string;
  /** A sentence. */
  hint: string;
}

/** The same in both languages. */
export type SaidCorrection = Readonly<Record<keyof Correction, Said>>;

/** Takes a correction out of a table of words, in each of its languages. */
export function sayCorrection<Words>(table: Readonly<Record<Language, Words>>, tell: (words: Words, language: Language) => Correction): SaidCorrection {
  const [es, en] = [tell(table.es, 'es'), tell(table.en, 'en')];
  return { problem: { es: es.problem, en: en.problem }, hint: { es: es.hint, en: en.hint } };
}

export function tellCorrection({ problem, hint }: SaidCorrection, language: Language): Correction {
  return { problem: problem[language], hint: hint[language] };
}

/** How a schema hands on the words for what it refuses; zod's own message is the English one. */
export function refusal(correction: SaidCorrection): { error: string; params: SaidCorrection } {
  return { error: correction.problem.en, params: correction };
}
