import { dirname } from 'node:path';
import { freeBytesOf } from './ballast.ts';
import { LedgerError, toLedgerError } from './ledger-error.ts';
import type { KindsOfCodes, LedgerErrorKind, LedgerWords } from './ledger-error.ts';

type SqliteErrorKind = Exclude<LedgerErrorKind, 'unreachable' | 'untrusted' | 'refused'>;

/** SQLite's result codes (https://www.sqlite.org/rescode.html) by their beginnings: extended codes only add to a name. */
const KINDS: KindsOfCodes<SqliteErrorKind> = [
  ['SQLITE_FULL', 'disk_full'],
  ['SQLITE_READONLY', 'read_only'],
  ['SQLITE_IOERR', 'io_error'],
  ['SQLITE_CANTOPEN', 'unwritable'],
  ['SQLITE_PERM', 'unwritable'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
];

const WORDS: LedgerWords<SqliteErrorKind> = {
  unwritable: (path) => `The ledger ${path} can't be opened. Check that its folder exists and that this user may write there.`,
  read_only: (path) => `The ledger ${path} can't be written: the file, its folder or the disk is read-only. Give this user write access.`,
  disk_full: (path) => `The ledger ${path} can't grow: the disk is full. Free some space; nothing already recorded is lost.`,
  io_error: (path) => `The disk under the ledger ${path} reports errors. Look at the system's log and at the disk; nothing already recorded is lost.`,
  corrupt: (path) => `The ledger ${path} is damaged or isn't a ledger. Move it away and restore the last backup.`,
  busy: (path) => `The ledger ${path} was held by another program for too long. Close what has it open, such as a database browser.`,
  wrong_key: (path) => `The ledger ${path} can't be read with this key ring. Put back the keys.json that belongs to it.`,
  newer_version: (path) => `The ledger ${path} was changed by a newer version of this service. Run that version, or restore an older backup.`,
  unexpected: (path) => `The ledger ${path} failed in a way it should not.`,
};

/** The failure of a file, in words for the operator. */
export function sqliteFailure(kind: SqliteErrorKind, path: string, cause?: unknown): LedgerError {
  return new LedgerError(kind, WORDS[kind](path), cause === undefined ? undefined : { cause });
}

export function toSqliteError(error: unknown, path: string): LedgerError {
  const failure = toLedgerError(error, path, { kinds: KINDS, words: WORDS });
  return failure.kind === 'io_error' && isDiskFull(path) ? sqliteFailure('disk_full', path, error) : failure;
}

/** Less than what one commit may take, bytes. */
const FULL_BELOW_BYTES = 256 * 1024;

/** What SQLite calls an error of the disk may be a disk that has no room for the files beside its own. */
function isDiskFull(path: string): boolean {
  try {
    return freeBytesOf(dirname(path)) < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}
