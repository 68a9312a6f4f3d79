import { sql } from 'kysely';
import { WATCHDOG_ROUND } from '../domain/escalation/watchdog-page.ts';
import { pendingRaises } from './episodes.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { UntakenAlert } from './ledger.ts';

/** Raises looked through at once: in order they are a few, handed on within seconds. */
const RAISES = 200;

/** Open critical alerts that nobody has taken, or not as many as it needs, oldest first; what the watchdog itself sent doesn't count as a try. */
export async function untakenCritical(context: LedgerContext, now: Date): Promise<UntakenAlert[]> {
  const raises = (await pendingRaises(context, RAISES)).filter(({ plan }) => plan.severity === 'critical');
  const ours = `.${WATCHDOG_ROUND}.%`;
  const rows = await context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    return db
    .selectFrom('alerts as l')
    .select(['l.code', 'l.severity', 'l.accepted_at', 'l.next_deadline', 'l.status', 'l.revision', 'l.escalation_level', 'l.acknowledged_by'])
    .select(({ exists, selectFrom }) => [
      exists(selectFrom('notifications as n').innerJoin('attempt_notifications as an', 'an.notification_id', 'n.id').select('n.id')
        .whereRef('n.code', '=', 'l.code').where('n.purpose', '=', 'page').where(sql<boolean>`n.id not like l.code || ${ours}`)).as('tried'),
      exists(selectFrom('waiting as w').select('w.code')
        .whereRef('w.code', '=', 'l.code').where('w.purpose', '=', 'page').where('w.clock', '=', context.clock.id).where('w.expires_tick', '>=', tick)
        .where(sql<boolean>`w.notification_id not like l.code || ${ours}`)).as('in_line'),
    ])
    .where('l.open', '=', 1)
    .where('l.drill', '=', 0)
    .where((is) => is.or([is('l.severity', '=', 'critical'), ...raises.map(({ code }) => is('l.code', '=', code))]))
    .where('l.status', 'in', ['triggered', 'notified', 'unanswered'])
    .orderBy('l.accepted_at')
    .execute();
  });
  return rows.map((row) => {
    const raise = row.severity === 'critical' ? null : (raises.find(({ code }) => code === row.code) ?? null);
    return {
      code: row.code, acceptedAt: raise?.receivedAt ?? new Date(row.accepted_at), raise, nextDeadline: row.next_deadline, status: row.status, revision: row.revision,
      escalationLevel: row.escalation_level, acknowledgedBy: row.acknowledged_by, tried: raise === null && (Number(row.tried) === 1 || Number(row.in_line) === 1),
    };
  });
}
