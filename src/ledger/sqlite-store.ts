import { chmodSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import type { DatabaseConnection, Driver } from 'kysely';
import { hostRun, hostTick } from './host-process.ts';
import { bringUpToDate } from './migrations/bring-up-to-date.ts';
import type { LedgerTables } from './schema.ts';
import { sqliteFailure, toSqliteError } from './sqlite-error.ts';
import type { LedgerStore } from './store.ts';

/** How long one process waits for another's write, milliseconds. A write here takes about one; this is for a machine that stalls. */
const BUSY_TIMEOUT_MS = 10_000;

/** Longest pause before the write lock is asked for again, milliseconds. */
const BUSY_PAUSE_MS = 4;

/** Statements kept ready; lists in a query make more of them, so there is an end to it. */
const MAX_STATEMENTS = 400;

/** A file that the processes of one host write. Reads and write transactions of one process come one after the other. */
export interface SqliteStore extends LedgerStore {
  readonly raw: Database.Database;
}

/**
 * Kysely's driver, with one change: a transaction takes the write lock when it begins. One that only asks for it at its first
 * write fails at once with SQLITE_BUSY when another process has written since. https://www.sqlite.org/lang_transaction.html
 */
class ImmediateDriver extends SqliteDriver {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: { prepare: preparing(raw), close: () => raw.close() } });
    this.#raw = raw;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await untilNotBusy(() => connection.executeQuery(CompiledQuery.raw('begin immediate')));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk ends the transaction by itself; a second rollback would hide the reason.
    if (this.#raw.inTransaction) await super.rollbackTransaction(connection);
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  /** So that migrations run inside one immediate transaction, and processes that start together don't run them twice. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #raw: Database.Database;

  constructor(raw: Database.Database) {
    super({ database: raw });
    this.#raw = raw;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#raw);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
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
  return {
    name: path,
    isShared: false,
    wrongKey: () => sqliteFailure('wrong_key', path),
    clock: { id: hostRun(), read: hostTick },
    raw,
    read: (work) => guarded(() => untilNotBusy(() => db.connection().execute(work))),
    write: (work) => guarded(() => db.transaction().execute(work)),
    close: () => guarded(() => db.destroy()),
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

/** Tries again while another connection holds the file. Between tries this process goes on with its other work. */
async function untilNotBusy<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      // Of different lengths, so that processes don't ask in step.
      await after(1 + Math.random() * BUSY_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}

function preparing(raw: Database.Database): (sql: string) => Database.Statement<unknown[]> {
  const ready = new Map<string, Database.Statement<unknown[]>>();
  return (sql) => {
    const found = ready.get(sql);
    if (found) return found;
    if (ready.size >= MAX_STATEMENTS) ready.clear();
    const made = raw.prepare<unknown[]>(sql);
    ready.set(sql, made);
    return made;
  };
}

