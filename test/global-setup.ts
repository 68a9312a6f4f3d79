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
  var stopTemporalForTests: (() => Promise<void>) | undefined;
}

/**
 * One Temporal server for a whole run of jest, started when the first test file asks for it: a run of unit tests pays nothing.
 * Test files, each in a process of its own, ask here by HTTP; see support/temporal-server.ts.
 */
export default async function globalSetup(): Promise<void> {
  downloadOnce();
  process.env.NODE_COMPILE_CACHE ??= COMPILE_CACHE;
  let helper: ChildProcess | null = null;
  let answer: Promise<string> | null = null;
  const broker = createServer((_request, response) => {
    answer ??= startHelper((child) => (helper = child));
    answer.then(
      (line) => response.end(line),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'failed'),
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.unref();
  process.env.TEMPORAL_BROKER = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
  globalThis.stopTemporalForTests = async () => {
    broker.close();
    broker.closeAllConnections();
    if (helper !== null) await end(helper);
  };
}

/** On a machine without Temporal it is brought before any test's time runs. */
function downloadOnce(): void {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'temporal'));
  if ([cacheFile(process.env, process.platform), ...onPath].some((file) => existsSync(file))) return;
  spawnSync(process.execPath, [join(import.meta.dirname, 'support', 'provide-temporal.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Resolves to the helper's line of JSON. */
async function startHelper(started: (child: ChildProcess) => void): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support', 'temporal-helper.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  started(child);
  return await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`Temporal for the tests didn't start (exit code ${code}); its output is above.`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await exited;
}
