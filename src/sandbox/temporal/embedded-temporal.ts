import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inBoth } from '../../domain/in-both.ts';
import { PORTS } from '../../config/settings.ts';
import { endProcess } from '../../launch/process-table.ts';
import { usualPort } from '../../launch/usual-port.ts';
import type { Progress } from '../../launch/progress.ts';
import { provideTemporal } from './provide-temporal.ts';
import { supervise } from './supervisor.ts';
import type { SupervisorEvent } from './supervisor.ts';
import { TEMPORAL_WORDS } from './temporal-words.ts';
import { EndedWhileStarting, startTemporalServer } from './temporal-server.ts';
import type { TemporalServer } from './temporal-server.ts';

export interface EmbeddedTemporalOptions {
  /** An absolute folder of which this server is the only user: the caller holds its lock. */
  homeDir: string;
  ip: string;
  /** 0 is any free one. */
  port: number;
  uiPort: number;
  namespace: string;
  env: NodeJS.ProcessEnv;
  progress: Progress;
  /** Gives up a download that is under way. */
  signal?: AbortSignal;
  /** Called when the server ends by itself, comes back, or can't. */
  onEvent(event: SupervisorEvent): void;
}

/** The server of `npm start`, kept alive. Its address stays the same when it is started again; its process doesn't. */
export interface EmbeddedTemporal {
  readonly address: string;
  readonly uiUrl: string;
  /** The process that serves now; null while none does. */
  pid(): number | null;
  stop(): Promise<void>;
  kill(): void;
}

/** The ledger keeps alerts for good; a month of histories is for looking into what happened. */
const RETENTION_DAYS = 30;
const ORPHAN_ENDS_WITHIN_MS = 5_000;

/**
 * Finds or brings Temporal's server, and runs it on a database in the home.
 * @throws StartUpError for whatever a person can do something about.
 */
export async function startEmbeddedTemporal(options: EmbeddedTemporalOptions): Promise<EmbeddedTemporal> {
  const { homeDir, ip, namespace, env, progress, onEvent } = options;
  const databaseFile = join(homeDir, 'temporal.db');
  const pidFile = join(homeDir, 'temporal.pid');
  const { executable } = await provideTemporal({ env, progress, ...(options.signal === undefined ? {} : { signal: options.signal }) });
  await endOrphan(pidFile, databaseFile);
  const choosePorts = async (): Promise<{ port: number; uiPort: number }> => ({
    port: await usualPort(homeDir, { port: options.port, bind: ip, variable: PORTS.temporal.variable }),
    uiPort: await usualPort(homeDir, { port: options.uiPort, bind: ip, variable: PORTS.temporalUi.variable }),
  });
  let ports = await choosePorts();
  const logFile = join(homeDir, 'temporal.log');
  const onSpawn = async (pid: number): Promise<void> => await writeFile(pidFile, `${pid}\n`, { mode: 0o600 });
  const start = async (): Promise<TemporalServer> =>
    await startTemporalServer({ executable, ip, ...ports, databaseFile, namespace, logFile, onSpawn, retentionDays: RETENTION_DAYS });
  const first = await progress.during(inBoth(TEMPORAL_WORDS, (words) => words.starting), () => start().catch(async (error: unknown) => {
    if (!(error instanceof EndedWhileStarting)) throw error;
    // Somebody may have taken a free port, ours or one that the server chose for itself, before it could listen there.
    ports = await choosePorts();
    return await start();
  }));
  const supervised = supervise({ first, start, onEvent });
  return {
    address: first.address,
    uiUrl: `http://${ip}:${ports.uiPort}`,
    pid: () => supervised.current()?.pid ?? null,
    stop: async () => {
      await supervised.stop();
      await rm(pidFile, { force: true });
    },
    kill: () => supervised.kill(),
  };
}

/** After kill -9 of the service its server lives on, and would keep the port and the database. */
async function endOrphan(pidFile: string, databaseFile: string): Promise<void> {
  const text = await readFile(pidFile, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (pid > 0) await endProcess(pid, databaseFile, ORPHAN_ENDS_WITHIN_MS);
}
