import type { Language } from '../people.ts';
import { fill } from './fill.ts';
import { SENTENCES } from './sentences.ts';

/** Longer names are cut, so that a message stays one that is read in two seconds. */
const MAX_NAME_CHARS = 24;

const LINK = /^https:\/\/[^\s<>"'`{}|\\^]{3,200}$/;
const DESK = /^[0-9A-Za-z][0-9A-Za-z #*+-]{0,15}$/;

/** A colleague's name as a slot: one line, nothing that could pass for a sentence, a link or a mention. */
export function nameSlot(name: string, language: Language): string {
  const plain = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}' .-]+/gu, ' ').replaceAll(/\s+/g, ' ').replaceAll(/\.(?=\p{L})/gu, '. ').trim();
  const short = Array.from(plain).slice(0, MAX_NAME_CHARS).join('').trim();
  return short === '' ? SENTENCES[language].somebody : short;
}

/** The longest name that Slack lets a channel have. https://docs.slack.dev/reference/methods/conversations.create */
const MAX_CHANNEL_CHARS = 80;

/** A channel's name as a slot, such as `#alertas-uci`: nothing that breaks a line or could pass for a link or a mention. */
export function channelSlot(name: string): string {
  const plain = name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '').slice(0, MAX_CHANNEL_CHARS);
  return `#${plain || '-'}`;
}

/** An alert's code has nine characters; nothing but letters, digits and dashes goes out in its place. */
const MAX_CODE_CHARS = 16;

export function codeSlot(code: string): string {
  return code.replaceAll(/[^0-9A-Za-z-]/g, '').slice(0, MAX_CODE_CHARS) || '-';
}

/** 24-hour local time such as `03:25`; null for what is no instant. A time zone that isn't known tells UTC, and says so. */
export function timeSlot(iso: string | null, timeZone: string): string | null {
  const at = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(at)) return null;
  try {
    return formatFor(TIMES, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  } catch {
    return `${new Date(at).toISOString().slice(11, 16)} UTC`;
  }
}

/** Local date such as `02-03` (day and month), to tell one night from the next. */
export function daySlot(iso: string, timeZone: string): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  try {
    return formatFor(DAYS, timeZone, { day: '2-digit', month: '2-digit' }).format(at).replace('/', '-');
  } catch {
    return `${new Date(at).toISOString().slice(8, 10)}-${new Date(at).toISOString().slice(5, 7)}`;
  }
}

/** Kept for each time zone, of which a hospital has few: making a format takes a hundred times as long as using it. */
const TIMES = new Map<string, Intl.DateTimeFormat>();
const DAYS = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a time zone that isn't known */
function formatFor(kept: Map<string, Intl.DateTimeFormat>, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const format = kept.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  kept.set(timeZone, format);
  return format;
}

/** A link that may be sent, or null: https, and nothing that breaks a line or a template. */
export function linkSlot(link: string | null | undefined): string | null {
  return link != null && LINK.test(link) ? link : null;
}

export function deskSlot(desk: string | null | undefined): string | null {
  return desk != null && DESK.test(desk) ? desk : null;
}

/** Where the patient is found, from the fullest wording to the shortest, so that the longest that fits can be taken. */
export function whereSlots(place: { link?: string | null; desk?: string | null }, language: Language): string[] {
  const words = SENTENCES[language];
  const link = linkSlot(place.link);
  const desk = deskSlot(place.desk);
  const both = link !== null && desk !== null ? [fill(words.deskAndLink, { link, desk })] : [];
  return [...both, ...(link === null ? [] : [link]), ...(desk === null ? [] : [fill(words.desk, { desk })])];
}
