import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Kept from one run to the next. */
const FOLDER = join(resolve(import.meta.dirname, '../..'), 'node_modules', '.cache', 'vigia-python');
const NEEDS = 'mcp>=2.3,<3';

/** How long making an environment may take, milliseconds: where the package can't be had soon, tests do without. */
const MAKE_WITHIN_MS = 90_000;

/** A Python that has the official MCP client: this machine's own, or an environment made for it once. Null where neither can be had. */
export function pythonWithMcp(): string | null {
  const made = join(FOLDER, 'bin', 'python');
  return ['python3', made].find(hasMcp) ?? (makeEnvironment() && hasMcp(made) ? made : null);
}

function hasMcp(python: string): boolean {
  return spawnSync(python, ['-c', 'from mcp import Client'], { stdio: 'ignore' }).status === 0;
}

/** In a folder of its own until it is whole, so that a run that is cut off leaves none that is half. */
function makeEnvironment(): boolean {
  const making = `${FOLDER}-${process.pid}`;
  mkdirSync(dirname(FOLDER), { recursive: true });
  const run = (command: string, args: string[]): boolean => spawnSync(command, args, { stdio: 'ignore', timeout: MAKE_WITHIN_MS }).status === 0;
  const isMade = run('python3', ['-m', 'venv', making]) && run(join(making, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--retries', '0', '--timeout', '10', NEEDS]);
  if (isMade && !existsSync(FOLDER)) renameSync(making, FOLDER);
  rmSync(making, { recursive: true, force: true });
  return isMade;
}
