import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';

export interface ChildOptions {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Gets the child's output, appended; the file before it is kept as `FILE.1` once it is larger than 10 MB. */
  logFile: string;
}

export interface ChildExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process that we started, in a process group of its own: a Ctrl-C in the terminal reaches us alone, and we stop it in our order. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  /** Asks it to end, and ends it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends it and what it started, at once. */
  kill(): void;
}

const MAX_LOG_BYTES = 10 * 1024 * 1024;

const alive = new Set<Child>();

/** Starts a process. @throws the operating system's error when it can't be started. */
export async function spawnChild({ command, args, env, logFile }: ChildOptions): Promise<Child> {
  const log = openLog(logFile);
  try {
    const child = spawn(command, args, { detached: true, windowsHide: true, stdio: ['ignore', log, log], ...(env === undefined ? {} : { env }) });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    return watch(child);
  } finally {
    closeSync(log);
  }
}

/**
 * Ends a child when this process is gone, even by kill -9: a shell that waits on a pipe of ours, which the system closes then.
 * Windows has neither; there the next start ends what was left.
 */
function endWhenWeAreGone(pid: number, exited: Promise<unknown>): void {
  if (process.platform === 'win32') return;
  const guard = spawn('/bin/sh', ['-c', `read -r _; kill -9 -${pid}`], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => {
    // Without a shell the child still ends with us in every way but kill -9.
  });
  guard.unref();
  void exited.then(() => guard.kill('SIGKILL'));
}

function watch(child: ChildProcess): Child {
  const pid = child.pid;
  if (pid === undefined) throw new Error('a started process has no id');
  const exited = new Promise<ChildExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const handle: Child = {
    pid,
    exited,
    stop: async (graceMs) => {
      signalGroup(child, pid, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, pid, 'SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
    },
    kill: () => signalGroup(child, pid, 'SIGKILL'),
  };
  killWithUs(handle);
  endWhenWeAreGone(pid, exited);
  return handle;
}

/** Whatever ends this process, short of kill -9, its children end with it. */
function killWithUs(child: Child): void {
  if (alive.size === 0) process.on('exit', killAll);
  alive.add(child);
  void child.exited.then(() => {
    alive.delete(child);
    if (alive.size === 0) process.off('exit', killAll);
  });
}

function killAll(): void {
  for (const child of alive) child.kill();
}

function signalGroup(child: ChildProcess, pid: number, signal: NodeJS.Signals): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
