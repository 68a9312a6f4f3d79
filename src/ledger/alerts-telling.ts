import type { Selectable } from 'kysely';
import type { RaisedAlert } from '../domain/already-told.ts';
import { isPageAhead } from '../domain/escalation/page-ahead.ts';
import type { AlertPlan } from '../domain/plan.ts';
import type { Route } from '../domain/platform-name.ts';
import { detectionOf } from './alerts.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { LedgerTables } from './schema.ts';
import { REACHED, STILL_ASKING_MS } from './waiting-line.ts';

/** Open alerts, the newest first, each with what it has told one person. */
export async function alertsTelling(context: LedgerContext, which: { raisedBy: string } | { code: string }, responder: string, now: Date): Promise<RaisedAlert[]> {
  return context.store.read(async (db) => {
    const tick = await context.clock.tick(db, now);
    const open = db.selectFrom('alerts').select(['code', 'plan', 'sealed_detection', 'accepted_at', 'escalation_level', 'acknowledged_by']).where('open', '=', 1).where('drill', '=', 0);
    const rows = await ('code' in which ? open.where('code', '=', which.code) : open.where('raised_by', '=', which.raisedBy)).orderBy('accepted_at', 'desc').orderBy('code').execute();
    if (rows.length === 0) return [];
    const pages = await db
      .selectFrom('notifications as n')
      .leftJoin('attempts as a', 'a.id', 'n.attempt_id')
      .select(['n.code', 'n.state', 'n.asked_clock', 'n.asked_tick', 'a.sent_at'])
      .where('n.code', 'in', rows.map(({ code }) => code))
      .where('n.responder', '=', responder)
      .where('n.purpose', '=', 'page')
      .execute();
    return rows.map((row): RaisedAlert => {
      const own = pages.filter(({ code }) => code === row.code);
      return {
        code: row.code,
        plan: JSON.parse(row.plan) as AlertPlan,
        unit: detectionOf(context, row).unit ?? null,
        acceptedAt: new Date(row.accepted_at),
        escalationLevel: row.escalation_level,
        leftAt: newest(own.flatMap(({ state, sent_at: at }) => (LEFT.includes(state) && at !== null ? [at] : []))),
        onItsWay: own.some((page) => UNDER_WAY.includes(page.state) || (WAITING.includes(page.state) && isStillAsked(context, page, tick))),
        asked: own.length > 0,
        isTaken: row.acknowledged_by !== null,
      };
    });
  });
}

export async function wasPagedAhead(context: LedgerContext, { code, responder, route }: { code: string; responder: string; route: Route }, since: Date): Promise<boolean> {
  const pages = await context.store.read((db) => db
    .selectFrom('notifications as n')
    .innerJoin('attempts as a', 'a.id', 'n.attempt_id')
    .select('n.id')
    .where('n.code', '=', code)
    .where('n.responder', '=', responder)
    .where('n.route', '=', route)
    .where('n.purpose', '=', 'page')
    .where('n.state', 'in', REACHED)
    .where('a.sent_at', '>=', since.getTime())
    .execute());
  return pages.some(({ id }) => isPageAhead(id));
}

const LEFT: readonly string[] = ['sent', 'delivered', 'read'];
const UNDER_WAY: readonly string[] = ['sending', 'uncertain'];
const WAITING: readonly string[] = ['pending', 'failed_temporary'];

function newest(times: readonly number[]): Date | null {
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** A page that was withdrawn stays `pending`, and nobody comes back for it. */
function isStillAsked(context: LedgerContext, { asked_clock: clock, asked_tick: at }: Pick<Selectable<LedgerTables['notifications']>, 'asked_clock' | 'asked_tick'>, tick: number): boolean {
  return clock === context.clock.id && at !== null && at >= tick - STILL_ASKING_MS;
}
