import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimPort, type PortWanted } from './ports.ts';

/**
 * The port to listen on. Where any free one will do, it is the one that this home had before, if that is still free: other
 * processes that hold its address, and links in messages that are out already, find it again after a restart.
 * @throws StartUpError when the port that is wanted can't be had.
 */
export async function usualPort(homeDir: string, wanted: PortWanted): Promise<number> {
  if (wanted.port !== 0) return await claimPort(wanted);
  const folder = join(homeDir, 'ports');
  const port = await claimPort({ ...wanted, port: portBefore(folder, wanted.variable) }).catch(() => claimPort(wanted));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, wanted.variable), String(port));
  return port;
}

/** 0, any free one, where none is known. */
function portBefore(folder: string, variable: string): number {
  try {
    const port = Number(readFileSync(join(folder, variable), 'utf8'));
    return Number.isInteger(port) && port < 65_536 ? port : 0;
  } catch {
    return 0;
  }
}
