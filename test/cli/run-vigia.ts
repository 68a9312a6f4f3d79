import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { COMPILE_CACHE } from '../support/compile-cache.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `vigia` as a person does, with a home of its own and nothing else of this machine's environment. */
export async function runVigia(home: string, args: readonly string[], { stdin = '', env = {} }: { stdin?: string; env?: Record<string, string> } = {}): Promise<Ran> {
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'bin/vigia.mjs'), ...args], {
    cwd: ROOT, env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILE_CACHE, VIGIA_HOME: home, NO_COLOR: '1', LANG: 'es_CL.UTF-8', ...env },
  });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += chunk;
    return text;
  };
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  const [stdout, stderr, code] = await Promise.all([
    read(child.stdout), read(child.stderr), new Promise<number | null>((done) => child.on('close', done)),
  ]);
  return { code, stdout, stderr };
}

/** Like runVigia with `--json`; the document that was printed. */
export async function vigiaJson<T>(home: string, args: readonly string[]): Promise<T> {
  const { stdout } = await runVigia(home, [...args, '--json']);
  return JSON.parse(stdout) as T;
}
