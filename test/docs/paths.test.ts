import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { complaints, isThere, pages, readPage, ROOT, type Page } from './pages.ts';

const FILE_NAME = /^[\w.-]+\.(?:ts|mjs|cjs|js|md|ya?ml|json|svg|db|log|pid)$/;
const PATH = /^(?:\.{0,2}\/?)(?:[\w.*-]+\/)+[\w.*-]*$/;

const sources = globSync(['src/**/*.ts', 'src/**/*.mjs'], { cwd: ROOT });
const named = new Set(globSync(['*.*', '.*.*', '{src,test,scripts,config,examples,docs,bench}/**/*.*'], { cwd: ROOT }).map((path) => basename(path)));

/** Files and folders that the service makes while it runs are quoted in its sources. */
const madeByUs = new Set(sources.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(/'([\w./-]+)'/g)].map((match) => match[1] ?? '')));

function isMissing(span: string, page: Pick<Page, 'path'>): boolean {
  if (FILE_NAME.test(span)) return !named.has(span) && !madeByUs.has(span);
  return !isThere(page, span) && !madeByUs.has(span.replace(/\/$/, ''));
}

const pathsOf = ({ spans }: Page): string[] => spans.filter((span) => FILE_NAME.test(span) || (PATH.test(span) && !span.startsWith('/')));

describe('the pages', () => {
  it('name only files and folders that exist, or that the service makes', () => {
    expect(complaints(pathsOf, isMissing)).toEqual([]);
  });

  it('name paths at all, so that this check looks at something', () => {
    expect(pages().flatMap(pathsOf).length).toBeGreaterThan(50);
  });

  it('link only to what exists', () => {
    expect(complaints(({ links }) => links, (link, page) => !link.startsWith('#') && !isThere(page, link))).toEqual([]);
  });

  it('are linked from another page, each of them', () => {
    const all = pages();
    const linked = new Set(all.flatMap(({ path, links }) => links.map((link) => join(path, '..', link.replace(/#.*$/, '')))));
    const inFolder = (path: string): boolean => [...linked].some((link) => link.endsWith('/') && path.startsWith(link));
    expect(all.map(({ path }) => path).filter((path) => path !== 'README.md' && !linked.has(path) && !inFolder(path))).toEqual([]);
  });

  it('would be complained of for a file that is gone', () => {
    const page = readPage('README.md', 'See `src/gone.ts`, `nothing.yaml` and [this](docs/gone.md); `src/client.ts` and `/health` are fine.');
    expect(pathsOf(page).filter((path) => isMissing(path, page))).toEqual(['src/gone.ts', 'nothing.yaml']);
    expect(page.links.filter((link) => !isThere(page, link))).toEqual(['docs/gone.md']);
  });
});
