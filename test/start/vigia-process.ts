import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Endpoints } from '../../src/launch/endpoints.ts';
import { isAlive } from '../../src/launch/process-table.ts';
import { waitUntil } from '../support/wait-until.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Every port free to choose, so that nothing else on the machine is in the way. */
const FREE_PORTS = Object.fromEntries(
  ['GATEWAY', 'TWILIO', 'WHATSAPP_WEB', 'SLACK', 'TEMPORAL', 'TEMPORAL_UI', 'SANDBOX'].map((name) => [`VIGIA_${name}_PORT`, '0']),
);

const running: VigiaProcess[] = [];

/** A process of the service as a person starts it: everything (`npm start`), or some of its roles. */
export class VigiaProcess {
  readonly home: string;
  readonly child: ChildProcess;
  output = '';

  constructor(home: string, roles: readonly string[] = [], env: Record<string, string> = {}) {
    this.home = home;
    const entry = roles.length === 0 ? ['src/server.ts'] : ['bin/vigia.mjs', 'run', ...roles];
    this.child = spawn(join(ROOT, 'node_modules/.bin/node'), entry, {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, XDG_CACHE_HOME: process.env.XDG_CACHE_HOME, VIGIA_HOME: home, ...FREE_PORTS, ...env },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    running.push(this);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Waits until it says that it is up. */
  async up(): Promise<this> {
    await waitUntil(`the service is up; it said:\n${this.output}`, () => /Vigia is up|^Up: /m.test(this.output) || this.child.exitCode !== null, 30_000);
    if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}:\n${this.output}`);
    return this;
  }

  /** Its exit code, once it has ended and all of its output was read. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await new Promise((done) => this.child.once('close', done));
    return this.child.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }

  endpoints(): Endpoints {
    return endpointsOf(this.home);
  }
}

export function endpointsOf(home: string): Endpoints {
  const file = join(home, 'endpoints.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Endpoints) : { pids: {}, services: {} };
}

/** Ends whatever a failed test left running, and waits until Temporal's server, which ends with its starter, is gone too. */
export async function endAll(): Promise<void> {
  const started = running.splice(0);
  const pids = started.flatMap(({ home, pid }) => [pid, ...Object.values(endpointsOf(home).pids)]);
  for (const { child } of started) if (child.exitCode === null) child.kill('SIGKILL');
  await waitUntil('every process has ended', () => pids.every((pid) => pid === undefined || pid < 0 || !isAlive(pid)), 15_000);
}

export interface SentEntry {
  seq: number;
  operation: string;
  to: string;
  status: number;
  error?: string;
  body: Record<string, string>;
}

/** Calls that made a message at a provider, out of the sandbox's journal. */
export async function createdMessages(home: string): Promise<SentEntry[]> {
  const response = await fetch(`${endpointsOf(home).sandbox}/journal?since=0`);
  const { entries } = (await response.json()) as { entries: SentEntry[] };
  return entries.filter(({ operation, status, error }) => ['chat.postMessage', 'messages.create'].includes(operation) && status < 300 && status > 0 && error === undefined);
}

export async function control(home: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${endpointsOf(home).sandbox}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
