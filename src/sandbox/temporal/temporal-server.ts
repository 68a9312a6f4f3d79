import { Connection } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { inBoth } from '../../domain/in-both.ts';
import { spawnChild } from '../../launch/child-process.ts';
import type { Child, ChildExit } from '../../launch/child-process.ts';
import { isPortOpen } from '../../launch/ports.ts';
import { StartUpError } from '../../launch/start-up-error.ts';
import { toServerArguments } from './server-arguments.ts';
import type { ServerOptions } from './server-arguments.ts';
import { TEMPORAL_WORDS } from './temporal-words.ts';

export interface TemporalServerOptions extends ServerOptions {
  executable: string;
  logFile: string;
  /** How long closed workflows stay visible, days. The server's own default is one day. */
  retentionDays: number;
  env?: NodeJS.ProcessEnv;
  /** Told of the process before it answers, so that it can be found again whatever happens to us. */
  onSpawn?: (pid: number) => Promise<void>;
}

/** A Temporal server that we started and that answers. */
export interface TemporalServer {
  /** `host:port` of its gRPC interface. */
  readonly address: string;
  readonly uiUrl: string | null;
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  /** Ends it within 3 s. Nothing that it acknowledged is lost, however it ends. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** A new database file took 5 s on a busy disk. */
const READY_WITHIN_MS = 30_000;
const PROBE_MS = 20;
const CALL_MS = 2_000;
/** It takes 1 to 2 s to end by itself. */
const STOP_GRACE_MS = 2_500;
const DAY_SECONDS = 86_400;

/** The server's process was gone before it answered: a port that was taken meanwhile, or its database. */
export class EndedWhileStarting extends StartUpError {}

/**
 * Starts the server and waits until it takes calls and keeps its namespace's history for `retentionDays`.
 * @throws StartUpError when it ends, or doesn't answer within 30 s; then nothing of it is left.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const { executable, ip, port, uiPort, logFile, env, onSpawn } = options;
  const child = await spawnChild({ command: executable, args: toServerArguments(options), logFile, ...(env === undefined ? {} : { env }) });
  try {
    await onSpawn?.(child.pid);
    await becomeReady(child, options);
  } catch (error) {
    child.kill();
    await child.exited;
    throw error;
  }
  return {
    address: `${ip}:${port}`,
    uiUrl: uiPort === null ? null : `http://${ip}:${uiPort}`,
    pid: child.pid,
    exited: child.exited,
    stop: async () => await child.stop(STOP_GRACE_MS),
    kill: () => child.kill(),
  };
}

async function becomeReady(child: Child, { ip, port, namespace, retentionDays, logFile }: TemporalServerOptions): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  const exit: { ended: ChildExit | null } = { ended: null };
  void child.exited.then((ended) => (exit.ended = ended));
  const check = (): void => {
    if (exit.ended !== null) throw new EndedWhileStarting(inBoth(TEMPORAL_WORDS, (words) => words.ended(logFile)));
    if (Date.now() > deadline) throw new StartUpError(inBoth(TEMPORAL_WORDS, (words) => words.silent(READY_WITHIN_MS / 1000, logFile)));
  };
  // gRPC waits a second after a refused connection, so it is asked only once the port is open.
  while (!(await isPortOpen(port, ip))) {
    check();
    await sleep(PROBE_MS);
  }
  while (!(await setRetention(`${ip}:${port}`, namespace, retentionDays))) {
    check();
    await sleep(PROBE_MS);
  }
}

/** False while the server doesn't answer yet, or doesn't have the namespace yet. */
async function setRetention(address: string, namespace: string, days: number): Promise<boolean> {
  let connection: Connection | null = null;
  try {
    connection = await Connection.connect({ address, connectTimeout: CALL_MS });
    const service = connection.workflowService;
    await connection.withDeadline(Date.now() + CALL_MS, async () => {
      await service.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl: { seconds: days * DAY_SECONDS as never } } });
    });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
