import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import { deadlineAhead } from '../domain/escalation/still-wanted.ts';
import { platformOf } from '../domain/platform-name.ts';
import type { AlertRow, Asking } from './asking.ts';
import { toDigest } from './digests.ts';
import type { Joined } from './digests.ts';
import type { Writing } from './ledger-context.ts';
import type { Claim, WantedNotification } from './ledger.ts';
import type { NotificationRow } from './lost-attempts.ts';
import type { LedgerTables } from './schema.ts';
import { noteProbe } from './sender-health.ts';
import { leaveLine } from './waiting-line.ts';

/** Writes down the attempt that its caller makes now: of this notification alone, or of every page that waits for the same destination. */
export async function beginAttempt(asking: Asking, note: NotificationRow, pages: readonly Joined[]): Promise<Claim> {
  const { context, trx, wanted, alert, now, tick, ownTick, health } = asking;
  const digest = toDigest(pages);
  const isDigest = digest.length > 1;
  const ids = isDigest ? pages.map(({ id }) => id) : [note.id];
  const repeat = isDigest ? pages.some(({ repeatDue }) => repeatDue) : note.repeat_due === 1;
  const failedBefore = await failureBefore(trx, note);
  const deadline = isDigest ? null : deadlineToName(wanted, alert, now);
  const attemptId = randomUUID();
  await trx.insertInto('attempts').values({ ...newAttempt(asking), id: attemptId, repeat: repeat ? 1 : 0, digest: isDigest ? 1 : 0, deadline }).execute();
  await trx.insertInto('attempt_notifications').values(ids.map((id, place) => ({ attempt_id: attemptId, notification_id: id, place }))).execute();
  await trx
    .updateTable('notifications')
    .set({ state: 'sending', attempt_id: attemptId, retry_clock: null, retry_from_tick: null, retry_after_ms: null })
    .where('id', 'in', ids)
    .execute();
  await leaveLine(trx, ids);
  if (health && health.failing_since !== null) await noteProbe(trx, context, health, { attemptId, callTimeoutMs: wanted.callTimeoutMs }, tick);
  return { grant: 'send', attemptId, begunTick: ownTick, notificationIds: ids, repeat, deadline, digest: isDigest ? digest : null, failedBefore };
}

/** A call that is about to be made, of whose outcome nothing is known. */
export function newAttempt({ context, wanted, now, tick }: Asking): Omit<Insertable<LedgerTables['attempts']>, 'id' | 'repeat' | 'digest' | 'deadline'> {
  return {
    platform: platformOf(wanted.route), sender: wanted.sender, state: 'sending', owner: context.bootId, given_up: 0, holds_slot: 1, started_at: now.getTime(), clock: context.clock.id,
    started_tick: tick, call_timeout_ms: wanted.callTimeoutMs, ended_tick: null, sent_at: null, provider_id: null, sealed_conversation: null, sealed_text: null,
    failure_kind: null, failure_code: null, overdue_told: 0, failure_untold: 0, says: null, edited_clock: null, edited_tick: null,
  };
}

/** The provider's code with which the same message failed after it was taken. */
async function failureBefore(trx: Writing, note: NotificationRow): Promise<string | null> {
  if (note.second_tries === 0 || note.attempt_id === null) return null;
  const attempt = await trx.selectFrom('attempts').select('failure_code').where('id', '=', note.attempt_id).executeTakeFirst();
  return attempt?.failure_code ?? null;
}

/** The alert's deadline now, where its record is newer than what the message is made of. */
function deadlineToName({ says }: WantedNotification, alert: AlertRow | undefined, now: Date): string | null {
  if (!says) return null;
  return deadlineAhead(alert && alert.revision > says.revision ? alert.next_deadline : says.deadline, now);
}
