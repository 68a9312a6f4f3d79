import { existsSync, renameSync, statSync } from 'node:fs';
import pino from 'pino';
import type { DestinationStream } from 'pino';
import { safeText, toSafeFields } from './safe-fields.ts';
import type { SafeFields } from './safe-fields.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** The only way to write to the log: a named event and fields from a closed list, never a sentence. */
export interface Logger {
  event(name: string, fields?: SafeFields, level?: Level): void;
  /** The same for what has to be written whatever the level: who called, and what came of it. */
  record(name: string, fields?: SafeFields): void;
  /** Writes what is still in memory, at once. */
  close(): void;
}

export interface LoggerOptions {
  level: Level;
  /** Which process this is, such as `server` or a role. */
  role: string;
  /** Lines of JSON are appended to it; one of more than 20 MB is kept as `FILE.1` and begun anew. null writes none. */
  file: string | null;
  /** Where lines go as well, such as stderr where a container's log is read. */
  also?: DestinationStream | null;
}

const MAX_FILE_BYTES = 20 * 1024 * 1024;
const EVENT_NAME = /^[a-z0-9_.-]{1,60}$/;

export function createLogger({ level, role, file, also = null }: LoggerOptions): Logger {
  const destination = file === null ? null : openFile(file);
  const streams = [destination, also].filter((stream) => stream !== null).map((stream) => ({ stream, level: 'debug' as const }));
  const log = pino({ level, base: { role: safeText(role) }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, pino.multistream(streams));
  const records = log.child({}, { level: 'info' });
  return {
    event: (name, fields = {}, eventLevel = 'info') => log[eventLevel](toLine(name, fields)),
    record: (name, fields = {}) => records.info(toLine(name, fields)),
    close: () => destination?.flushSync(),
  };
}

/** Logs nothing: for tests and short commands. */
export const silentLogger: Logger = { event: () => {}, record: () => {}, close: () => {} };

function toLine(name: string, fields: SafeFields): Record<string, unknown> {
  return { event: EVENT_NAME.test(name) ? name : '[withheld]', ...toSafeFields({ ...fields }) };
}

/** Written at once (`sync`): the last lines before a crash are those that matter, and there are few. */
function openFile(file: string): ReturnType<typeof pino.destination> {
  let bytes = existsSync(file) ? statSync(file).size : 0;
  const destination = pino.destination({ dest: file, append: true, mkdir: true, mode: 0o600, sync: true });
  const rotate = (): void => {
    if (bytes <= MAX_FILE_BYTES) return;
    bytes = 0;
    renameSync(file, `${file}.1`);
    destination.reopen();
  };
  destination.on('write', (written: number) => {
    bytes += written;
    rotate();
  });
  destination.on('error', () => {
    // A full disk must not end the service; the ledger, which has to be written, reports it.
  });
  rotate();
  return destination;
}
