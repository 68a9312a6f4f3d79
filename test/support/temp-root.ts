import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';

/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const TMPFS_MAGIC = 0x01021994;

/** More than all tests together ever keep, bytes. Containers have 64 MiB there unless told. */
const ROOM = 4 * 1024 ** 3;

/**
 * Where tests keep their folders: in memory where there is room, so that they don't wait for the disk each time that a ledger is written,
 * which is an eighth of what most scenarios take. What kill -9 loses is the same: the kernel keeps what was written either way.
 */
export const TEMP_ROOT = hasRoom() ? IN_MEMORY : tmpdir();

function hasRoom(): boolean {
  try {
    const { type, bavail, bsize } = statfsSync(IN_MEMORY);
    return type === TMPFS_MAGIC && bavail * bsize > ROOM;
  } catch {
    return false;
  }
}
