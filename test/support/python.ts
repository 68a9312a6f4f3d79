import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Kept from one run to the next. */
const FOLDER = join(resolve(import.meta.dirname, '../..'), 'node_modules', '.cache', 'vigia-python');
const NEEDS = 'mcp>=2.3,<3';

/** How long fetching the package may take, milliseconds: where it can't be had soon, tests do without. */
const FETCH_WITHIN_MS = 90_000;

/** The environment in which this machine's Python has the official MCP client: its own, or one beside it that is fetched once. Null where there is none. */
export function pythonWithMcp(): NodeJS.ProcessEnv | null {
  const fetched = { ...process.env, PYTHONPATH: FOLDER };
  return [process.env, fetched].find(hasMcp) ?? (fetch() && hasMcp(fetched) ? fetched : null);
}

function hasMcp(env: NodeJS.ProcessEnv): boolean {
  return spawnSync('python3', ['-c', 'from mcp import Client'], { env, stdio: 'ignore' }).status === 0;
}

/** Into a folder of its own until it is whole, so that a run that is cut off leaves none that is half. */
function fetch(): boolean {
  const making = `${FOLDER}-${process.pid}`;
  mkdirSync(dirname(FOLDER), { recursive: true });
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--no-compile', '--retries', '0', '--timeout', '10', '--target', making, NEEDS];
  const isFetched = spawnSync('python3', args, { stdio: 'ignore', timeout: FETCH_WITHIN_MS }).status === 0;
  if (isFetched && !existsSync(FOLDER)) renameSync(making, FOLDER);
  rmSync(making, { recursive: true, force: true });
  return isFetched;
}
