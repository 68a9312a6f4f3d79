import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertClient } from '../src/client.ts';
import { connectClient } from '../src/cli/connect-client.ts';
import { readSettings } from '../src/config.ts';
import type { Crash } from '../src/launch/crash-points.ts';
import type { Endpoints } from '../src/launch/endpoints.ts';
import { openHome, type Home } from '../src/launch/home.ts';
import { isPortOpen } from '../src/launch/ports.ts';
import { isAlive } from '../src/launch/process-table.ts';
import type { Role } from '../src/launch/roles.ts';
import type { StoreLedger } from '../src/ledger/store-ledger.ts';
import { silentLogger } from '../src/observability/logger.ts';
import { openStore, type Store } from '../src/roles/open-store.ts';
import { systemClock } from '../src/roles/service-clock.ts';
import { People } from './people.ts';
import { endEverything, startRole, type ServiceProcess } from '../test/start/support/service-process.ts';
import { waitUntil } from '../test/support/wait-until.ts';
import { LIMITS, writeConfig, type ConfigChanges } from './hospital.ts';
import type { Layout, Victim } from './plan.ts';

/** Ending and starting a process, on a machine that is busy with others. */
const UP_WITHIN_MS = 60_000;

/** Roles of the processes that are killed. Temporal and the sandbox have their own: the sandbox lives, for it is the witness. */
const PROCESSES: Readonly<Record<Layout, readonly (readonly Role[])[]>> = {
  together: [['worker', 'slack', 'twilio', 'gateway']],
  apart: [['worker'], ['slack', 'twilio', 'gateway']],
};

/** Whatever this machine is set up for: a Temporal of its own, and providers that are simulated or else refused. */
const OWN_WORLD = { MCP_MODE: 'sandbox', TEMPORAL_ADDRESS: '', TEMPORAL_PROFILE: '', TEMPORAL_CONFIG_FILE: '' } as const;

/** Temporal's supervisor waits twice as long after each of its server's ends; after so many it begins anew. */
const SERVER_KILLS_IN_A_ROW = 3;

/** What is to be otherwise than in a crash test. */
export interface Changes {
  env?: Record<string, string>;
  config?: ConfigChanges;
}

interface Running {
  roles: readonly Role[];
  process: ServiceProcess;
}

/** When all that a kill ended was there again. Milliseconds since 1970. */
export interface Return {
  /** Temporal's server answered, where it was killed. */
  serverBackAt: number | null;
  /** The processes that were killed said that they are up. */
  processesUpAt: number | null;
}

/** The service as real processes on a home of its own, what people see of it, and a client that hands alerts in. */
export class ServiceUnderTest {
  readonly people: People;
  readonly client: AlertClient;
  readonly ledger: StoreLedger;
  readonly #home: Home;
  readonly #env: NodeJS.ProcessEnv;
  readonly #close: () => Promise<void>;
  readonly #crashFile: string;
  #temporal: ServiceProcess;
  #running: Running[];
  /** It stays the same when the server is started again. */
  readonly #temporalPort: number;
  #serverKills = 0;

  private constructor(home: Home, env: NodeJS.ProcessEnv, opened: { store: Store; client: AlertClient; close(): Promise<void> }, processes: { temporal: ServiceProcess; running: Running[] }) {
    this.#home = home;
    this.#env = env;
    this.#crashFile = home.file('crashes.json');
    this.#close = async () => {
      await opened.close();
      await opened.store.close();
    };
    this.people = new People(() => home.endpoints.read().sandbox ?? '');
    this.client = opened.client;
    this.ledger = opened.store.ledger;
    this.#temporal = processes.temporal;
    this.#running = processes.running;
    this.#temporalPort = Number(home.endpoints.read().temporal?.split(':').at(-1));
  }

  static async start(folder: string, layout: Layout, changes: Changes = {}): Promise<ServiceUnderTest> {
    const home = openHome(join(folder, 'home'));
    const env: NodeJS.ProcessEnv = {
      ...OWN_WORLD,
      VIGIA_CONFIG_DIR: writeConfig(join(folder, 'config'), changes.config), VIGIA_CRASH_FILE: home.file('crashes.json'),
      VIGIA_LIMIT_SLACK: String(LIMITS.slack), VIGIA_LIMIT_TWILIO: String(LIMITS.twilio),
      ...changes.env,
    };
    const temporal = startRole(home.dir, ['temporal'], env);
    const sandbox = startRole(home.dir, ['sandbox'], env);
    const running = PROCESSES[layout].map((roles) => ({ roles, process: startRole(home.dir, roles, env) }));
    for (const process of [temporal, sandbox, ...running.map((each) => each.process)]) await process.says('Up: ', UP_WITHIN_MS);
    // The client is a caller's process, which is not the one that is killed.
    const settings = readSettings({ ...env, VIGIA_CRASH_FILE: '', VIGIA_HOME: home.dir }, { cwd: folder });
    const store = await openStore({ settings, home, logger: silentLogger, clock: systemClock });
    return new ServiceUnderTest(home, env, { store, ...(await connectClient({ settings, home, store })) }, { temporal, running });
  }

  /** Where its parts are called. */
  get endpoints(): Endpoints {
    return this.#home.endpoints.read();
  }

  get homeDir(): string {
    return this.#home.dir;
  }

  /** The environment of a process that may be killed at a crash point. */
  get env(): NodeJS.ProcessEnv {
    return { ...this.#env, VIGIA_HOME: this.#home.dir };
  }

  arm(crashes: readonly Crash[]): void {
    writeFileSync(`${this.#crashFile}.new`, JSON.stringify(crashes));
    renameSync(`${this.#crashFile}.new`, this.#crashFile);
  }

  disarm(): void {
    for (const file of [this.#crashFile, `${this.#crashFile}.fired`]) rmSync(file, { force: true });
  }

  /** Waits until the crash that is armed has happened. False: it didn't within the time. */
  async crashed(withinMs: number): Promise<boolean> {
    const fired = `${this.#crashFile}.fired`;
    const happened = await waitUntil('the crash', () => existsSync(fired), withinMs).then(() => true, () => false);
    rmSync(fired, { force: true });
    return happened;
  }

  /** The process that serves a role. */
  pidOf(role: Role): number | undefined {
    return this.#home.endpoints.read().pids[role];
  }

  /** `kill -9`, from outside: the server, and the process of the role. */
  kill(victim: Victim, role: Role): void {
    const pids = [...(victim === 'process' ? [] : [this.pidOf('temporal')]), ...(victim === 'temporal' ? [] : [this.pidOf(role)])];
    for (const pid of pids) if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }

  /** Starts again what was killed, as a service manager does; Temporal's server comes back by its supervisor. */
  async bringBack(victim: Victim, serverPid: number | undefined): Promise<Return> {
    const server = victim === 'process' ? null : this.#serverBack(serverPid);
    const processes = victim === 'temporal' ? null : this.#processesUp();
    const [serverBackAt, processesUpAt] = await Promise.all([server, processes]);
    return { serverBackAt, processesUpAt };
  }

  /** A new version takes the place of the old one; answers when that began to stop, and when the new one was up, milliseconds since 1970. */
  async deploy(): Promise<{ stoppedAt: number; upAt: number }> {
    const [old, ...others] = this.#running;
    if (old === undefined || others.length > 0) throw new Error('a deploy is tried with the service in one process');
    const process = startRole(this.#home.dir, old.roles, this.#env, ['--take-over']);
    await old.process.says('Stopping', UP_WITHIN_MS);
    const stoppedAt = Date.now();
    await process.says('Up: ', UP_WITHIN_MS);
    this.#running = [{ roles: old.roles, process }];
    return { stoppedAt, upAt: Date.now() };
  }

  /** Keeps the wait for a server that was killed often from growing. */
  async restShortly(): Promise<void> {
    if (this.#serverKills < SERVER_KILLS_IN_A_ROW) return;
    this.#serverKills = 0;
    await this.#temporal.interrupt();
    this.#temporal = startRole(this.#home.dir, ['temporal'], this.#env);
    await this.#temporal.says('Up: ', UP_WITHIN_MS);
  }

  /** Ends every process that was started. */
  static async endAll(): Promise<void> {
    await endEverything();
  }

  /** The same, and closes what was opened. */
  async stop(): Promise<void> {
    await this.#close();
    await ServiceUnderTest.endAll();
  }

  async #serverBack(before: number | undefined): Promise<number> {
    this.#serverKills += 1;
    await waitUntil('the server has ended', () => before === undefined || !isAlive(before), UP_WITHIN_MS);
    await waitUntil('Temporal answers again', () => isPortOpen(this.#temporalPort, '127.0.0.1'), UP_WITHIN_MS);
    const backAt = Date.now();
    // Whoever kills it next has to know which process it is.
    await waitUntil('it is known where Temporal runs', () => this.pidOf('temporal') !== undefined && this.pidOf('temporal') !== before, UP_WITHIN_MS);
    return backAt;
  }

  /** Starts again what nobody meant to kill, so that the next round finds everything running; answers which. */
  async revive(): Promise<string[]> {
    const over = this.#running.filter((each) => each.process.isOver()).map(({ roles }) => roles.join(', '));
    if (over.length > 0) await this.#processesUp();
    return over;
  }

  async #processesUp(): Promise<number> {
    await waitUntil('a process has ended', () => this.#running.some((each) => each.process.isOver()), UP_WITHIN_MS);
    this.#running = this.#running.map((each) => (each.process.isOver() ? { ...each, process: startRole(this.#home.dir, each.roles, this.#env) } : each));
    for (const each of this.#running) await each.process.says('Up: ', UP_WITHIN_MS);
    return Date.now();
  }
}
