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

/** Each sentence with which a start is refused, from where it is thrown. */
function thrown(): string[] {
  return sources.flatMap((source) => [...source.matchAll(/new StartUpError\(\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`|"([^"]*)")/g)].map((match) => plain(match[1] ?? match[2] ?? match[3] ?? '')));
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
    expect(thrown().filter((sentence) => !isTold(sentence))).toEqual([]);
  });
});
