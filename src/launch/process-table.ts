import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const POLL_MS = 20;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** A process's command line, its arguments separated by spaces; null when it isn't there or can't be asked. */
export async function commandLineOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    if (process.platform === 'win32') return null;
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]);
    return stdout.trim();
  } catch {
    return null;
  }
}

/** Ends a process whose command line contains `marker`, and waits until it is gone. False: it isn't such a process, or can't be ended. */
export async function endProcess(pid: number, marker: string, withinMs: number): Promise<boolean> {
  if (!(await commandLineOf(pid))?.includes(marker)) return false;
  process.kill(pid, 'SIGKILL');
  const deadline = Date.now() + withinMs;
  while (isAlive(pid) && (await commandLineOf(pid))?.includes(marker)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** The process that listens on a TCP port, where the system tells; only its owner and root may know on Linux. */
export async function listenerOf(port: number): Promise<{ pid: number; command: string } | null> {
  const pid = process.platform === 'linux' ? await linuxListener(port) : await lsofListener(port);
  if (pid === null) return null;
  const command = (await commandLineOf(pid))?.split(' ', 1)[0]?.split('/').at(-1);
  return command === undefined ? null : { pid, command };
}

async function lsofListener(port: number): Promise<number | null> {
  try {
    const { stdout } = await run('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN']);
    return Number.parseInt(stdout, 10) || null;
  } catch {
    return null;
  }
}

async function linuxListener(port: number): Promise<number | null> {
  const inodes = await listeningInodes(port);
  if (inodes.size === 0) return null;
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry) && (await holdsSocket(entry, inodes))) return Number(entry);
  }
  return null;
}

/** Columns of /proc/net/tcp: local address 1, state 3 (0A is listening), inode 9. https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt */
async function listeningInodes(port: number): Promise<Set<string>> {
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')));
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  return new Set(rows.filter((row) => row[1]?.endsWith(hexPort) && row[3] === '0A').map((row) => `socket:[${row[9]}]`));
}

async function holdsSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const targets = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
  return targets.some((target) => inodes.has(target));
}
