import type { Asking } from './asking.ts';
import { newAttempt } from './begin-attempt.ts';
import { enter } from './claim.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { RunOfCall, UnrecordedAttempt } from './ledger.ts';
import { textPlace } from './posted-rows.ts';
import { leaveLine } from './waiting-line.ts';

/**
 * Writes down a call that was made without leave, because nothing could be written then: as if it had been claimed when it began, its outcome unknown.
 * Where an earlier attempt was under way by what is written, this one is the newer. An alert that never came to be has no page: of such a message
 * only the slot is kept. Told twice it is there once.
 */
export async function enterUnrecorded(context: LedgerContext, attempt: UnrecordedAttempt, { startedAgoMs, endedAgoMs }: RunOfCall, now: Date): Promise<void> {
  const { attemptId, wanted } = attempt;
  await context.store.write(async (trx) => {
    if (await trx.selectFrom('attempts').select('id').where('id', '=', attemptId).executeTakeFirst()) return;
    const current = await context.clock.tick(trx, now);
    const tick = current - Math.round(startedAgoMs);
    const asking: Asking = { context, trx, wanted, now: attempt.startedAt, tick, ownTick: tick, health: undefined, alert: undefined };
    const isKnown = (await trx.selectFrom('alerts').select('code').where('code', '=', wanted.code).executeTakeFirst()) !== undefined;
    await addAttempt(asking, attempt, endedAgoMs === null ? null : current - Math.round(endedAgoMs));
    if (isKnown) await addToNotification(asking, attemptId, endedAgoMs === null ? 'sending' : 'uncertain');
  }, { sender: wanted.sender });
}

async function addAttempt(asking: Asking, { attemptId, repeat, deadline, message }: UnrecordedAttempt, endedTick: number | null): Promise<void> {
  const { trx, context } = asking;
  await trx.insertInto('attempts').values({
    ...newAttempt(asking), id: attemptId, repeat: repeat ? 1 : 0, digest: 0, deadline, state: endedTick === null ? 'sending' : 'uncertain', ended_tick: endedTick,
    sealed_text: context.cipher.seal(textPlace(attemptId), message.text),
  }).execute();
}

/** What has gone further by another attempt stays there: this message is one more copy. */
async function addToNotification(asking: Asking, attemptId: string, state: 'sending' | 'uncertain'): Promise<void> {
  const { trx } = asking;
  const { id } = await enter(asking);
  await trx.insertInto('attempt_notifications').values({ attempt_id: attemptId, notification_id: id, place: 0 }).execute();
  await trx
    .updateTable('notifications')
    .set({ state, attempt_id: attemptId, retry_clock: null, retry_from_tick: null, retry_after_ms: null })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'failed_temporary', 'sending', 'uncertain'])
    .execute();
  await leaveLine(trx, [id]);
}
