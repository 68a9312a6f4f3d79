import { advanceDelivery } from '../domain/delivery-state.ts';
import type { DeliveryState } from '../domain/delivery-state.ts';
import type { ReportedFailure } from '../domain/failure.ts';
import { platformOf } from '../domain/platform-name.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { PostedMessage, UntoldFailure } from './ledger.ts';
import type { AttemptRow } from './lost-attempts.ts';
import { advance } from './outcomes.ts';
import { selectPosted, toPosted } from './posted-rows.ts';
import { noteArrived, noteFailed } from './sender-health.ts';

/** How a report names its message. */
type ReportedRef = { providerId: string } | { attemptId: string; providerId?: string };

/** What is reported; `failed`: what the failure comes to, where it is one. */
interface Reported {
  state: DeliveryState;
  errorCode: string | null;
  failed: ReportedFailure | null;
}

export async function report(
  context: LedgerContext,
  platform: PlatformName,
  ref: ReportedRef,
  { state, errorCode, failed }: Reported,
  now: Date,
): Promise<PostedMessage | null> {
  const row = await context.store.write(async (trx) => {
    const attempt = await reported(trx, platform, ref);
    if (!attempt) return undefined;
    if (advanceDelivery(attempt.state, state) === attempt.state) return undefined;
    const tick = await context.clock.tick(trx, now);
    await trx
      .updateTable('attempts')
      .set({
        // The provider has it: whatever our own call comes to, the message exists and counts.
        holds_slot: 1,
        ended_tick: attempt.ended_tick ?? tick,
        sent_at: attempt.sent_at ?? now.getTime(),
        provider_id: attempt.provider_id ?? ref.providerId ?? null,
        ...(errorCode !== null && { failure_code: errorCode }),
      })
      .where('id', '=', attempt.id)
      .execute();
    if (!(await advance(trx, attempt.id, state))) return undefined;
    if (state === 'delivered' || state === 'read') await noteArrived(trx, context, attempt, tick);
    if (state === 'failed_permanent') {
      await keepUntold(trx, attempt.id);
      if (failed) await noteFailed(trx, context, attempt, failed.failure, now, tick, { told: true });
      const againAfterMs = failed?.againAfterMs ?? null;
      if (againAfterMs !== null) await allowAnother(trx, context, attempt.id, { tick, againAfterMs });
    }
    return selectPosted(trx).where('a.id', '=', attempt.id).executeTakeFirst();
  }, 'attemptId' in ref ? { attemptId: ref.attemptId } : { platform, providerId: ref.providerId });
  return row ? toPosted(context, row) : null;
}

/**
 * Pages of this attempt may be claimed once more, if none of them was before. The first copy is known to have failed, so that the
 * next one is no repeat.
 */
async function allowAnother(trx: Writing, context: LedgerContext, attemptId: string, { tick, againAfterMs }: { tick: number; againAfterMs: number }): Promise<void> {
  const failed = await trx
    .selectFrom('notifications')
    .select('id')
    .where('attempt_id', '=', attemptId)
    .where('state', '=', 'failed_permanent')
    .where('purpose', '=', 'page')
    .where('second_tries', '=', 0)
    .execute();
  if (failed.length === 0) return;
  const ids = failed.map(({ id }) => id);
  const wait = { retry_clock: context.clock.id, retry_from_tick: tick, retry_after_ms: againAfterMs };
  await trx.updateTable('notifications').set({ state: 'failed_temporary', second_tries: 1, repeat_due: 0, ...wait }).where('id', 'in', ids).execute();
  await trx.updateTable('attempt_notifications').set({ tried_again: 1 }).where('attempt_id', '=', attemptId).where('notification_id', 'in', ids).execute();
}

/** Notices and answers that fail are nobody's concern: no other route is taken for them. Nor is an earlier copy of what has left once more. */
async function keepUntold(trx: Writing, attemptId: string): Promise<void> {
  await trx
    .updateTable('attempts')
    .set({ failure_untold: 1 })
    .where('id', '=', attemptId)
    .where(({ exists, selectFrom }) => exists(
      selectFrom('attempt_notifications as an').innerJoin('notifications as n', 'n.id', 'an.notification_id').select('n.id').where('an.attempt_id', '=', attemptId).where('n.attempt_id', '=', attemptId).where('n.purpose', '=', 'page'),
    ))
    .execute();
}

export async function untoldFailures(context: LedgerContext, platform: PlatformName): Promise<UntoldFailure[]> {
  const rows = await context.store.read((db) =>
    selectPosted(db).select(['a.failure_code', 'an.tried_again']).where('a.failure_untold', '=', 1).where('a.platform', '=', platform).where('n.purpose', '=', 'page')
      .where(({ or, eb, ref }) => or([eb('n.attempt_id', '=', ref('a.id')), eb('an.tried_again', '=', 1)]))
      .orderBy('a.sent_at').execute(),
  );
  return rows.map((row) => ({ ...toPosted(context, row), errorCode: row.failure_code, triedAgain: row.tried_again === 1 }));
}

export async function markFailureTold(context: LedgerContext, attemptId: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ failure_untold: 0 }).where('id', '=', attemptId).execute());
}

/**
 * By the ledger's clock; by the wall clock what an earlier run of the host sent, of whose count nothing is known. What lies as far ahead was
 * sent before a clock went back.
 */
export async function overdueReceipts(context: LedgerContext, route: Route, afterMs: number, now: Date): Promise<PostedMessage[]> {
  const rows = await context.store.read(async (db) => {
    const [tick, wall] = [await context.clock.tick(db, now), now.getTime()];
    return selectPosted(db)
      .where('a.state', '=', 'sent')
      .where('a.overdue_told', '=', 0)
      .where('a.platform', '=', platformOf(route))
      .where('n.route', '=', route)
      .where('n.purpose', '=', 'page')
      .where((is) => is.or([
        is.and([is('a.clock', '=', context.clock.id), is.or([is('a.ended_tick', '<', tick - afterMs), is('a.ended_tick', '>', tick + afterMs)])]),
        is.and([is('a.clock', '!=', context.clock.id), is.or([is('a.sent_at', '<', wall - afterMs), is('a.sent_at', '>', wall + afterMs)])]),
      ]))
      .orderBy('a.sent_at')
      .execute();
  });
  return rows.map((row) => toPosted(context, row));
}

export async function markOverdueTold(context: LedgerContext, attemptId: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ overdue_told: 1 }).where('id', '=', attemptId).execute());
}

/** The newest messages that the provider took since then and that may still be delivered, read or failed, oldest first. */
export async function openAttempts(context: LedgerContext, platform: PlatformName, sentSince: Date, limit: number): Promise<{ providerId: string; sender: string; sentAt: Date }[]> {
  const rows = await context.store.read((db) =>
    db
      .selectFrom('attempts')
      .select(['provider_id', 'sender', 'sent_at'])
      .where('platform', '=', platform)
      .where('state', '=', 'sent')
      .where('sent_at', '>=', sentSince.getTime())
      .orderBy('sent_at', 'desc')
      .limit(limit)
      .execute(),
  );
  return rows.toReversed().flatMap(({ provider_id: providerId, sender, sent_at: sentAt }) =>
    providerId === null || sentAt === null ? [] : [{ providerId, sender, sentAt: new Date(sentAt) }],
  );
}

async function reported(trx: Writing, platform: PlatformName, ref: ReportedRef): Promise<AttemptRow | undefined> {
  const attempts = trx.selectFrom('attempts').selectAll().where('platform', '=', platform);
  const narrowed = 'attemptId' in ref ? attempts.where('id', '=', ref.attemptId) : attempts.where('provider_id', '=', ref.providerId);
  return narrowed.orderBy('started_at', 'desc').executeTakeFirst();
}
