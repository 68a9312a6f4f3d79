import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { namedIn } from '../support/same-names.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Runs the bin by a Node that says it is version 20; what the bin starts in its place says the truth. */
async function runByOldNode(bin: string, args: readonly string[], language = 'en_US.UTF-8'): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const pretend = "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})";
  const env = { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILE_CACHE, VIGIA_HOME: home, LANG: language };
  return run(join(ROOT, 'node_modules/.bin/node'), ['--import', pretend, bin, ...args], { cwd: ROOT, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: unknown; stdout: string; stderr: string }) => ({ code, stdout, stderr }),
  );
}

const home = temporaryFolder();

describe('vigia run by a Node that is too old', () => {
  test('goes on with the Node that the package brings, and hands on its output and exit code', async () => {
    expect(await runByOldNode(join(ROOT, 'bin/vigia.mjs'), ['list', '--json'])).toEqual({ code: 0, stdout: '{\n  "alerts": []\n}\n', stderr: 'There are no alerts.\n' });
    expect(await runByOldNode(join(ROOT, 'bin/vigia.mjs'), ['show', 'K7F2-Q9MD'])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('No alert has the code K7F2-Q9MD') });
  });

  test('says in one sentence, in either language, what to do where the package brings none', async () => {
    const bare = join(home, 'bare');
    for (const file of ['bin/vigia.mjs', 'src/launch/require-node.mjs']) cpSync(join(ROOT, file), join(bare, file), { recursive: true });
    const { code, stdout, stderr } = await runByOldNode(join(bare, 'bin/vigia.mjs'), ['list']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Vigia needs Node 24 or newer, and this is Node 20\.20\.2: .*\n$/);
    const spanish = (await runByOldNode(join(bare, 'bin/vigia.mjs'), ['list'], 'es_CL.UTF-8')).stderr;
    expect(spanish).toMatch(/^Vigia necesita Node 24 o más nuevo, y este es Node 20\.20\.2: .*\n$/);
    expect(namedIn(spanish)).toEqual(namedIn(stderr));
  });
});
