import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { cacheFile } from '../src/sandbox/temporal/cache-file.ts';
import { COMPILE_CACHE } from './support/compile-cache.ts';

declare global {
  // jest hands no value from setup to teardown other than by the process's own globals.
  var stopServersForTests: (() => Promise<void>) | undefined;
}

/** What test files can ask for by the path, and the program that starts it. */
const HELPERS = new Map([['/temporal', 'temporal-helper.ts'], ['/postgres', 'postgres-helper.ts']]);

/**
 * One Temporal server and one PostgreSQL server for a whole run of jest, each started when the first test file asks for it: a run
 * of unit tests pays nothing. Test files, each in a process of its own, ask here by HTTP; see support/ask-broker.ts.
 */
export default async function globalSetup(): Promise<void> {
  downloadOnce();
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  const helpers: ChildProcess[] = [];
  const answers = new Map<string, Promise<string>>();
  const broker = createServer((request, response) => {
    const path = request.url ?? '';
    const script = HELPERS.get(path);
    if (script === undefined) {
      response.writeHead(404).end(`no helper for ${path}`);
      return;
    }
    const answer = answers.get(path) ?? startHelper(script, (child) => helpers.push(child));
    answers.set(path, answer);
    answer.then(
      (line) => response.end(line),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'failed'),
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.unref();
  process.env.TEST_BROKER = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
  globalThis.stopServersForTests = async () => {
    broker.close();
    broker.closeAllConnections();
    await Promise.all(helpers.map(end));
  };
}

/** On a machine without Temporal it is brought before any test's time runs. */
function downloadOnce(): void {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'temporal'));
  if ([cacheFile(process.env, process.platform), ...onPath].some((file) => existsSync(file))) return;
  spawnSync(process.execPath, [join(import.meta.dirname, 'support', 'provide-temporal.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Resolves to the helper's line of JSON. */
async function startHelper(script: string, started: (child: ChildProcess) => void): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support', script)], { stdio: ['pipe', 'pipe', 'inherit'] });
  started(child);
  return await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`${script} didn't start its server (exit code ${code}); its output is above.`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await exited;
}
