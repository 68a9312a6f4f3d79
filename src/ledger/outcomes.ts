import { advanceDelivery } from '../domain/delivery-state.ts';
import type { DeliveryState } from '../domain/delivery-state.ts';
import type { Failure } from '../domain/failure.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { LedgerError } from './ledger-error.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import { NO_ALERT } from './ledger.ts';
import type { LostAttempt, SentMessage } from './ledger.ts';
import { markLost, markUncertainRow, pullStartBack, settleTick } from './lost-attempts.ts';
import type { AttemptRow } from './lost-attempts.ts';
import { addressPlace, conversationPlace, textPlace } from './posted-rows.ts';
import { noteFailed, noteTaken } from './sender-health.ts';

/** Also good for an attempt that was marked uncertain meanwhile, or told as delivered before its own call returned. */
export async function markSent(context: LedgerContext, attemptId: string, sent: SentMessage, now: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const attempt = await attemptOf(trx, attemptId);
    const tick = await context.clock.tick(trx, now);
    await bookSent(trx, context, attempt, sent, now, tick);
    await noteTaken(trx, context, attempt, tick);
  }, { attemptId });
}

/** As markSent, for a message that a look-up found: its call ended when it was lost sight of, and that it did so still speaks against its sender. */
export async function adopt(context: LedgerContext, attemptId: string, sent: SentMessage, now: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const attempt = await attemptOf(trx, attemptId);
    await bookSent(trx, context, attempt, sent, now, attempt.ended_tick ?? await context.clock.tick(trx, now));
  }, { attemptId });
}

export async function markFailed(context: LedgerContext, attemptId: string, failure: Failure, retryAt: Date | null, now: Date): Promise<void> {
  const state: DeliveryState = retryAt ? 'failed_temporary' : 'failed_permanent';
  await context.store.write(async (trx) => {
    const attempt = await attemptOf(trx, attemptId);
    if (!isUnderWay(attempt)) return;
    const tick = await context.clock.tick(trx, now);
    const wait = retryAt && { retry_clock: context.clock.id, retry_from_tick: tick, retry_after_ms: Math.max(0, retryAt.getTime() - now.getTime()) };
    await trx
      .updateTable('attempts')
      .set({ state, ended_tick: attempt.ended_tick ?? tick, holds_slot: 0, failure_kind: failure.kind, failure_code: failure.code })
      .where('id', '=', attemptId)
      .execute();
    await trx
      .updateTable('notifications')
      .set({ state, ...wait })
      .where('attempt_id', '=', attemptId)
      .where('state', 'in', ['sending', 'uncertain'])
      .execute();
    await noteFailed(trx, context, attempt, failure, now, tick);
  }, { attemptId });
}

export async function markUncertain(context: LedgerContext, attemptId: string, failure: Failure, now: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const attempt = await attemptOf(trx, attemptId);
    if (!isUnderWay(attempt)) return;
    await trx.updateTable('attempts').set({ failure_kind: failure.kind, failure_code: failure.code }).where('id', '=', attemptId).execute();
    const tick = await context.clock.tick(trx, now);
    if (attempt.state === 'sending') await markUncertainRow(trx, attempt, tick);
    await noteFailed(trx, context, attempt, failure, now, tick);
  }, { attemptId });
}

export async function giveUp(context: LedgerContext, attemptId: string, now: Date): Promise<void> {
  await context.store.write(async (trx) => {
    const attempt = await attemptOf(trx, attemptId);
    if (!isUnderWay(attempt)) return;
    const ended = attempt.ended_tick ?? await context.clock.tick(trx, now);
    await trx.updateTable('attempts').set({ state: 'uncertain', given_up: 1, ended_tick: ended }).where('id', '=', attemptId).execute();
    const carried = () => trx.updateTable('notifications').where('attempt_id', '=', attemptId).where('state', 'in', ['sending', 'uncertain']);
    // A second copy in doubt is not followed by a third: the next route is taken.
    await carried().set({ state: 'failed_permanent' }).where('repeat_due', '=', 1).execute();
    await carried().set({ state: 'pending', repeat_due: 1 }).execute();
  }, { attemptId });
}

/** All attempts of a platform that may be looked up: those lost now, and those that an earlier settling left behind. */
export async function settleable(context: LedgerContext, platform: PlatformName, now: Date): Promise<LostAttempt[]> {
  return context.store.write(async (trx) => {
    const tick = await context.clock.tick(trx, now);
    await markLost(trx, context, { platform }, tick);
    const rows = await trx
      .selectFrom('attempts as a')
      .innerJoin('attempt_notifications as an', 'an.attempt_id', 'a.id')
      .innerJoin('notifications as n', 'n.id', 'an.notification_id')
      .select(['a.id', 'an.notification_id', 'a.started_at', 'a.clock', 'a.started_tick', 'a.digest', 'n.code', 'n.platform', 'n.destination_kind', 'n.sealed_address'])
      .where('a.state', '=', 'uncertain')
      .where('a.given_up', '=', 0)
      .where('a.platform', '=', platform)
      .orderBy('a.started_at')
      .orderBy('a.id')
      .orderBy('an.place')
      .execute();
    // A digest is one attempt, whatever it carries.
    const first = rows.filter((row, index) => row.id !== rows[index - 1]?.id);
    const due: typeof rows = [];
    for (const row of first) if (tick >= settleTick(context, await pullStartBack(trx, context, row, tick))) due.push(row);
    return due.map((row) => ({
      attemptId: row.id, notificationId: row.notification_id, startedAt: new Date(row.started_at), code: row.digest === 1 || row.code === NO_ALERT ? null : row.code,
      destination: { platform: row.platform, kind: row.destination_kind, address: context.cipher.open(addressPlace(row.notification_id), row.sealed_address) },
    }));
  }, { platform });
}

/**
 * Moves the attempt and what it carried forward; never backwards, and not what goes to somebody else by now. The caller has changed the attempt's row in this transaction, so that
 * nobody else does meanwhile: what was read before that may have been overtaken by a report that took no sender's lock.
 * Answers whether anything moved.
 */
export async function advance(trx: Writing, attemptId: string, state: DeliveryState): Promise<boolean> {
  const attempt = await attemptOf(trx, attemptId);
  const reached = advanceDelivery(attempt.state, state);
  if (reached === attempt.state) return false;
  const notes = await trx
    .selectFrom('notifications as n')
    .innerJoin('attempt_notifications as an', 'an.notification_id', 'n.id')
    .select(['n.id', 'n.state', 'n.attempt_id'])
    .where('an.attempt_id', '=', attemptId)
    .where('an.earlier_address_index', 'is', null)
    .execute();
  await trx.updateTable('attempts').set({ state: reached }).where('id', '=', attemptId).execute();
  for (const note of notes) {
    const next = advanceDelivery(note.state, state);
    if (next === note.state) continue;
    // The failure of an earlier copy says nothing of one that has left since.
    if (state === 'failed_permanent' && note.attempt_id !== attemptId) continue;
    await trx.updateTable('notifications').set({ state: next, attempt_id: attemptId }).where('id', '=', note.id).execute();
  }
  return true;
}

export async function attemptOf(trx: Writing, attemptId: string): Promise<AttemptRow> {
  const attempt = await trx.selectFrom('attempts').selectAll().where('id', '=', attemptId).executeTakeFirst();
  if (!attempt) throw new LedgerError('unexpected', { es: `El registro no tiene el intento ${attemptId}: es de otro registro.`, en: `The ledger has no attempt ${attemptId}: it belongs to another ledger.` });
  return attempt;
}

function isUnderWay(attempt: AttemptRow): boolean {
  return (attempt.state === 'sending' || attempt.state === 'uncertain') && attempt.given_up === 0;
}

async function bookSent(trx: Writing, context: LedgerContext, attempt: AttemptRow, sent: SentMessage, now: Date, endedTick: number): Promise<void> {
  await trx
    .updateTable('attempts')
    .set({
      provider_id: sent.ref.id,
      sealed_conversation: context.cipher.seal(conversationPlace(attempt.id), sent.ref.conversation),
      sent_at: attempt.sent_at ?? now.getTime(),
      ended_tick: attempt.provider_id === null ? endedTick : attempt.ended_tick,
      holds_slot: 1,
      ...(sent.text !== undefined && { sealed_text: context.cipher.seal(textPlace(attempt.id), sent.text) }),
    })
    .where('id', '=', attempt.id)
    .execute();
  await advance(trx, attempt.id, sent.state);
}
