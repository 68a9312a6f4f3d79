import { isIP } from 'node:net';
import { inBoth } from '../domain/in-both.ts';
import type { Said } from '../domain/said.ts';
import type { Secret } from './secret.ts';
import type { SettingsReader } from './settings-reader.ts';
import { SETTINGS_WORDS } from './settings-words.ts';

/** The server proves who it is, or nothing is encrypted; what lies between stops nobody who means it. https://www.postgresql.org/docs/18/libpq-ssl.html */
const SSL_MODES: readonly (string | null)[] = ['verify-full', 'disable', null];

const VARIABLE = 'VIGIA_LEDGER_URL';

const THIS_MACHINE = ['127.0.0.1', '[::1]', 'localhost'];

export interface LedgerSettings {
  /** The PostgreSQL database that the hosts share, `postgresql://…`; null when the ledger is a file in the home. */
  readonly ledgerUrl: Secret | null;
  readonly warnings: readonly Said[];
}

/** The URL holds a password: no issue repeats it. */
export function readLedger(reader: SettingsReader): LedgerSettings {
  const ledgerUrl = reader.secret(VARIABLE);
  if (ledgerUrl === null) return { ledgerUrl, warnings: [] };
  const url = URL.parse(ledgerUrl.reveal());
  const isDatabase = url !== null && ['postgresql:', 'postgres:'].includes(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
  if (!isDatabase) {
    reader.complain((words) => words.noDatabase(VARIABLE));
    return { ledgerUrl, warnings: [] };
  }
  const sslMode = url.searchParams.get('sslmode');
  if (!SSL_MODES.includes(sslMode)) reader.complain((words) => words.weakSslMode(VARIABLE));
  // pg would compare the certificate of a server that is named by a number with "localhost".
  if (sslMode === 'verify-full' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) reader.complain((words) => words.numberedServer(VARIABLE));
  const isOpen = sslMode !== 'verify-full' && !THIS_MACHINE.includes(url.hostname);
  return { ledgerUrl, warnings: isOpen ? [inBoth(SETTINGS_WORDS, (words) => words.openLedger(VARIABLE))] : [] };
}
