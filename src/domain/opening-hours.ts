/** Local hours in which something is done: from (inclusive) to (exclusive), 0–24. A range over midnight has from > to. */
export interface OpeningHours {
  from: number;
  to: number;
  timeZone: string;
}

/** Every offset of every time zone in use, and every change of one, is a multiple of this. */
const QUARTER_MS = 15 * 60_000;

/** Hours that are open at all open within a day and the longest clock change. */
const LONGEST_SEARCH_MS = 27 * 60 * 60_000;

/**
 * Milliseconds until the hours open, 0 while they are open; right when the clocks change in between. By Intl alone,
 * because workflows use it: whatever they load is loaded anew for each alert.
 */
export function msUntilOpen(hours: OpeningHours, nowMs: number): number {
  const hourAt = localHours(hours.timeZone);
  if (isOpen(hours, hourAt(nowMs))) return 0;
  const nextQuarterMs = Math.ceil((nowMs + 1) / QUARTER_MS) * QUARTER_MS;
  for (let atMs = nextQuarterMs; atMs < nowMs + LONGEST_SEARCH_MS; atMs += QUARTER_MS) {
    if (isOpen(hours, hourAt(atMs))) return atMs - nowMs;
  }
  return 0;
}

function localHours(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' });
  return (atMs) => Number(format.format(atMs));
}

function isOpen({ from, to }: OpeningHours, hour: number): boolean {
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to;
}
