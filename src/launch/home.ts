import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inBoth } from '../domain/in-both.ts';
import { errorCodeOf } from '../observability/error-code.ts';
import { createEndpointsFile } from './endpoints.ts';
import type { EndpointsFile } from './endpoints.ts';
import { lockFile } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { LAUNCH_WORDS, type LaunchWords } from './launch-words.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';
import { StartUpError } from './start-up-error.ts';

/** The folder that holds all that the service keeps: databases, keys, sessions. Deleting it is a factory reset. */
export interface Home {
  readonly dir: string;
  readonly endpoints: EndpointsFile;
  /** The absolute path of something in it. */
  file(name: string): string;
  /**
   * Makes this process the only one that runs these roles on this home, until `release` or the process's end.
   * @throws StartUpError that names who runs one of them already; then none is taken.
   */
  claim(roles: readonly Role[]): RoleClaim;
  /** Who runs any of these roles on this home now, each process once; null for one that isn't known. */
  holders(roles: readonly Role[]): (number | null)[];
}

export interface RoleClaim {
  /** Lets the roles go and takes them off `endpoints.json`. */
  release(): void;
}

const OWNER_ONLY = 0o700;

/**
 * Opens the home, and makes it where there is none.
 * @throws StartUpError when it can't be written.
 */
export function openHome(dir: string): Home {
  prepare(dir);
  return viewHome(dir);
}

/** The same without making or writing anything: for what has to go on where nothing can be written. */
export function viewHome(dir: string): Home {
  const file = (name: string): string => join(dir, name);
  const endpoints = createEndpointsFile(file('endpoints.json'), file(join('locks', 'endpoints')));
  return { dir, endpoints, file, claim: (roles) => claimRoles(roles, dir, endpoints), holders: (roles) => holdersOf(roles, dir) };
}

function prepare(dir: string): void {
  try {
    makeFolder(join(dir, 'locks'));
    // It holds keys: a folder that was there before, or a loose umask, must not open it to others.
    if ((statSync(dir).mode & 0o077) !== 0) chmodSync(dir, OWNER_ONLY);
    const probe = join(dir, 'locks', `probe.${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw new StartUpError(inBoth(LAUNCH_WORDS, (words) => words.homeUnwritable(dir, reasonIn(words, errorCodeOf(error)))), { cause: error });
  }
}

function reasonIn(words: LaunchWords, code: string | null): string {
  if (code === 'ENOSPC') return words.diskIsFull;
  return code === 'ENOTDIR' || code === 'EEXIST' ? words.notAFolder : (code ?? words.itFailed);
}

/** Like `mkdir -p`. Node's own `recursive` never returns where the system says that a parent isn't there though it is, as in /proc. */
function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { mode: OWNER_ONLY });
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST' && statSync(dir).isDirectory()) return;
    if (errorCodeOf(error) !== 'ENOENT' || existsSync(dirname(dir))) throw error;
    makeFolder(dirname(dir));
    mkdirSync(dir, { mode: OWNER_ONLY });
  }
}

function claimRoles(roles: readonly Role[], dir: string, endpoints: EndpointsFile): RoleClaim {
  const held: FileLock[] = [];
  const letGo = (): void => held.forEach((lock) => lock.release());
  // Always in one order, so that of two that start at once one gets everything.
  for (const role of ROLES.filter((name) => roles.includes(name))) {
    const lock = lockFile(join(dir, 'locks', role));
    if (lock === null) {
      letGo();
      const pid = readHolder(dir, role);
      throw new StartUpError(inBoth(LAUNCH_WORDS, (words) => words.runsAlready(dir, role, pid)));
    }
    held.push(lock);
    writeFileSync(holderFile(dir, role), String(process.pid));
  }
  for (const role of roles) endpoints.publish(role, { pid: process.pid });
  return {
    release: () => {
      endpoints.withdraw(roles);
      letGo();
    },
  };
}

function holdersOf(roles: readonly Role[], dir: string): (number | null)[] {
  const held = roles.filter((role) => {
    const lock = lockFile(join(dir, 'locks', role));
    lock?.release();
    return lock === null;
  });
  return [...new Set(held.map((role) => readHolder(dir, role)))];
}

/** Who holds a role. `endpoints.json` says who serves, which for Temporal is a child that comes back when a person ends it. */
function holderFile(dir: string, role: Role): string {
  return join(dir, 'locks', `${role}.pid`);
}

function readHolder(dir: string, role: Role): number | null {
  try {
    const pid = Number(readFileSync(holderFile(dir, role), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}
