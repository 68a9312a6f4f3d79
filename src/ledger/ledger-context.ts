import type { Kysely, Transaction } from 'kysely';
import type { FieldCipher } from './field-cipher.ts';
import type { Presence } from './presence.ts';
import type { LedgerTables } from './schema.ts';
import type { LedgerStore } from './store.ts';

/** A write transaction under way. */
export type Writing = Transaction<LedgerTables>;

/**
 * The clock that limits and deadlines are measured on. All who share the ledger read the same one, and a host's never goes back:
 * setting its wall clock neither blocks sending nor lets more through. Ticks, milliseconds, are compared only under the same `id`.
 */
export interface LedgerClock {
  id: string;
  /** `now` is the caller's wall time: only a test whose time is virtual derives the tick from it. */
  tick(db: Kysely<LedgerTables>, now: Date): Promise<number>;
  /** The clock of this host alone, which nobody sets either: for what one process measures. */
  ownTick(now: Date): number;
}

/** What every part of the ledger works with. */
export interface LedgerContext {
  store: LedgerStore;
  cipher: FieldCipher;
  clock: LedgerClock;
  /** Who is alive on other hosts; null on a store that one host has to itself. */
  presence: Presence | null;
  /** Owner of the attempts that this process starts. */
  bootId: string;
  /** Messages a sender may create in any `windowMs`. */
  limitOf(sender: string): number;
  /** Edits and look-ups a sender may make in any `windowMs`. */
  editLimitOf(sender: string): number;
  windowMs: number;
}

/** When a tick will come, as wall time. */
export function toWallTime(tick: number, current: number, now: Date): Date {
  return new Date(now.getTime() + Math.max(0, tick - current));
}
