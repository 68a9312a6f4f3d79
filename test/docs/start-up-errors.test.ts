import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, ROOT } from './pages.ts';

const sources = globSync('src/**/*.ts', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));

/** Texts as the code writes them, what is filled in as "…". */
function plain(literal: string): string {
  return literal.replaceAll(/\$\{[^}]*\}/g, '…').replaceAll("\\'", "'");
}

/** What the page says that a person reads: the parts between what is filled in. */
function said(): string[][] {
  const text = pages().find(({ path }) => path === 'docs/operations.md')?.text ?? '';
  const [, rows = ''] = /^\| it says \|.*\n\|[-|]+\n((?:\|.*\n)*)/m.exec(text) ?? [];
  const cells = rows.split('\n').flatMap((row) => row.split('|')[1]?.trim() ?? []).flatMap((cell) => (cell.startsWith('Slack is') ? [] : [cell]));
  return cells.map((cell) => cell.split('…').map((part) => part.trim()).filter((part) => part !== ''));
}

/** Each sentence in English with which a start is refused: where it is thrown is named by which word of its table. */
function thrown(): string[] {
  const names = sources.flatMap((source) => [...source.matchAll(/new (?:StartUpError|EndedWhileStarting)\(\w+\([^;]*?words\.(\w+)/g)].map(([, name]) => name ?? ''));
  return names.map((name) => plain(sources.flatMap((source) => english(source, name)).join('')));
}

/** What a table says under a name, in English. */
function english(source: string, name: string): string[] {
  const [, table = ''] = source.split(/^const en: /m);
  const found = new RegExp(`^ {2}${name}: ([^]*?)(?=^ {2}\\w+:|^\\};)`, 'm').exec(table)?.[1];
  return found === undefined ? [] : [found];
}

describe('the start-up errors in docs/operations.md', () => {
  it('are told of as the service words them', () => {
    const words = sources.map(plain).join('\n');
    expect(said().length).toBeGreaterThan(15);
    expect(said().filter((parts) => parts.some((part) => !words.includes(part)))).toEqual([]);
  });

  it('are all there', () => {
    const isTold = (sentence: string): boolean => said().some((parts) => parts.every((part) => sentence.includes(part)));
    expect(thrown().length).toBeGreaterThan(8);
    expect(thrown().filter((sentence) => sentence === '' || !isTold(sentence))).toEqual([]);
  });
});
