import type { Language } from '../domain/people.ts';

/**
 * In which language a process speaks: English where its environment asks for it; the hospital's language elsewhere. A variable that is
 * set to nothing counts as not set. https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function languageFrom(env: NodeJS.ProcessEnv): Language {
  return /^en/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'en' : 'es';
}
