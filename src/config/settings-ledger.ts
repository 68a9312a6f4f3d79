import { isIP } from 'node:net';
import type { Secret } from './secret.ts';
import type { SettingsReader } from './settings-reader.ts';

/** The server proves who it is, or nothing is encrypted; what lies between stops nobody who means it. https://www.postgresql.org/docs/18/libpq-ssl.html */
const SSL_MODES: readonly (string | null)[] = ['verify-full', 'disable', null];

const THIS_MACHINE = ['127.0.0.1', '[::1]', 'localhost'];

export interface LedgerSettings {
  /** The PostgreSQL database that the hosts share, `postgresql://…`; null when the ledger is a file in the home. */
  readonly ledgerUrl: Secret | null;
  readonly warnings: readonly string[];
}

/** The URL holds a password: no issue repeats it. */
export function readLedger(reader: SettingsReader): LedgerSettings {
  const ledgerUrl = reader.secret('VIGIA_LEDGER_URL');
  if (ledgerUrl === null) return { ledgerUrl, warnings: [] };
  const url = URL.parse(ledgerUrl.reveal());
  const isDatabase = url !== null && ['postgresql:', 'postgres:'].includes(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
  if (!isDatabase) {
    reader.issues.push("VIGIA_LEDGER_URL isn't the address of a database: give one such as postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, its password percent-encoded.");
    return { ledgerUrl, warnings: [] };
  }
  const sslMode = url.searchParams.get('sslmode');
  if (!SSL_MODES.includes(sslMode)) reader.issues.push('VIGIA_LEDGER_URL has an sslmode that is neither verify-full nor disable: the others let anybody stand in for the server.');
  // pg would compare the certificate of a server that is named by a number with "localhost".
  if (sslMode === 'verify-full' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) reader.issues.push("VIGIA_LEDGER_URL names its server by a number: with sslmode=verify-full give the name that stands in the server's certificate.");
  const isOpen = sslMode !== 'verify-full' && !THIS_MACHINE.includes(url.hostname);
  return { ledgerUrl, warnings: isOpen ? ['VIGIA_LEDGER_URL reaches another machine without TLS: add sslmode=verify-full.'] : [] };
}
