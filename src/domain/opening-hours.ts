import { Temporal } from 'temporal-polyfill';

/** Local hours in which something is done: from (inclusive) to (exclusive), 0–24. A range over midnight has from > to. */
export interface OpeningHours {
  from: number;
  to: number;
  timeZone: string;
}

/** Milliseconds until the hours open, 0 while they are open; right when the clocks change in between. */
export function msUntilOpen(hours: OpeningHours, nowMs: number): number {
  const now = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(hours.timeZone);
  if (isOpen(hours, now.hour)) return 0;
  const today = now.startOfDay().add({ days: now.hour >= hours.from ? 1 : 0 });
  return today.with({ hour: hours.from }).epochMilliseconds - nowMs;
}

function isOpen({ from, to }: OpeningHours, hour: number): boolean {
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}
