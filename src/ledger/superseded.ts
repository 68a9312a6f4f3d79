import { kindOfNotification } from '../domain/escalation/sending.ts';
import { stillWanted } from '../domain/escalation/still-wanted.ts';
import type { StillWanted } from '../domain/escalation/still-wanted.ts';
import type { LedgerContext, Writing } from './ledger-context.ts';
import type { NotificationRow } from './lost-attempts.ts';
import { REACHED, STILL_ASKING_MS } from './waiting-line.ts';

/** How the alert of a page stands, as the ledger's record says it. */
export interface AlertStandingRow {
  round: number;
  escalation_level: number;
  acknowledged_by: string | null;
  next_deadline: string | null;
}

type Page = Pick<NotificationRow, 'id' | 'code' | 'route' | 'responder' | 'address_index' | 'wanted_at'>;

export function stillWantedAs({ id, responder }: Pick<Page, 'id' | 'responder'>, alert: AlertStandingRow, now: Date): StillWanted {
  return stillWanted(id, responder, { round: alert.round, step: alert.escalation_level, owner: alert.acknowledged_by, deadline: alert.next_deadline }, now);
}

/** Whether a page that waited says what is over by now, or what a newer one is about to say. */
export async function isSuperseded(trx: Writing, context: LedgerContext, page: Page, alert: AlertStandingRow, now: Date, tick: number): Promise<boolean> {
  const still = stillWantedAs(page, alert, now);
  if (still === 'yes' || still === 'no') return still === 'no';
  if (still === 'unless_newer') return (await laterOnes(trx, context, page, tick)).some((id) => kindOfNotification(id) === kindOfNotification(page.id));
  return (await hasReached(trx, page)) || (await laterOnes(trx, context, page, tick)).length > 0;
}

/** Another page of the alert has reached this person, or this channel. */
async function hasReached(trx: Writing, { id, code, responder, address_index }: Page): Promise<boolean> {
  const others = trx.selectFrom('notifications').select('id').where('code', '=', code).where('id', '!=', id).where('purpose', '=', 'page').where('state', 'in', REACHED);
  const other = await (responder === null ? others.where('address_index', '=', address_index) : others.where('responder', '=', responder)).executeTakeFirst();
  return other !== undefined;
}

/** Later ones of the alert that wait to go to the same place by the same way. */
async function laterOnes(trx: Writing, context: LedgerContext, { id, code, route, address_index, wanted_at }: Page, tick: number): Promise<string[]> {
  const later = await trx
    .selectFrom('notifications')
    .select('id')
    .where('code', '=', code)
    .where('address_index', '=', address_index)
    .where('route', '=', route)
    .where('purpose', '=', 'page')
    .where('state', 'in', ['pending', 'failed_temporary'])
    .where('asked_clock', '=', context.clock.id)
    .where('asked_tick', '>=', tick - STILL_ASKING_MS)
    .where((is) => is.or([is('wanted_at', '>', wanted_at), is.and([is('wanted_at', '=', wanted_at), is('id', '>', id)])]))
    .execute();
  return later.map((row) => row.id);
}
