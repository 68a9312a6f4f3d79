import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Around {
  stdin?: string;
  env?: Record<string, string>;
}

/** With a home of its own and nothing else of this machine's environment. */
function environment(home: string, env: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, VIGIA_HOME: home, NO_COLOR: '1', LANG: 'es_CL.UTF-8', ...env };
}

/** Runs a command of `vigia` in this process: all of it but what `spawnVigia` adds. */
export async function runVigia(home: string, args: readonly string[], { stdin = '', env = {} }: Around = {}): Promise<Ran> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const written = Promise.all([text(stdout), text(stderr)]);
  const code = await runCommandLine({ args, env: environment(home, env), cwd: ROOT, stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr, onInterrupt: () => {} });
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { code, stdout: out, stderr: err };
}

/** Runs `vigia` as a person does, in a process of its own. */
export async function spawnVigia(home: string, args: readonly string[], { stdin = '', env = {} }: Around = {}): Promise<Ran> {
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'bin/vigia.mjs'), ...args], { cwd: ROOT, env: environment(home, env) });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout), text(child.stderr), new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { code, stdout, stderr };
}

/** Like runVigia with `--json`; the document that was printed. */
export async function vigiaJson<T>(home: string, args: readonly string[], env: Record<string, string> = {}): Promise<T> {
  const { stdout } = await runVigia(home, [...args, '--json'], { env });
  return JSON.parse(stdout) as T;
}
