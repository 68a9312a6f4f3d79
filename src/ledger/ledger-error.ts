import { inBoth } from '../domain/in-both.ts';
import type { Language } from '../domain/people.ts';
import type { Said } from '../domain/said.ts';

/**
 * Why the ledger could not do what it was asked:
 * - `unwritable`: the folder, file or schema can't be made, opened or changed by this user.
 * - `unreachable`: the database server doesn't answer, or ended the connection.
 * - `untrusted`: the database server can't be reached over TLS, or can't prove who it is.
 * - `refused`: the database server is there and doesn't let us in: user, password or database are wrong.
 * - `read_only`: the ledger is there, but can't be written.
 * - `disk_full`: no room is left.
 * - `io_error`: the disk itself reported an error.
 * - `corrupt`: the ledger is damaged, or isn't a ledger.
 * - `busy`: others held it for longer than we wait.
 * - `wrong_key`: the key ring doesn't open what the ledger holds.
 * - `newer_version`: a later version of this service has changed it.
 * - `unexpected`: none of these; a defect.
 */
export type LedgerErrorKind =
  | 'unwritable' | 'unreachable' | 'untrusted' | 'refused' | 'read_only' | 'disk_full' | 'io_error' | 'corrupt' | 'busy' | 'wrong_key' | 'newer_version' | 'unexpected';

/** A failure of the ledger, in words for the operator. Its text never holds what a row held, nor a secret; `message` is the English one. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly kind: LedgerErrorKind;
  readonly said: Said;

  constructor(kind: LedgerErrorKind, said: Said, options?: { cause: unknown }) {
    super(said.en, options);
    this.kind = kind;
    this.said = said;
  }
}

/** What keeps the ledger from being written at all, until somebody does something. A database that is away comes back by itself, and is waited for. */
const CANNOT_WRITE: readonly LedgerErrorKind[] = ['read_only', 'disk_full', 'unwritable', 'io_error'];

export function isLedgerError(error: unknown): error is LedgerError {
  return error instanceof LedgerError;
}

export function isUnwritable(error: unknown): boolean {
  return error instanceof LedgerError && CANNOT_WRITE.includes(error.kind);
}

/** What a store's error code means, by how the code begins: the first that fits counts. */
export type KindsOfCodes<Kind extends LedgerErrorKind> = readonly (readonly [beginning: string, kind: Kind])[];

/** What to say of a ledger, given how the operator knows it. */
export type LedgerWords<Kind extends LedgerErrorKind> = Record<Kind, (name: string) => string>;

/** Kinds whose words cover more than one case: the code, which holds nothing of ours, tells them apart. */
const TOLD_WITH_CODE: readonly LedgerErrorKind[] = ['unexpected', 'unreachable', 'untrusted', 'refused'];

/** Turns whatever a database threw into a LedgerError; one that is there already passes unchanged. */
export function toLedgerError<Kind extends LedgerErrorKind>(
  error: unknown,
  name: string,
  { kinds, words }: { kinds: KindsOfCodes<Kind | 'unexpected'>; words: Readonly<Record<Language, LedgerWords<Kind | 'unexpected'>>> },
): LedgerError {
  if (error instanceof LedgerError) return error;
  const code = codeOf(error);
  const kind = kinds.find(([beginning]) => code.startsWith(beginning))?.[1] ?? 'unexpected';
  const told = TOLD_WITH_CODE.includes(kind) && code !== '' ? ` (${code})` : '';
  return new LedgerError(kind, inBoth(words, (each) => each[kind](name) + told), { cause: error });
}

/** Empty when it has none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
