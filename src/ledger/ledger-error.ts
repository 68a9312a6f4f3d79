import { dirname } from 'node:path';
import { freeBytesOf } from './ballast.ts';

/**
 * Why the ledger could not do what it was asked:
 * - `unwritable`: the folder or file can't be made or opened.
 * - `read_only`: the file is there, but can't be written.
 * - `disk_full`: no room is left.
 * - `io_error`: the disk itself reported an error.
 * - `corrupt`: the file is damaged, or isn't a ledger.
 * - `busy`: another process held the file for longer than the busy timeout.
 * - `wrong_key`: the key ring doesn't open what the ledger holds.
 * - `newer_version`: a later version of this service has changed the file.
 * - `unexpected`: none of these; a defect.
 */
export type LedgerErrorKind =
  | 'unwritable' | 'read_only' | 'disk_full' | 'io_error' | 'corrupt' | 'busy' | 'wrong_key' | 'newer_version' | 'unexpected';

/** A failure of the ledger, in words for the operator. Its text never holds what a row held. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly kind: LedgerErrorKind;

  constructor(kind: LedgerErrorKind, message: string, options?: { cause: unknown }) {
    super(message, options);
    this.kind = kind;
  }
}

/** What keeps the ledger from being written at all, for as long as it lasts. */
const CANNOT_WRITE: readonly LedgerErrorKind[] = ['read_only', 'disk_full', 'unwritable', 'io_error'];

export function isUnwritable(error: unknown): boolean {
  return error instanceof LedgerError && CANNOT_WRITE.includes(error.kind);
}

/** SQLite's result codes (https://www.sqlite.org/rescode.html) by their beginnings: extended codes only add to a name. */
const KINDS: readonly [beginning: string, kind: LedgerErrorKind][] = [
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

const ADVICE: Record<LedgerErrorKind, (path: string) => string> = {
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

/** The message for a kind of failure. */
export function ledgerError(kind: LedgerErrorKind, path: string, cause?: unknown): LedgerError {
  return new LedgerError(kind, ADVICE[kind](path), cause === undefined ? undefined : { cause });
}

/** Turns whatever the database threw into a LedgerError; one that is there already passes unchanged. */
export function toLedgerError(error: unknown, path: string): LedgerError {
  if (error instanceof LedgerError) return error;
  const code = codeOf(error);
  const found = KINDS.find(([beginning]) => code.startsWith(beginning))?.[1] ?? 'unexpected';
  // Beside its database, in the log and the index, SQLite calls a full disk an error of reading or writing.
  const kind = found === 'io_error' && isDiskFull(path) ? 'disk_full' : found;
  const made = ledgerError(kind, path, error);
  if (kind === 'unexpected' && code !== '') made.message += ` (${code})`;
  return made;
}

/** Less than what one commit may take, bytes. */
const FULL_BELOW_BYTES = 256 * 1024;

function isDiskFull(path: string): boolean {
  try {
    return freeBytesOf(dirname(path)) < FULL_BELOW_BYTES;
  } catch {
    return false;
  }
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
