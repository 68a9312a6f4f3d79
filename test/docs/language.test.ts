import { complaints, pages, readPage, type Page } from './pages.ts';

/** Places on somebody's machine: a page is read on others. */
const MACHINE_PATH = /(?<![\w.:/-])\/(?:home|root|tmp|work|mnt|opt|srv|Users|private|var)\/[\w.-]+/g;
/** Package registries and their mirrors: people use their own client's setting. */
const REGISTRY = /\b(?:registry\.npmjs\.org|registry\.yarnpkg\.com|pypi\.org|files\.pythonhosted\.org|proxy\.golang\.org|crates\.io|[\w-]*(?:artifactory|nexus|verdaccio)[\w.-]*)\b/gi;
/** How the work was organised is nobody's business who reads the result. */
const WORKPLACE = /\b(?:sub-?agents?|the integrator|work ?stretch|this session|language assistant|as an AI|prompt(?:ed)? to|TODO|FIXME|lorem ipsum)\b/gi;
/** Addresses of this machine belong to examples of output and to defaults alone. */
const PRIVATE_ADDRESS = /\b(?:10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+)\b/g;

const all = (pattern: RegExp) => ({ text }: Pick<Page, 'text'>): string[] => [...text.matchAll(pattern)].map(([found]) => found);

describe('the pages', () => {
  it.each([
    ['a path of a machine', MACHINE_PATH], ["a registry's host", REGISTRY], ['how the work was organised', WORKPLACE], ['an address of a private network', PRIVATE_ADDRESS],
  ])('do not mention %s', (_, pattern) => {
    expect(complaints(all(pattern), () => true)).toEqual([]);
  });

  it('would be complained of if they did', () => {
    const { text } = readPage('docs/x.md', 'It lies in /home/ana/vigia, see registry.npmjs.org and TODO; the path /health and `src/work/x.ts` are fine. 10.0.0.7');
    expect([MACHINE_PATH, REGISTRY, WORKPLACE, PRIVATE_ADDRESS].flatMap((pattern) => all(pattern)({ text }))).toEqual(['/home/ana', 'registry.npmjs.org', 'TODO', '10.0.0.7']);
  });

  it('end each with a line of its own, without trailing spaces or tabs', () => {
    expect(pages().filter(({ text }) => !text.endsWith('\n') || /[ \t]$/m.test(text) || text.includes('\t')).map(({ path }) => path)).toEqual([]);
  });

  it('name numbers and people that are invented', () => {
    const numbers = complaints(all(/\+\d{8,15}\b/g), (number) => !/^\+1\d{3}55501\d{2}$/.test(number));
    expect(numbers).toEqual([]);
  });
});
