import { sql } from 'kysely';
import type { RawBuilder, Transaction } from 'kysely';
import type { LedgerTables } from './schema.ts';
import type { LedgerLock } from './store.ts';

/** Numberings of advisory locks, so that a sender and a message of the same name are two. */
const SENDERS = 1;
const MESSAGES = 2;
const DETECTIONS = 3;

/**
 * Waits for the lock, which is let go with the transaction. It is the transaction's first statement: those that follow see all that
 * its last holder wrote. Reading a count without it let 17 messages through a limit of 8.
 * https://www.postgresql.org/docs/18/explicit-locking.html#ADVISORY-LOCKS
 */
export async function takeLock(trx: Transaction<LedgerTables>, lock: LedgerLock): Promise<void> {
  if ('sender' in lock) await lockSender(sql`${lock.sender}::text`).execute(trx);
  else if ('attemptId' in lock) await sql`${lockSender(sql`sender`)} from attempts where id = ${lock.attemptId}`.execute(trx);
  else if ('providerId' in lock) await lockMessage(trx, lock);
  else if ('detection' in lock) await lockDetection(trx, lock.detection);
  else await lockSenders(trx, sql`platform = ${lock.platform} and state = 'sending'`);
}

/** Two reports on a message whose attempt doesn't know its id yet find no sender to wait for: they wait for each other. */
async function lockMessage(trx: Transaction<LedgerTables>, { platform, providerId }: Extract<LedgerLock, { providerId: string }>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${platform}:${providerId}`}::text, ${sql.lit(MESSAGES)}))`.execute(trx);
  await lockSenders(trx, sql`platform = ${platform} and provider_id = ${providerId}`);
}

/** In their order, so that two that have both in common never wait for each other. */
async function lockDetection(trx: Transaction<LedgerTables>, indexes: readonly string[]): Promise<void> {
  for (const index of indexes.toSorted()) await sql`select pg_advisory_xact_lock(hashtextextended(${index}::text, ${sql.lit(DETECTIONS)}))`.execute(trx);
}

/** In the order of their names, so that two who want several never wait for each other. */
async function lockSenders(trx: Transaction<LedgerTables>, attempts: RawBuilder<unknown>): Promise<void> {
  await sql`${lockSender(sql`sender`)} from (select distinct sender from attempts where ${attempts} order by sender) as named`.execute(trx);
}

function lockSender(sender: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(hashtextextended(${sender}, ${sql.lit(SENDERS)}))`;
}
