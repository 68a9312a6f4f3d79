import Database from 'better-sqlite3';
import { errorCodeOf } from '../observability/error-code.ts';

/** A lock that the operating system lets go of when its process ends, however it ends: there is no stale lock to guess about. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that one process at a time can have, by SQLite's exclusive lock on an empty database: it works alike on Linux,
 * macOS and Windows, which nothing in Node does. Between two that ask at once, one gets it.
 * @returns null when another has it for longer than `waitMs`.
 */
export function lockFile(file: string, waitMs = 0): FileLock | null {
  const database = new Database(file, { timeout: waitMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (errorCodeOf(error)?.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return { release: () => database.close() };
}
