import type { Language } from './people.ts';
/** What is told to a person who may read either language. */
export type Said = Readonly<Record<Language, string>>;
