import { dirname } from 'node:path';
import { inBoth } from '../domain/in-both.ts';
import { freeBytesOf } from './ballast.ts';
import { LedgerError, toLedgerError } from './ledger-error.ts';
import type { KindsOfCodes } from './ledger-error.ts';
import { SQLITE_WORDS, type SqliteErrorKind } from './sqlite-words.ts';

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

/** The failure of a file, in words for the operator. */
export function sqliteFailure(kind: SqliteErrorKind, path: string, cause?: unknown): LedgerError {
  return new LedgerError(kind, inBoth(SQLITE_WORDS, (words) => words[kind](path)), cause === undefined ? undefined : { cause });
}

export function toSqliteError(error: unknown, path: string): LedgerError {
  const failure = toLedgerError(error, path, { kinds: KINDS, words: SQLITE_WORDS });
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
