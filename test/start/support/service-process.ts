import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AlertView } from '../../../src/domain/alert.ts';
import type { Endpoints } from '../../../src/launch/endpoints.ts';
import type { Role } from '../../../src/launch/roles.ts';
import type { JournalEntry } from '../../../src/sandbox/journal.ts';
import { waitUntil } from '../../support/wait-until.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A start on a busy machine, milliseconds. */
const UP_WITHIN_MS = 25_000;

/** Every port any free one, and what is printed in English. */
const AROUND = {
  LC_ALL: 'en_US.UTF-8',
  VIGIA_GATEWAY_PORT: '0', VIGIA_TWILIO_PORT: '0', VIGIA_SLACK_PORT: '0', VIGIA_WHATSAPP_WEB_PORT: '0', VIGIA_SANDBOX_PORT: '0',
  VIGIA_TEMPORAL_PORT: '0', VIGIA_TEMPORAL_UI_PORT: '0',
};

const started = new Set<ServiceProcess>();

/** The service as a person starts it: a process of its own on a home, with what it printed. */
export class ServiceProcess {
  readonly pid: number;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  private readonly child: ChildProcess;
  private readonly home: string;
  private text = '';
  private over = false;

  constructor(args: readonly string[], home: string, env: NodeJS.ProcessEnv) {
    this.home = home;
    this.child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...AROUND, VIGIA_HOME: home, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.pid = this.child.pid ?? 0;
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (chunk: Buffer) => (this.text += chunk.toString('utf8')));
    this.exited = new Promise((done) => this.child.once('close', (code, signal) => {
      this.over = true;
      done({ code, signal });
    }));
    started.add(this);
  }

  /** What it printed so far. */
  printed(): string {
    return this.text;
  }

  /** Waits until it has printed this. @throws with everything it printed, when it ends or stays silent instead. */
  async says(words: string | RegExp, withinMs = UP_WITHIN_MS): Promise<void> {
    const said = (): boolean => (typeof words === 'string' ? this.text.includes(words) : words.test(this.text));
    await waitUntil(`it says ${words}`, () => said() || this.over, withinMs).catch(() => {});
    if (!said()) throw new Error(`it never said ${words}, but:\n${this.text}`);
  }

  /** Ctrl-C, as its own process gets it. Answers the exit code. */
  async interrupt(): Promise<number | null> {
    this.child.kill('SIGINT');
    const { code } = await this.exited;
    return code;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  isOver(): boolean {
    return this.over;
  }

  homeDir(): string {
    return this.home;
  }
}

/** `npm start` without npm. */
export function startServer(home: string, env: NodeJS.ProcessEnv = {}): ServiceProcess {
  return new ServiceProcess(['src/server.ts'], home, env);
}

/** `npx vigia run ROLE…`. */
export function startRole(home: string, roles: readonly Role[], env: NodeJS.ProcessEnv = {}, options: readonly string[] = []): ServiceProcess {
  return new ServiceProcess(['bin/vigia.mjs', 'run', ...roles, ...options], home, env);
}

/** Ends whatever a failed test left running, and waits until nothing of it is there. Call it in `afterEach`. */
export async function endEverything(): Promise<void> {
  const ended = [...started];
  started.clear();
  for (const process of ended) if (!process.isOver()) await process.kill();
  for (const process of ended) await waitUntil('its children are gone', async () => (await processesOf(process.homeDir())).length === 0);
}

/** Processes that name the home in their command line or work for one that does: Temporal's server. */
export async function processesOf(home: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return pids.filter((_pid, index) => lines[index]?.includes(home));
}

/** What `endpoints.json` holds, as it stands in the file. */
export function endpointsOf(home: string): Endpoints {
  return JSON.parse(readFileSync(join(home, 'endpoints.json'), 'utf8')) as Endpoints;
}

/** The sandbox of a home, as a person at its page uses it. */
export class SandboxOf {
  private readonly home: string;

  constructor(home: string) {
    this.home = home;
  }

  async journal(): Promise<JournalEntry[]> {
    const { entries } = (await this.get('/journal')) as { entries: JournalEntry[] };
    return entries;
  }

  /** Messages that were made: Slack's posts and Twilio's, without edits and look-ups. */
  async created(): Promise<JournalEntry[]> {
    return (await this.journal()).filter(({ operation }) => operation === 'chat.postMessage' || operation === 'messages.create');
  }

  /** An open alert as the page shows it, which names who has it; undefined when there is none. Costs no process, as `vigia show` does. */
  async alert(code: string): Promise<AlertView | undefined> {
    const { alerts } = (await this.get('/page/alerts')) as { alerts: AlertView[] };
    return alerts.find((alert) => alert.code === code);
  }

  async press(user: string, action: string, code?: string): Promise<void> {
    await this.post('/press', { user, action, channel: 'dm', ...(code === undefined ? {} : { code }) });
  }

  async reply(from: string, text: string): Promise<void> {
    await this.post('/reply', { from, text });
  }

  async fault(rules: object[]): Promise<void> {
    await this.post('/faults', rules);
  }

  private url(): string {
    const { sandbox } = endpointsOf(this.home);
    if (sandbox === undefined) throw new Error('no sandbox runs on this home');
    return sandbox;
  }

  private async get(path: string): Promise<unknown> {
    return (await fetch(`${this.url()}${path}`)).json();
  }

  private async post(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.url()}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  }
}
