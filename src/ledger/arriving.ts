import type { LedgerContext, Writing } from './ledger-context.ts';

/** How long after its processing an event that may be an acknowledgment still holds the alert's pages, milliseconds. */
const SETTLING_MS = 5_000;

/**
 * Whether somebody has answered and the alert's record doesn't show it yet: the event is still in the inbox, or it went to the
 * workflow moments ago and the record hasn't moved since. Pages sent in that gap are what hurts people who have just said yes.
 */
export async function isAcknowledgmentArriving(
  trx: Writing,
  context: LedgerContext,
  alert: { code: string; revision: number },
  tick: number,
): Promise<'in_inbox' | 'in_workflow' | null> {
  const events = await trx
    .selectFrom('inbox')
    .select(['processed_at', 'processed_tick'])
    .where('code', '=', alert.code)
    .where('may_acknowledge', '=', 1)
    .where((is) =>
      is.or([
        is('processed_at', 'is', null),
        // The record may have moved on since `alert` was read: then the event is newer than what is known here.
        is.and([is('processed_revision', '>=', alert.revision), is('processed_clock', '=', context.clock.id), is('processed_tick', '>', tick - SETTLING_MS)]),
      ]),
    )
    .execute();
  if (events.some((event) => event.processed_at === null)) return 'in_inbox';
  // A little ahead of our tick: processed while this was asked. Further ahead: before the clock went back.
  return events.some((event) => event.processed_tick !== null && event.processed_tick <= tick + SETTLING_MS) ? 'in_workflow' : null;
}
