import type { Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { codeOf } from './ledger-error.ts';
import { bringUpToDate } from './migrations/bring-up-to-date.ts';
import { postgresFailure, toPostgresError } from './postgres-error.ts';
import { takeLock } from './postgres-lock.ts';
import type { LedgerTables } from './schema.ts';
import type { LedgerLock, LedgerStore } from './store.ts';

/** Connections of one process; a transaction holds one for the few milliseconds that it takes. */
const MAX_CONNECTIONS = 10;

/** How long a connection may take to be made, or to come free in a storm, milliseconds; and after which one that nobody needs is closed. */
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_MS = 10_000;

/**
 * How long one statement may take and another's lock is waited for; and after which a transaction whose process was stopped in the
 * middle, or whose host is gone, is ended by the server, so that it holds up nobody else. Milliseconds.
 */
const HELD_AT_MOST_MS = 10_000;

/**
 * A connection on which nothing has come or gone for this long is dead, milliseconds: everything else ends sooner. The system would
 * wait a quarter of an hour for a server that has vanished. https://man7.org/linux/man-pages/man7/tcp.7.html (tcp_retries2)
 */
const SILENT_MS = 15_000;

/** How often a transaction is tried that lost a race against another. */
const MAX_TRIES = 4;
const RETRY_PAUSE_MS = 10;

/** Deadlock, serialization failure, and a row that another has inserted since we looked: at the next try it is seen. */
const LOST_RACE = ['40P01', '40001', '23505'];

/** https://github.com/brianc/node-pg-types: by default bigint and count() come as text. Ours are counts and milliseconds. */
const BIGINT_OID = 20;

/**
 * A PostgreSQL database (13 or later) that the processes of several hosts share. Opens it and brings its schema up to date.
 * @param url `postgresql://user:password@host:port/database?sslmode=verify-full`
 * @param silentMs after how long without a sign a connection counts as dead
 * @throws LedgerError, which never repeats the password.
 */
export async function openPostgresStore(url: string, { silentMs = SILENT_MS }: { silentMs?: number } = {}): Promise<LedgerStore> {
  const name = nameOf(url);
  const pool = createPool(url, silentMs);
  const db = new Kysely<LedgerTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await bringUpToDate(db, (error) => postgresFailure('newer_version', name, error));
    return toStore(name, db);
  } catch (error) {
    await db.destroy();
    throw toPostgresError(error, name);
  }
}

/** `host:port/database`. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function createPool(url: string, silentMs: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'vigia',
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_MS,
    statement_timeout: HELD_AT_MOST_MS,
    lock_timeout: HELD_AT_MOST_MS,
    idle_in_transaction_session_timeout: HELD_AT_MOST_MS,
    types: { getTypeParser: ((oid: number, format?: 'text') => (oid === BIGINT_OID ? Number : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser },
  });
  // A connection that ends while nobody uses it is made anew; one that ends in use fails its statement, which tells.
  pool.on('error', () => undefined).on('connect', (client) => {
    client.on('error', () => undefined);
    endWhenSilent(client, silentMs);
  });
  return pool;
}

/** pg has a limit of time for a query, but keeps the connection, on which the next one then hangs as well. */
function endWhenSilent(client: pg.PoolClient, silentMs: number): void {
  const { stream } = (client as pg.PoolClient & { connection: { stream: Socket } }).connection;
  stream.setTimeout(silentMs, () => stream.destroy(Object.assign(new Error('The server fell silent.'), { code: 'ETIMEDOUT' })));
}

function toStore(name: string, db: Kysely<LedgerTables>): LedgerStore {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw toPostgresError(error, name);
    }
  };
  return {
    name,
    isShared: true,
    // All hosts read the database's clock. Its ticks mean the same on any server that the database is moved to.
    clock: { id: 'database', read: readClock },
    wrongKey: () => postgresFailure('wrong_key', name),
    read: (work) => guarded(() => db.connection().execute(work)),
    write: (work, lock) => guarded(() => untilRaceIsWon(() => transact(db, work, lock))),
    close: () => guarded(() => db.destroy()),
  };
}

/** Read committed: each statement sees what was committed before it, and so, after the lock, what the last one who held it wrote. */
function transact<T>(db: Kysely<LedgerTables>, work: (trx: Transaction<LedgerTables>) => Promise<T>, lock: LedgerLock | undefined): Promise<T> {
  return db.transaction().setIsolationLevel('read committed').execute(async (trx) => {
    if (lock) await takeLock(trx, lock);
    return work(trx);
  });
}

async function untilRaceIsWon<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (tries === MAX_TRIES || !LOST_RACE.includes(codeOf(error))) throw error;
      // Of different lengths, so that those who met don't meet again.
      await after(Math.random() * RETRY_PAUSE_MS * tries);
    }
  }
}

/** Milliseconds since 1970. `now()` would be the start of the transaction, which lies before the wait for its lock. */
async function readClock(db: Kysely<LedgerTables>): Promise<number> {
  const { rows } = await sql<{ tick: number }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as tick`.execute(db);
  const tick = rows[0]?.tick;
  if (tick === undefined) throw new TypeError('The database tells no time.');
  return tick;
}
