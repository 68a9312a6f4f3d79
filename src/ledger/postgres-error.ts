import { codeOf, LedgerError, toLedgerError } from './ledger-error.ts';
import type { KindsOfCodes, LedgerErrorKind, LedgerWords } from './ledger-error.ts';

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

const WORDS: LedgerWords<LedgerErrorKind> = {
  unwritable: (name) => `The ledger ${name} may not be changed by its user. Give that user all rights on the database and its schema.`,
  unreachable: (name) => `The ledger ${name} doesn't answer. Check that the database server runs and that this host reaches it; nothing already recorded is lost.`,
  untrusted: (name) => `The ledger ${name} can't be reached over TLS. Check its server's certificate, the host's name in VIGIA_LEDGER_URL, and the file that sslrootcert names there.`,
  refused: (name) => `The ledger ${name} doesn't let us in. Check the user, the password and the database in VIGIA_LEDGER_URL.`,
  read_only: (name) => `The ledger ${name} can't be written: the database is read-only, as a standby is. Name the primary server in VIGIA_LEDGER_URL.`,
  disk_full: (name) => `The ledger ${name} can't grow: its server's disk is full. Free some space there; nothing already recorded is lost.`,
  io_error: (name) => `The disk under the ledger ${name} reports errors. Look at its server's log and disk; nothing already recorded is lost.`,
  corrupt: (name) => `The ledger ${name} is damaged. Stop its server and restore the last backup.`,
  busy: (name) => `The ledger ${name} was held by others for too long, or has no connection free. End what else has it open, or allow it more connections.`,
  wrong_key: (name) => `The ledger ${name} can't be read with this key ring. Every host needs the same keys.json: copy the one of the host that made the ledger.`,
  newer_version: (name) => `The ledger ${name} was changed by a newer version of this service. Run that version, or restore an older backup.`,
  unexpected: (name) => `The ledger ${name} failed in a way it should not.`,
};

/** The failure of a database, in words for the operator. */
export function postgresFailure(kind: LedgerErrorKind, name: string, cause?: unknown): LedgerError {
  return new LedgerError(kind, WORDS[kind](name), cause === undefined ? undefined : { cause });
}

export function toPostgresError(error: unknown, name: string): LedgerError {
  if (codeOf(error) === '' && error instanceof Error) {
    if (CONNECTION_ENDED.test(error.message)) return postgresFailure('unreachable', name, error);
    if (NO_TLS.test(error.message)) return postgresFailure('untrusted', name, error);
  }
  return toLedgerError(error, name, { kinds: KINDS, words: WORDS });
}
