import { isUnwritable } from '../ledger/ledger.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Unrecorded, UnrecordedSend } from './unrecorded.ts';

type WritingDown = Pick<ActivityDependencies, 'ledger' | 'now' | 'tick'>;

/**
 * Tells the ledger, before a notification is claimed there, of all that this process sent while it couldn't be written: its limits count those messages
 * from then on, and a claim finds what became of them. One of unknown outcome is there to be looked up. Trouble with another one holds this up
 * only while nothing at all can be written: that one is tried again with the next.
 */
export async function writeDownUnrecorded({ unrecorded, ...deps }: WritingDown & Pick<ActivityDependencies, 'unrecorded'>, notificationId: string): Promise<void> {
  if (!unrecorded) return;
  for (const [id, send] of unrecorded.begun()) {
    try {
      await writeDown(deps, unrecorded, id, send);
    } catch (error) {
      if (id === notificationId || isUnwritable(error)) throw error;
    }
  }
}

async function writeDown({ ledger, now, tick }: WritingDown, unrecorded: Unrecorded, id: string, { attempt, attemptId, isInLedger, startedTick, endedTick, sent }: UnrecordedSend): Promise<void> {
  if (attempt && !isInLedger) {
    const at = tick();
    await ledger.enterUnrecorded(attempt, { startedAgoMs: at - startedTick, endedAgoMs: endedTick === null ? null : at - endedTick }, now());
    unrecorded.markInLedger(id);
  }
  if (!sent) return;
  await ledger.adopt(attemptId, sent, now());
  unrecorded.forget(id);
}
