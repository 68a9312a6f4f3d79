import { languageFrom } from '../../src/launch/process-language.ts';

test.each([[{ LANG: 'en_US.UTF-8' }, 'en'], [{ LANG: 'es_CL.UTF-8' }, 'es'], [{ LANG: 'C' }, 'es'], [{}, 'es'], [{ LANG: 'es_CL', LC_ALL: 'en_GB' }, 'en'], [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'en']])('with %j it speaks %s', (env, language) => {
  expect(languageFrom(env)).toBe(language);
});
