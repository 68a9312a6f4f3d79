import { Temporal } from 'temporal-polyfill';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** Hours of the wall clock on some days. `to` at or before `from` means the next day: the days are those it starts on. */
export interface HoursWindow {
  days: Weekday[];
  /** `HH:MM`, inclusive. */
  from: string;
  /** `HH:MM`, exclusive; `24:00` is the end of the day. */
  to: string;
}

/** A stretch of time, milliseconds since the epoch: from inclusive, until exclusive. */
export interface Interval {
  fromMs: number;
  untilMs: number;
}

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** True for `00:00` … `23:59`. */
export function isTimeOfDay(text: string): boolean {
  return timeOfDay.test(text);
}

/** True for an IANA time zone that this machine knows; offsets such as `-03:00` are refused, for they ignore summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The date, minute of the day and weekday on the wall at an instant. */
export function wallClockAt(at: Date, timeZone: string): { date: string; minute: number; weekday: Weekday } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return { date: zoned.toPlainDate().toString(), minute: zoned.hour * 60 + zoned.minute, weekday: weekdayOf(zoned.dayOfWeek) };
}

/**
 * The first instant at which the wall clock shows this date and time or later. A time that the clock skips in spring
 * comes at the moment of the change; one that it shows twice in autumn comes the first time. So hand-overs never
 * change order, and each happens once.
 */
export function firstInstantAt(date: string, time: string, timeZone: string): number {
  const endOfDay = time === '24:00';
  const day = endOfDay ? Temporal.PlainDate.from(date).add({ days: 1 }) : Temporal.PlainDate.from(date);
  const plain = day.toPlainDateTime(Temporal.PlainTime.from(endOfDay ? '00:00' : time));
  const zoned = plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  if (zoned.toPlainDateTime().equals(plain)) return zoned.epochMilliseconds;
  return zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? zoned.epochMilliseconds;
}

/** The date some days later, or earlier when `days` is negative. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Whole calendar days from one date to another; negative when `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days;
}

/** True when it's a date of the calendar, written `2026-01-05`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Milliseconds since the epoch of `2026-12-24T20:00` (read on the wall of `timeZone`) or of the same with an offset or
 * `Z`, with seconds and thousandths or without, as JSON has them; null when it's neither.
 */
export function parseMoment(text: string, timeZone: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:[0-5]\d(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  const [, date, time, seconds = '', offset] = parts ?? [];
  if (date === undefined || time === undefined || !isCalendarDate(date) || !isTimeOfDay(time)) return null;
  if (offset === undefined) return firstInstantAt(date, time + seconds, timeZone);
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** `2026-12-24 20:00` as the wall of the time zone shows it: for people. */
export function renderMoment(at: Date, timeZone: string): string {
  const { date, minute } = wallClockAt(at, timeZone);
  return `${date} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** The stretches that hours on some days cover between two instants, in order of their start; neighbours aren't joined. */
export function windowsBetween(windows: readonly HoursWindow[], timeZone: string, range: Interval): Interval[] {
  const first = addDays(wallClockAt(new Date(range.fromMs), timeZone).date, -1);
  const last = addDays(wallClockAt(new Date(range.untilMs), timeZone).date, 1);
  const found: Interval[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const weekday = weekdayOf(Temporal.PlainDate.from(date).dayOfWeek);
    for (const window of windows) {
      if (!window.days.includes(weekday)) continue;
      const stretch = windowOn(window, date, timeZone);
      if (stretch.fromMs < stretch.untilMs && stretch.fromMs < range.untilMs && stretch.untilMs > range.fromMs) found.push(stretch);
    }
  }
  return found.sort((a, b) => a.fromMs - b.fromMs);
}

/** True when one of the windows is open at the instant. */
export function isWithinHours(windows: readonly HoursWindow[], timeZone: string, at: Date): boolean {
  return windowsBetween(windows, timeZone, { fromMs: at.getTime(), untilMs: at.getTime() + 1 }).length > 0;
}

function windowOn(window: HoursWindow, date: string, timeZone: string): Interval {
  const lastDay = window.to !== '24:00' && window.to <= window.from ? addDays(date, 1) : date;
  return { fromMs: firstInstantAt(date, window.from, timeZone), untilMs: firstInstantAt(lastDay, window.to, timeZone) };
}

function weekdayOf(isoDay: number): Weekday {
  return WEEKDAYS[isoDay - 1] ?? 'mon';
}
