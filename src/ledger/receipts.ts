import { advanceDelivery } from '../domain/delivery-state.ts';
import type { DeliveryState } from '../domain/delivery-state.ts';
import { platformOf } from '../domain/platform-name.ts';
import type { PlatformName, Route } from '../domain/platform-name.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { PostedMessage, UntoldFailure } from './ledger.ts';
import type { AttemptRow } from './lost-attempts.ts';
import { advance } from './outcomes.ts';
import { selectPosted, toPosted } from './posted-rows.ts';

/** How a report names its message. */
type ReportedRef = { providerId: string } | { attemptId: string; providerId?: string };

export async function report(
  context: LedgerContext,
  platform: PlatformName,
  ref: ReportedRef,
  state: DeliveryState,
  errorCode: string | null,
  now: Date,
): Promise<PostedMessage | null> {
  const row = await context.store.write(async (trx) => {
    const attempt = await reported(trx, platform, ref);
    if (!attempt) return undefined;
    if (advanceDelivery(attempt.state, state) === attempt.state) return undefined;
    await trx
      .updateTable('attempts')
      .set({
        // The provider has it: whatever our own call comes to, the message exists and counts.
        holds_slot: 1,
        ended_tick: attempt.ended_tick ?? await context.clock.tick(trx, now),
        sent_at: attempt.sent_at ?? now.getTime(),
        provider_id: attempt.provider_id ?? ref.providerId ?? null,
        ...(errorCode !== null && { failure_code: errorCode }),
      })
      .where('id', '=', attempt.id)
      .execute();
    if (!(await advance(trx, attempt.id, state))) return undefined;
    if (state === 'failed_permanent') await keepUntold(trx, attempt.id);
    return selectPosted(trx).where('a.id', '=', attempt.id).executeTakeFirst();
  }, 'attemptId' in ref ? { attemptId: ref.attemptId } : { platform, providerId: ref.providerId });
  return row ? toPosted(context, row) : null;
}

/** Notices and answers that fail are nobody's concern: no other route is taken for them. */
async function keepUntold(trx: Writing, attemptId: string): Promise<void> {
  await trx
    .updateTable('attempts')
    .set({ failure_untold: 1 })
    .where('id', '=', attemptId)
    .where(({ exists, selectFrom }) => exists(
      selectFrom('attempt_notifications as an').innerJoin('notifications as n', 'n.id', 'an.notification_id').select('n.id').where('an.attempt_id', '=', attemptId).where('n.purpose', '=', 'page'),
    ))
    .execute();
}

export async function untoldFailures(context: LedgerContext, platform: PlatformName): Promise<UntoldFailure[]> {
  const rows = await context.store.read((db) =>
    selectPosted(db).select('a.failure_code').where('a.failure_untold', '=', 1).where('a.platform', '=', platform).where('n.purpose', '=', 'page').orderBy('a.sent_at').execute(),
  );
  return rows.map((row) => ({ ...toPosted(context, row), errorCode: row.failure_code }));
}

export async function markFailureTold(context: LedgerContext, attemptId: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ failure_untold: 0 }).where('id', '=', attemptId).execute());
}

export async function overdueReceipts(context: LedgerContext, route: Route, sentBefore: Date): Promise<PostedMessage[]> {
  const rows = await context.store.read((db) =>
    selectPosted(db)
      .where('a.state', '=', 'sent')
      .where('a.overdue_told', '=', 0)
      .where('a.platform', '=', platformOf(route))
      .where('n.route', '=', route)
      .where('n.purpose', '=', 'page')
      .where('a.sent_at', '<', sentBefore.getTime())
      .orderBy('a.sent_at')
      .execute(),
  );
  return rows.map((row) => toPosted(context, row));
}

export async function markOverdueTold(context: LedgerContext, attemptId: string): Promise<void> {
  await context.store.write((trx) => trx.updateTable('attempts').set({ overdue_told: 1 }).where('id', '=', attemptId).execute());
}

/** Messages that the provider took and that may still be delivered, read or failed, oldest first. */
export async function openAttempts(context: LedgerContext, platform: PlatformName, limit: number): Promise<{ providerId: string; sender: string; sentAt: Date }[]> {
  const rows = await context.store.read((db) =>
    db
      .selectFrom('attempts')
      .select(['provider_id', 'sender', 'sent_at'])
      .where('platform', '=', platform)
      .where('state', '=', 'sent')
      .orderBy('sent_at')
      .limit(limit)
      .execute(),
  );
  return rows.flatMap(({ provider_id: providerId, sender, sent_at: sentAt }) =>
    providerId === null || sentAt === null ? [] : [{ providerId, sender, sentAt: new Date(sentAt) }],
  );
}

async function reported(trx: Writing, platform: PlatformName, ref: ReportedRef): Promise<AttemptRow | undefined> {
  const attempts = trx.selectFrom('attempts').selectAll().where('platform', '=', platform);
  const narrowed = 'attemptId' in ref ? attempts.where('id', '=', ref.attemptId) : attempts.where('provider_id', '=', ref.providerId);
  return narrowed.orderBy('started_at', 'desc').executeTakeFirst();
}
