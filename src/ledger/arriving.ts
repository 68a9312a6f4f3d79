import type { LedgerContext, Writing } from './ledger-context.ts';

/** How long after its processing an event that may be an acknowledgment still holds the alert's pages, milliseconds. */
const SETTLING_MS = 5_000;

/**
 * Whether somebody has answered and the alert's record doesn't show it yet: the event is still in the inbox, or it went to the
 * workflow moments ago and the record hasn't moved since. Pages sent in that gap are what hurts people who have just said yes.
 */
export async function isAcknowledgmentArriving(trx: Writing, context: LedgerContext, alert: RecordedAlert, tick: number): Promise<Arriving | null> {
  return (await arrivingAmong(trx, context, [alert], tick)).get(alert.code) ?? null;
}

/** The same for several alerts: which of them somebody has answered, by code. */
export async function arrivingAmong(trx: Writing, context: LedgerContext, alerts: readonly RecordedAlert[], tick: number): Promise<Map<string, Arriving>> {
  if (alerts.length === 0) return new Map();
  const codes = alerts.map(({ code }) => code);
  const revisions = new Map(alerts.map(({ code, revision }) => [code, revision]));
  const arriving = new Map<string, Arriving>();
  for (const event of await eventsAbout(trx, context, codes, tick)) {
    if (event.processed_at === null) arriving.set(event.code, 'in_inbox');
    // The record may have moved on since it was read: then the event is newer than what is known here.
    else if ((event.processed_revision ?? -1) >= (revisions.get(event.code) ?? Infinity) && !arriving.has(event.code)) arriving.set(event.code, 'in_workflow');
  }
  return arriving;
}

interface RecordedAlert {
  code: string;
  revision: number;
}

type Arriving = 'in_inbox' | 'in_workflow';

interface EventAbout {
  code: string;
  processed_at: number | null;
  /** The alert's revision when the event was processed. */
  processed_revision: number | null;
}

/** Events that may acknowledge one of these and are not processed, or were a moment ago: about one alert, or about many. */
async function eventsAbout(trx: Writing, context: LedgerContext, codes: readonly string[], tick: number): Promise<EventAbout[]> {
  // A little ahead of our tick: processed while this was asked. Further ahead: before the clock went back.
  const recent = trx
    .selectFrom('inbox as i')
    .where('i.may_acknowledge', '=', 1)
    .where((is) => is.or([
      is('i.processed_at', 'is', null),
      is.and([is('i.processed_clock', '=', context.clock.id), is('i.processed_tick', '>', tick - SETTLING_MS), is('i.processed_tick', '<=', tick + SETTLING_MS)]),
    ]));
  const single = await recent.select(['i.code', 'i.processed_at', 'i.processed_revision']).where('i.code', 'in', codes).execute();
  const among = await recent
    .innerJoin('inbox_alerts as o', (join) => join.onRef('o.event_id', '=', 'i.event_id').onRef('o.platform', '=', 'i.platform'))
    .select(['o.code', 'i.processed_at', 'o.processed_revision'])
    .where('o.code', 'in', codes)
    .execute();
  return [...single.flatMap(({ code, ...rest }) => (code === null ? [] : [{ code, ...rest }])), ...among];
}
