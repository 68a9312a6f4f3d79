import { chmodSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { CommitTogether } from './commit-together.ts';
import { hostRun, hostTick } from './host-process.ts';
import { ImmediateDialect } from './immediate-dialect.ts';
import { bringUpToDate } from './migrations/bring-up-to-date.ts';
import type { LedgerTables } from './schema.ts';
import { sqliteFailure, toSqliteError } from './sqlite-error.ts';
import type { LedgerStore } from './store.ts';
import { untilNotBusy } from './until-not-busy.ts';

/** A file that the processes of one host write. Reads and write transactions of one process come one after the other. */
export interface SqliteStore extends LedgerStore {
  readonly raw: Database.Database;
}

/** Opens the file at `path`, makes it when it isn't there, and brings its schema up to date. Throws LedgerError. */
export async function openSqliteStore(path: string): Promise<SqliteStore> {
  // better-sqlite3 has no code for this one.
  if (!existsSync(dirname(path))) throw sqliteFailure('unwritable', path);
  let raw: Database.Database | undefined;
  try {
    // SQLite's own waiting would stop the whole process, and with it a write of its own that others wait for.
    const file = (raw = new Database(path, { timeout: 0 }));
    makePrivate(path);
    await untilNotBusy(async () => file.pragma('journal_mode = WAL'));
    file.pragma('synchronous = FULL');
    const db = new Kysely<LedgerTables>({ dialect: new ImmediateDialect(file) });
    await untilNotBusy(() => bringUpToDate(db, (error) => sqliteFailure('newer_version', path, error)));
    return toStore(path, file, db);
  } catch (error) {
    raw?.close();
    throw toSqliteError(error, path);
  }
}

function toStore(path: string, raw: Database.Database, db: Kysely<LedgerTables>): SqliteStore {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toSqliteError(error, path);
    }
  };
  const writes = new CommitTogether(db, raw);
  return {
    name: path,
    isShared: false,
    wrongKey: () => sqliteFailure('wrong_key', path),
    clock: { id: hostRun(), read: hostTick },
    raw,
    read: (work) => guarded(() => untilNotBusy(() => db.connection().execute(work))),
    write: (work) => guarded(() => writes.write(work)),
    close: () => guarded(async () => {
      await writes.settled();
      await db.destroy();
    }),
  };
}

/** SQLite gives the files beside it (-wal, -shm) the same mode. Where modes mean nothing, the folder's own must do. */
function makePrivate(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // Another user's file: whether it can be written shows at once.
  }
}
