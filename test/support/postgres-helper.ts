/**
 * Run by plain `node`, apart from jest: a PostgreSQL server with an empty database cluster. Prints one line of JSON when it takes
 * connections, and ends, server and all, when its stdin closes, which it does however jest ends.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { claimPort } from '../../src/launch/ports.ts';
import { findBinaries } from './postgres-binaries.ts';
import type { Binaries } from './postgres-binaries.ts';
import { TEMP_ROOT } from './temp-root.ts';

const USER = 'vigia';
const PASSWORD = 'only-for-tests';

const folder = mkdtempSync(join(TEMP_ROOT, 'vigia-test-postgres-'));
const data = join(folder, 'data');

/** Passwords are asked for, as a hospital's server does; the order of texts is that of their bytes. */
async function createCluster({ initdb, env, user }: Binaries): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  chmodSync(passwordFile, 0o644);
  const args = ['--pgdata', data, '--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--locale', 'C', '--encoding', 'UTF8', '--no-sync', '--no-instructions'];
  const child = spawn(initdb, args, { ...user, env, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
}

/** In a process group of its own: we end it, in our order. A test's data need not survive a power cut: `fsync` costs most of what a transaction takes. */
async function startServer({ postgres, env, user }: Binaries, port: number): Promise<ChildProcess> {
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, shared_buffers: '32MB', fsync: 'off', full_page_writes: 'off', autovacuum: 'off', deadlock_timeout: '100ms', log_min_messages: 'log' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(postgres, ['-D', data, ...flags], { ...user, env, cwd: folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (line.includes('ready to accept connections')) return child;
  }
  throw new Error(`postgres ended while it was starting:\n${said.join('\n')}`);
}

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// A Ctrl-C reaches the whole terminal; jest's end, which closes stdin, is what counts.
process.on('SIGINT', () => {});

const binaries = findBinaries(folder);
await createCluster(binaries);
const port = await claimPort({ port: 0, bind: '127.0.0.1', variable: 'none' });
const server = await startServer(binaries, port);
server.once('exit', () => process.exit());
// Fast shutdown: https://www.postgresql.org/docs/18/server-shutdown.html
process.stdin.resume().on('end', () => server.kill('SIGINT'));
process.stdout.write(`${JSON.stringify({ url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres` })}\n`);
