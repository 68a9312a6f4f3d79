import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** One page that people read, and what a check needs of it. */
export interface Page {
  /** From the root of the repository. */
  path: string;
  text: string;
  /** What stands in backticks within a line, outside of fenced blocks. */
  spans: string[];
  /** Lines of fenced blocks that a person may type: those of `sh`. */
  commands: string[];
  /** Where links and pictures lead, without those to the web. */
  links: string[];
}

export function pages(): Page[] {
  const found = globSync(['README.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: ROOT }).sort();
  return found.map((path) => readPage(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function readPage(path: string, text: string): Page {
  const fences = [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const prose = text.replaceAll(/^```\w*\n.*?^```$/gms, '');
  return {
    path,
    text,
    spans: [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? ''),
    commands: fences.filter(([, language]) => language === 'sh').flatMap(([, , body]) => (body ?? '').replaceAll(/\\\n\s*/g, '').split('\n')).filter((line) => line !== ''),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '').filter((link) => !/^[a-z]+:/i.test(link)),
  };
}

/** Whether a page may name it as a file or folder: from the root, or from where the page is. `*` stands for anything in a name. */
export function isThere(page: Pick<Page, 'path'>, named: string): boolean {
  const path = named.replace(/#.*$/, '').replace(/\/$/, '');
  const places = [path, join(dirname(page.path), path)];
  return places.some((place) => (place.includes('*') ? globSync(place, { cwd: ROOT }).length > 0 : existsSync(join(ROOT, place))));
}

/** Everything in a list that a check has something against, with the page it stands on. */
export function complaints<T>(of: (page: Page) => readonly T[], isWrong: (item: T, page: Page) => boolean): string[] {
  return pages().flatMap((page) => of(page).filter((item) => isWrong(item, page)).map((item) => `${page.path}: ${String(item)}`));
}
