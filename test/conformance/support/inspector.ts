import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/temp-folder.ts';

const INSPECTOR = resolve(import.meta.dirname, '../../../node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');

/** A start on a busy machine, milliseconds. */
const CONNECT_MS = '60000';

/** Where a server is: an address and what to send with each request, or the command that starts it. */
export type Target = { url: string; headers: Record<string, string> } | { command: readonly string[]; env: Record<string, string> };

/** Runs the MCP Inspector's command line against a server. Answers its exit code, what it printed, and what it complained of. */
export async function runInspector(target: Target, era: 'legacy' | 'modern', args: readonly string[]): Promise<{ code: number; answer: unknown; complaints: string }> {
  const at = 'url' in target
    ? [target.url, '--transport', 'http', ...Object.entries(target.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`])]
    : [...target.command, ...Object.entries(target.env).flatMap(([name, value]) => ['-e', `${name}=${value}`])];
  const folder = temporaryFolder();
  // It keeps what it knows of servers in the home of whoever runs it.
  const env = { PATH: process.env.PATH ?? '', HOME: folder, MCP_CATALOG_PATH: join(folder, 'catalog.json') };
  return new Promise((done) => execFile(process.execPath, [INSPECTOR, '--cli', ...at, '--protocol-era', era, '--format', 'json', '--connect-timeout', CONNECT_MS, ...args], { env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
    const code = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
    done({ code, answer: code === 0 ? JSON.parse(stdout) : stdout, complaints: stderr });
  }));
}
