import type { Said } from '../domain/said.ts';
import type { Ballast } from './ballast.ts';
import { LedgerError } from './ledger-error.ts';
import type { AcceptedAlert } from './ledger.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { LedgerStore } from './store.ts';

const KEPT_FOR_CRITICAL: Said = {
  es: 'El disco está lleno: el espacio que queda se guarda para alertas críticas, y esta no se tomó. Libere espacio y entréguela de nuevo.',
  en: 'The disk is full: what room is left is kept for critical alerts, and this one was not taken. Free some space, then hand it in again.',
};

const NO_ROOM_FOR_MESSAGES: Said = {
  es: 'El disco está lleno: el espacio que queda se guarda para alertas críticas, y este mensaje no se tomó. Libere espacio y mándelo de nuevo.',
  en: 'The disk is full: what room is left is kept for critical alerts, and this message was not taken. Free some space, then send it again.',
};

/** Opens the file at `path` with that room in reserve: opening writes as well. Throws LedgerError. */
export async function openWithRoom(path: string, ballast: Pick<Ballast, 'release'>): Promise<LedgerStore> {
  const store = await openSqliteStore(path).catch((error: unknown) => {
    if (!isFull(error) || !ballast.release()) throw error;
    return openSqliteStore(path);
  });
  return makingRoom(store, ballast);
}

/** A store that gives up the ballast when the disk is full, and then tries once more: also where another process has just given it up. */
export function makingRoom(store: LedgerStore, ballast: Pick<Ballast, 'release'>): LedgerStore {
  return {
    ...store,
    write: async (work, lock) => {
      try {
        return await store.write(work, lock);
      } catch (error) {
        if (!isFull(error) || !ballast.release()) throw error;
        return store.write(work, lock);
      }
    },
  };
}

/** @throws LedgerError for an alert that has to wait while the last room is kept for critical ones. */
export function assertMayUseRoom({ plan }: AcceptedAlert, ballast: Pick<Ballast, 'isSpent'> | undefined): void {
  if (plan.severity === 'critical' || !ballast?.isSpent()) return;
  throw new LedgerError('disk_full', KEPT_FOR_CRITICAL);
}

/** @throws LedgerError for a direct message while the last room is kept for critical alerts. */
export function assertRoomForMessages(ballast: Pick<Ballast, 'isSpent'> | undefined): void {
  if (ballast?.isSpent()) throw new LedgerError('disk_full', NO_ROOM_FOR_MESSAGES);
}

function isFull(error: unknown): boolean {
  return error instanceof LedgerError && error.kind === 'disk_full';
}
