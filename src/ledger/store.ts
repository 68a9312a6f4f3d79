import type { Kysely, Transaction } from 'kysely';
import type { PlatformName } from '../domain/platform-name.ts';
import type { LedgerError } from './ledger-error.ts';
import type { LedgerTables } from './schema.ts';

/**
 * What a write transaction has to itself besides the rows it changes. Everything that makes, ends or counts a sender's messages
 * comes one after the other, and so do detections of one wound or under one key; a store that lets only one write at a time need not look at it.
 */
export type LedgerLock =
  | { sender: string }
  /** The sender of this attempt. */
  | { attemptId: string }
  /** The sender of the message that the provider knows by this id. */
  | { platform: PlatformName; providerId: string }
  /** Every sender of the platform that has a call under way. */
  | { platform: PlatformName }
  /** Detections that have one of these look-up indexes in common. */
  | { detection: readonly string[] };

/** The clock of those who share a store, as `LedgerClock` says. */
export interface StoreClock {
  readonly id: string;
  /** Milliseconds; asked for under the lock, so that no tick lies behind one that another has written. */
  read(db: Kysely<LedgerTables>): number | Promise<number>;
}

/** Where the ledger's rows are, and what several processes share. Every method throws LedgerError. */
export interface LedgerStore {
  /** As the operator knows it, such as the path of the file; never a secret. */
  readonly name: string;
  /** Processes of other hosts may be at it as well. */
  readonly isShared: boolean;
  readonly clock: StoreClock;
  read<T>(work: (db: Kysely<LedgerTables>) => Promise<T>): Promise<T>;
  /** One write transaction, on the disk when it returns; when it throws, nothing of it was written. `work` may be run again from its start. */
  write<T>(work: (trx: Transaction<LedgerTables>) => Promise<T>, lock?: LedgerLock): Promise<T>;
  /** What to say when the key ring is that of another ledger. */
  wrongKey(): LedgerError;
  close(): Promise<void>;
}
