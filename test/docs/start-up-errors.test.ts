import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, ROOT } from './pages.ts';

const sources = globSync('src/**/*.ts', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));

/** Texts as the code writes them, what is filled in as "…". */
function plain(literal: string): string {
  return literal.replaceAll(/\$\{[^}]*\}/g, '…').replaceAll("\\'", "'");
}

/** Where each language stands in the page's table. */
const COLUMNS = { en: 1, es: 2 } as const;

type Spoken = keyof typeof COLUMNS;

/** What the page says that a person reads: the parts between what is filled in. */
function said(language: Spoken): string[][] {
  const text = pages().find(({ path }) => path === 'docs/operations.md')?.text ?? '';
  const [, rows = ''] = /^\| it says \|.*\n\|[-|]+\n((?:\|.*\n)*)/m.exec(text) ?? [];
  const cells = rows.split('\n').flatMap((row) => row.split('|')[COLUMNS[language]]?.trim() ?? []);
  return cells.map((cell) => cell.split('…').map((part) => part.trim()).filter((part) => part !== ''));
}

/** Each sentence with which a start is refused: where it is thrown is named by which word of its table. */
function thrown(language: Spoken): string[] {
  const names = sources.flatMap((source) => [...source.matchAll(/new (?:StartUpError|EndedWhileStarting)\(\w+\([^;]*?words\.(\w+)/g)].map(([, name]) => name ?? ''));
  return names.map((name) => plain(sources.flatMap((source) => wordOf(tableOf(source, language), name)).join('')));
}

/** A table of words in one language; empty where there is none. */
function tableOf(source: string, language: Spoken): string {
  return new RegExp(`^const ${language}: ([^]*?)^\\};`, 'm').exec(source)?.[1] ?? '';
}

/** What a table says under a name. */
function wordOf(table: string, name: string): string[] {
  const found = new RegExp(`^ {2}${name}: ([^]*?)(?=^ {2}\\w+:|$(?![^]))`, 'm').exec(table)?.[1];
  return found === undefined ? [] : [found];
}

describe.each(['en', 'es'] as const)('the start-up errors in docs/operations.md, column %s', (language) => {
  it('are told of as the service words them', () => {
    const words = sources.map((source) => plain(tableOf(source, language))).join('\n');
    expect(said(language).length).toBeGreaterThan(15);
    expect(said(language).filter((parts) => parts.some((part) => !words.includes(part)))).toEqual([]);
  });

  it('are all there', () => {
    const isTold = (sentence: string): boolean => said(language).some((parts) => parts.every((part) => sentence.includes(part)));
    expect(thrown(language).length).toBeGreaterThan(8);
    expect(thrown(language).filter((sentence) => sentence === '' || !isTold(sentence))).toEqual([]);
  });
});
