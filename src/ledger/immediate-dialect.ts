import type Database from 'better-sqlite3';
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import type { DatabaseConnection, Driver } from 'kysely';
import { untilNotBusy } from './until-not-busy.ts';

/** Statements kept ready; lists in a query make more of them, so there is an end to it. */
const MAX_STATEMENTS = 400;

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

/** SQLite's dialect, with transactions that begin as writes. */
export class ImmediateDialect extends SqliteDialect {
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
