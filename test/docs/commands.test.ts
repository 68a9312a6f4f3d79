import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { complaints, pages, ROOT, type Page } from './pages.ts';

const run = promisify(execFile);

/** What npm does by itself, without a script of that name. */
const NPM_OWN = new Set(['ci', 'install', 'audit', 'outdated']);

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** Commands in backticks and in blocks of `sh`, those joined by `&&` each for itself. */
const typed = ({ spans, commands }: Page): string[] => [...spans, ...commands].flatMap((text) => text.split('&&')).map((text) => text.trim());

const npmOf = (page: Page): string[] => typed(page).flatMap((text) => /^npm (?:run )?([a-z:-]+)/.exec(text)?.[1] ?? []);
const vigiaOf = (page: Page): string[] => typed(page).filter((text) => /^npx vigia(?: |$)/.test(text)).map((text) => text.slice('npx vigia'.length).trim());

/** A command's help as people get it. */
async function helpOf(path: readonly string[]): Promise<string> {
  const node = join(ROOT, 'node_modules', '.bin', 'node');
  const { stdout } = await run(existsSync(node) ? node : process.execPath, [join(ROOT, 'src/cli.ts'), ...path, '--help'], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
  return stdout;
}

/** The names of commands in a help text, whatever heading they stand under; an alias stands after a bar. */
function commandsIn(help: string): string[] {
  const sections = help.split(/^(?=[A-Z][\w ]*:$)/m).filter((section) => /^[A-Z]/.test(section) && !/^(?:Usage|Arguments|[\w ]*[Oo]ptions)\b.*:$/m.test(section.split('\n')[0] ?? ''));
  return sections.flatMap((section) => [...section.matchAll(/^ {2}([a-z][\w|-]*)/gm)]).flatMap((match) => (match[1] ?? '').split('|')).filter((name) => name !== 'help');
}

/** What is wrong with a command as a page writes it; null when nothing is. */
async function complaintAbout(command: string, cache: Map<string, Promise<string>>): Promise<string | null> {
  const help = (path: string[]): Promise<string> => {
    const key = path.join(' ');
    const known = cache.get(key) ?? helpOf(path);
    cache.set(key, known);
    return known;
  };
  const path: string[] = [];
  for (const word of command.split(/\s+/)) {
    const commands = commandsIn(await help(path));
    if (commands.length === 0 || !/^[a-z]/.test(word)) break;
    if (!commands.includes(word)) return `no command ${[...path, word].join(' ')}`;
    path.push(word);
  }
  const text = await help(path);
  const flag = [...command.matchAll(/(?<= )--[a-z-]+/g)].map(([name]) => name).find((name) => !text.includes(name));
  return flag === undefined ? null : `no ${flag} of ${path.join(' ')}`;
}

describe('the commands that the pages name', () => {
  it("are scripts of package.json where they are npm's", () => {
    expect(complaints(npmOf, (name) => !NPM_OWN.has(name) && scripts[name] === undefined)).toEqual([]);
    expect(pages().flatMap(npmOf)).toEqual(expect.arrayContaining(['ci', 'start', 'test', 'check']));
  });

  it('are commands and flags that vigia has', async () => {
    const named = [...new Set(pages().flatMap(vigiaOf))].filter((command) => command !== '');
    expect(named.length).toBeGreaterThan(8);
    const cache = new Map<string, Promise<string>>();
    const wrong: string[] = [];
    for (const command of named) {
      const complaint = await complaintAbout(command, cache);
      if (complaint !== null) wrong.push(`npx vigia ${command}: ${complaint}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('would be complained of if vigia had them not', async () => {
    const cache = new Map<string, Promise<string>>();
    expect(await complaintAbout('juggle K7F2-Q9MD', cache)).toBe('no command juggle');
    expect(await complaintAbout('policy juggle', cache)).toBe('no command policy juggle');
    expect(await complaintAbout('show K7F2-Q9MD --juggle', cache)).toBe('no --juggle of show');
  }, 30_000);

  it('include the two of the README, each in a block of its own', () => {
    const readme = pages().find(({ path }) => path === 'README.md');
    expect(readme?.commands).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });
});
