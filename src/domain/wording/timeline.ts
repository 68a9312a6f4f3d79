import { toTimeOrder, type TimelineEntry } from '../alert.ts';
import { asRendered, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import type { Route } from '../platform-name.ts';
import type { Stage } from '../stage.ts';
import { fill } from './fill.ts';
import { SENTENCES } from './sentences.ts';
import { channelSlot, daySlot, nameSlot, timeSlot } from './slots.ts';

const ROUTE_WORDS: Record<Route, string> = { slack: 'Slack', twilio: 'WhatsApp', 'twilio-sms': 'SMS', 'whatsapp-web': 'WhatsApp' };

/** What goes without saying: a step that begins for no other reason than that the alert does. */
const UNSAID: readonly string[] = ['started'];

/** A named reason of the domain, or a provider's code; anything else isn't shown. */
const NAMED = /^[A-Za-z0-9_.:~-]{1,60}$/;

/** What the policy made of a finding: `stage_4_critical`. */
const FOUND = /^stage_([0-4]|unstageable|deep_tissue|mucosal)_(low|medium|high|critical)$/;

/** Longest story in one message, in lines; Slack asks for 4000 characters at most. */
const MAX_LINES = 40;

/** Display names of those whom a story is about; an id that isn't known is its own name. */
export interface Names {
  responder(id: string): string;
  /** By the purpose under which policy names the channel, such as `#alertas-uci`. */
  channel(purpose: string): string;
}

/** One line of an alert's story: `03:12 · La tomó Ana`. For Slack's thread, the CLI and the Temporal UI. */
export function timelineLine(entry: TimelineEntry, names: Names, language: Language, timeZone: string): string {
  return `${timeSlot(entry.at, timeZone) ?? '--:--'} · ${storyOf(entry, names, language, timeZone)}`;
}

function storyOf({ kind, responder, platform, route, channel, step, reason, until }: TimelineEntry, names: Names, language: Language, timeZone: string): string {
  const words = SENTENCES[language];
  const sentence = (channel === undefined ? undefined : words.inChannel[kind]) ?? words.timeline[kind];
  const named = responder === undefined ? null : nameSlot(names.responder(responder), language);
  const needsName = sentence.replaceAll(/\[[^\]]*\]/g, '').includes('{who}');
  return fill(sentence, {
    who: named ?? (needsName ? words.somebody : null),
    platform: routeWords(platform, route),
    channel: channel === undefined ? null : channelSlot(names.channel(channel)),
    step: step === undefined ? '?' : String(step),
    reason: reason === undefined ? null : reasonOf(reason, names, language),
    until: timeSlot(until ?? null, timeZone),
  });
}

/** Lines of earlier versions don't say which of Twilio's two it was. */
function routeWords(platform: TimelineEntry['platform'], route: Route | undefined): string | null {
  if (route !== undefined) return ROUTE_WORDS[route];
  if (platform === undefined) return null;
  return platform === 'twilio' ? `${ROUTE_WORDS.twilio}/${ROUTE_WORDS['twilio-sms']}` : ROUTE_WORDS[platform];
}

/** Why policy decided as it did, in words; an empty text when it gave no reason. */
export function renderReasons(reasons: readonly string[], language: Language): string {
  return reasonOf(reasons.join(','), { responder: (id) => id, channel: (purpose) => purpose }, language) ?? '';
}

/** Reasons may be several, with commas between them; `by_ana` names a person. */
function reasonOf(reason: string, names: Names, language: Language): string | null {
  const words = SENTENCES[language].reason;
  const parts = reason.split(',').map((part) => part.trim()).filter((part) => NAMED.test(part) && !UNSAID.includes(part));
  const told = parts.map((part) => {
    if (Object.hasOwn(words, part)) return words[part] ?? part;
    const found = FOUND.exec(part);
    if (found) return findingOf(found, language);
    return part.startsWith('by_') ? nameSlot(names.responder(part.slice(3)), language) : part;
  });
  return told.length === 0 ? null : told.join('; ');
}

function findingOf([, stage = '', severity = '']: RegExpExecArray, language: Language): string {
  const { stage: stages, reason } = SENTENCES[language];
  return `${stages[stage as `${Stage}`]}, ${reason[severity] ?? severity}`;
}

/** The lines of a story, newest last; a line of another day than the first one says which. */
export function timelineLines(entries: readonly TimelineEntry[], names: Names, language: Language, timeZone: string): string[] {
  const ordered = toTimeOrder(entries);
  const first = ordered[0];
  const firstDay = first === undefined ? '' : daySlot(first.at, timeZone);
  return ordered.map((entry) => {
    const day = daySlot(entry.at, timeZone);
    const line = timelineLine(entry, names, language, timeZone);
    return day === firstDay ? line : `${day} ${line}`;
  });
}

/** The story as one message under the alert's own; the oldest lines go first when it grows too long. */
export function renderTimeline(entries: readonly TimelineEntry[], names: Names, language: Language, timeZone: string): RenderedMessage {
  const lines = timelineLines(entries, names, language, timeZone);
  const left = Math.max(0, lines.length - MAX_LINES);
  const earlier = left > 0 ? [fill(SENTENCES[language].earlier, { more: String(left) })] : [];
  const text = [...earlier, ...lines.slice(left)].join('\n');
  return asRendered({ kind: 'answer', language, template: null, variables: [], text, actions: [], facts: null, timeZone });
}
