import { inBoth } from '../domain/in-both.ts';
import { codeOf, LedgerError, toLedgerError } from './ledger-error.ts';
import type { KindsOfCodes, LedgerErrorKind } from './ledger-error.ts';
import { POSTGRES_WORDS } from './postgres-words.ts';

/** PostgreSQL's codes (https://www.postgresql.org/docs/18/errcodes-appendix.html), and those of Node's sockets and TLS. */
const KINDS: KindsOfCodes<LedgerErrorKind> = [
  ['53100', 'disk_full'],
  ['58030', 'io_error'],
  ['25006', 'read_only'],
  ['28', 'refused'],
  ['3D000', 'refused'],
  ['42501', 'unwritable'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
  ['53300', 'busy'],
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['40', 'busy'],
  ['57P', 'unreachable'],
  ['55000', 'unreachable'],
  ['08', 'unreachable'],
  ['25P03', 'unreachable'],
  ...['ECONN', 'ENOTFOUND', 'EAI_', 'ETIMEDOUT', 'EPIPE', 'EHOST', 'ENET'].map((code) => [code, 'unreachable'] as const),
  // The first two: of the files that sslrootcert and its like name.
  ...['ENOENT', 'EACCES', 'CERT_', 'ERR_TLS', 'ERR_SSL', 'ERR_OSSL', 'SELF_SIGNED', 'DEPTH_ZERO', 'UNABLE_TO', 'HOSTNAME_MISMATCH'].map((code) => [code, 'untrusted'] as const),
];

/** What pg throws without a code when a connection can't be made or has ended. https://node-postgres.com/apis/pool */
const CONNECTION_ENDED = /connection (terminated|error)|not queryable|timeout (exceeded|expired)/i;
const NO_TLS = /does not support SSL/i;

/** The failure of a database, in words for the operator. */
export function postgresFailure(kind: LedgerErrorKind, name: string, cause?: unknown): LedgerError {
  return new LedgerError(kind, inBoth(POSTGRES_WORDS, (words) => words[kind](name)), cause === undefined ? undefined : { cause });
}

export function toPostgresError(error: unknown, name: string): LedgerError {
  if (codeOf(error) === '' && error instanceof Error) {
    if (CONNECTION_ENDED.test(error.message)) return postgresFailure('unreachable', name, error);
    if (NO_TLS.test(error.message)) return postgresFailure('untrusted', name, error);
  }
  return toLedgerError(error, name, { kinds: KINDS, words: POSTGRES_WORDS });
}
