import type { Asking } from './asking.ts';
import type { NotificationRow } from './lost-attempts.ts';
import { REACHED } from './waiting-line.ts';

/**
 * Two people who are called together at a phone that they share get one message: the page of the second is carried by the message that
 * went, or is about to go, for the first, and shares what becomes of it. Answers the notification as it is then; null where no such
 * message is.
 */
export async function rideAlong({ trx, wanted }: Asking, note: NotificationRow): Promise<NotificationRow | null> {
  if (wanted.shared !== true || wanted.purpose !== 'page' || note.state !== 'pending') return null;
  const others = await trx
    .selectFrom('notifications')
    .select(['id', 'state', 'attempt_id'])
    .where('address_index', '=', note.address_index)
    .where('code', '=', note.code)
    .where('id', '!=', note.id)
    .where('state', 'in', [...REACHED, 'uncertain'])
    .orderBy('id')
    .execute();
  const twin = others.find(({ id }) => saysTheSame(id, note.id));
  if (!twin || twin.attempt_id === null) return null;
  const { place } = await trx.selectFrom('attempt_notifications').select(({ fn }) => fn.max('place').as('place')).where('attempt_id', '=', twin.attempt_id).executeTakeFirstOrThrow();
  await trx.insertInto('attempt_notifications').values({ attempt_id: twin.attempt_id, notification_id: note.id, place: place + 1 }).onConflict((conflict) => conflict.doNothing()).execute();
  const changes = { state: twin.state, attempt_id: twin.attempt_id };
  await trx.updateTable('notifications').set(changes).where('id', '=', note.id).execute();
  return { ...note, ...changes };
}

/** Their ids differ in the recipient alone: alert, round, step, recipient, route, kind and turn, of which the recipient may hold a point. */
function saysTheSame(one: string, other: string): boolean {
  const [a, b] = [one.split('.'), other.split('.')];
  return a.slice(0, 3).join('.') === b.slice(0, 3).join('.') && a.slice(-3).join('.') === b.slice(-3).join('.');
}
