import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/temp-folder.ts';

const SUITE = resolve(import.meta.dirname, '../../../node_modules/@modelcontextprotocol/conformance/dist/index.js');

export const REVISIONS = ['2025-11-25', '2026-07-28'] as const;

export type Revision = (typeof REVISIONS)[number];

/** One thing that a scenario looked at. */
export interface Check {
  id: string;
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  errorMessage?: string;
}

/** Runs what a revision of the protocol requires of a server, and its extensions, against one. Answers what each scenario looked at. */
export async function runSuite(server: string, revision: Revision): Promise<ReadonlyMap<string, readonly Check[]>> {
  const folder = temporaryFolder();
  await run(['server', '--url', `${server}/mcp`, '--requirements', revision, '-o', folder]);
  return new Map(globSync('server-*/checks.json', { cwd: folder }).map((file) => [
    dirname(file).replace(/^server-/, '').replace(/-\d{4}-\d{2}-\d{2}T[\d-]+Z$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Check[],
  ]));
}

/** Every scenario for servers that the suite knows. */
export async function listScenarios(): Promise<string[]> {
  const [, servers = ''] = /Server scenarios[^\n]*\n([\s\S]*?)\n\n/.exec(await run(['list'])) ?? [];
  return [...servers.matchAll(/^ +- (\S+)/gm)].map(([, name]) => name ?? '');
}

/** Its exit code says that something failed, which is judged scenario by scenario. */
async function run(args: readonly string[]): Promise<string> {
  return new Promise((done) => execFile(process.execPath, [SUITE, ...args], { maxBuffer: 16 * 1024 * 1024 }, (_error, stdout) => done(stdout)));
}
