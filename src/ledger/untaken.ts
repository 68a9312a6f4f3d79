import { sql } from 'kysely';
import { WATCHDOG_ROUND } from '../domain/escalation/watchdog-page.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { UntakenAlert } from './ledger.ts';

/** Open critical alerts that nobody has taken, oldest first; what the watchdog itself sent doesn't count as a try. */
export async function untakenCritical(context: LedgerContext, now: Date): Promise<UntakenAlert[]> {
  const ours = `.${WATCHDOG_ROUND}.%`;
  const rows = await context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    return db
    .selectFrom('alerts as l')
    .select(['l.code', 'l.accepted_at', 'l.next_deadline', 'l.status', 'l.revision', 'l.escalation_level'])
    .select(({ exists, selectFrom }) => [
      exists(selectFrom('notifications as n').innerJoin('attempt_notifications as an', 'an.notification_id', 'n.id').select('n.id')
        .whereRef('n.code', '=', 'l.code').where('n.purpose', '=', 'page').where(sql<boolean>`n.id not like l.code || ${ours}`)).as('tried'),
      exists(selectFrom('waiting as w').select('w.code')
        .whereRef('w.code', '=', 'l.code').where('w.purpose', '=', 'page').where('w.clock', '=', context.clock.id).where('w.expires_tick', '>=', tick)
        .where(sql<boolean>`w.notification_id not like l.code || ${ours}`)).as('in_line'),
    ])
    .where('l.open', '=', 1)
    .where('l.drill', '=', 0)
    .where('l.severity', '=', 'critical')
    .where('l.acknowledged_by', 'is', null)
    .where('l.status', 'in', ['triggered', 'notified', 'unanswered'])
    .orderBy('l.accepted_at')
    .execute();
  });
  return rows.map((row) => ({
    code: row.code, acceptedAt: new Date(row.accepted_at), nextDeadline: row.next_deadline, status: row.status, revision: row.revision,
    escalationLevel: row.escalation_level, tried: Number(row.tried) === 1 || Number(row.in_line) === 1,
  }));
}
