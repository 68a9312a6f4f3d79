import { LANGUAGES, type Language } from '../../src/domain/people.ts';

/** How a table's words are tried: for each that takes arguments, calls of it. */
export type Samples<Words> = {
  [Key in keyof Words as Words[Key] extends (...args: never[]) => unknown ? Key : never]: Words[Key] extends (...args: infer Args) => unknown ? readonly Args[] : never;
};

/** Products and terms that have one name in every language. */
const PRODUCTS = /\b(?:Vigia|Temporal|Slack|Twilio|WhatsApp|PostgreSQL|Meta|SMS|TLS|HTTPS?|NTP|Node|npm|JSON|Socket Mode|Ctrl-C|sslmode|sslrootcert|verify-full)\b/g;

/** Variables, paths, addresses, scopes, files, commands' flags, numbers: words of which a letter is no letter. */
const IDENTIFIERS = /"[^"]*"|`[^`]*`|[\p{L}\w:/?+@.*-]*[\d_/@=][\p{L}\w:/?+@.=*&%-]*|\b[\w-]+(?:[.:][\w+-]+)+|(?<=\s)--[\w-]+/gu;

/** What a sentence names that a person types, looks for or copies: the same in every language. Sorted; each once. */
export function namedIn(text: string): string[] {
  const identifiers = [...text.matchAll(IDENTIFIERS)].map(([found]) => found.replace(/[.,:;?]+$/, '').replace(/^(\d+)-\p{L}+$/u, '$1'));
  return [...new Set([...identifiers, ...[...text.matchAll(PRODUCTS)].map(([found]) => found)])].filter((each) => each !== '').sort();
}

/** Each sentence of a table by its place in it, as its samples fill it in. */
export function sentencesOf<Words extends object>(words: Words, samples: Samples<Words>): Record<string, string> {
  const said = Object.entries(words).flatMap(([key, word]): [string, string][] => {
    if (typeof word !== 'function') return sentencesIn(key, word);
    const calls = (samples as Record<string, readonly (readonly unknown[])[]>)[key] ?? [];
    return calls.flatMap((args, index) => sentencesIn(`${key} ${index}`, (word as (...given: readonly unknown[]) => unknown)(...args)));
  });
  return Object.fromEntries(said);
}

/** A sentence, those of a group of them, or none. */
function sentencesIn(key: string, word: unknown): [string, string][] {
  if (word === null || word === undefined) return [];
  if (typeof word !== 'object') return [[key, String(word)]];
  return Object.entries(sentencesOf(word, {})).map(([inner, text]) => [`${key}.${inner}`, text]);
}

/** Where the two languages of a table don't name the same things, or say the same words; empty when all is well. */
export function differences<Words extends object>(tables: Readonly<Record<Language, Words>>, samples: Samples<Words>): Record<string, unknown> {
  const [es, en] = LANGUAGES.map((language) => sentencesOf(tables[language], samples)) as [Record<string, string>, Record<string, string>];
  const differs = Object.keys({ ...es, ...en }).filter((key) => {
    const [first, second] = [es[key] ?? '', en[key] ?? ''];
    return namedIn(first).join(' ') !== namedIn(second).join(' ') || first === second;
  });
  return Object.fromEntries(differs.map((key) => [key, { es: es[key], en: en[key], named: [namedIn(es[key] ?? ''), namedIn(en[key] ?? '')] }]));
}
