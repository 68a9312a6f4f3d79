import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Room that is kept for critical alerts, bytes: an alert with its messages takes about 30 kB in the ledger and 100 kB in Temporal. */
const BALLAST_BYTES = 16 * 1024 * 1024;

const CHUNK_BYTES = 1024 * 1024;

/**
 * A file of real bytes that is given up when the disk is full: in the room that it leaves critical alerts are still taken in and sent.
 * That it was given up shows to every process of the home by another file in its place.
 */
export interface Ballast {
  /** Makes room unless that was done before; true where it was made, by whichever process, and false where there is no ballast. Never throws. */
  release(): boolean;
  /** The room is being used up: critical alerts only. */
  isSpent(): boolean;
  /** Makes the ballast, at first and again once there is room for it twice over. Never throws. */
  restore(): void;
}

/** The ballast of a folder. `freeBytes`: what the disk has left for us; the system's answer unless told. */
export function openBallast(folder: string, { bytes = BALLAST_BYTES, freeBytes = () => freeBytesOf(folder) } = {}): Ballast {
  const file = join(folder, 'ballast');
  const spent = join(folder, 'ballast.spent');
  return {
    release: () => {
      // A full disk may have no room for a new name: the old one is changed. Another process may be doing the same, or have died halfway.
      attempt(() => renameSync(file, spent));
      attempt(() => truncateSync(spent, 0));
      return existsSync(spent);
    },
    isSpent: () => existsSync(spent),
    restore: () => {
      if (existsSync(file)) return;
      try {
        if (freeBytes() < 2 * bytes) return;
        const partial = `${file}.${process.pid}`;
        write(partial, bytes);
        renameSync(partial, file);
        rmSync(spent, { force: true });
      } catch {
        rmSync(`${file}.${process.pid}`, { force: true });
      }
    },
  };
}

/** What the disk under a folder has left for this user, bytes. */
export function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // What has come of it shows by what is there.
  }
}

/** Not sparse: a hole holds no room. */
function write(file: string, bytes: number): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES, 0xba);
    for (let written = 0; written < bytes; written += CHUNK_BYTES) writeSync(handle, chunk, 0, Math.min(CHUNK_BYTES, bytes - written));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
