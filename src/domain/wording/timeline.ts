import { toTimeOrder, type TimelineEntry } from '../alert.ts';
import { asRendered, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import type { PlatformName } from '../platform-name.ts';
import type { Stage } from '../stage.ts';
import { fill } from './fill.ts';
import { SENTENCES } from './sentences.ts';
import { daySlot, nameSlot, timeSlot } from './slots.ts';

const PLATFORM_WORDS: Record<PlatformName, string> = { slack: 'Slack', twilio: 'WhatsApp/SMS', 'whatsapp-web': 'WhatsApp' };

/** A named reason of the domain, or a provider's code; anything else isn't shown. */
const NAMED = /^[A-Za-z0-9_.:~-]{1,60}$/;

/** What the policy made of a finding: `stage_4_critical`. */
const FOUND = /^stage_([0-4]|unstageable|deep_tissue|mucosal)_(low|medium|high|critical)$/;

/** Longest story in one message, in lines; Slack asks for 4000 characters at most. */
const MAX_LINES = 40;

type NameOf = (id: string) => string;

/** One line of an alert's story: `03:12 · La tomó Ana`. For Slack's thread, the CLI and the Temporal UI. */
export function timelineLine(entry: TimelineEntry, nameOf: NameOf, language: Language, timeZone: string): string {
  return `${timeSlot(entry.at, timeZone) ?? '--:--'} · ${storyOf(entry, nameOf, language)}`;
}

function storyOf({ kind, responder, platform, step, reason }: TimelineEntry, nameOf: NameOf, language: Language): string {
  const words = SENTENCES[language];
  const sentence = words.timeline[kind];
  const named = responder === undefined ? null : nameSlot(nameOf(responder), language);
  const needsName = sentence.replaceAll(/\[[^\]]*\]/g, '').includes('{who}');
  return fill(sentence, {
    who: named ?? (needsName ? words.somebody : null),
    platform: platform === undefined ? null : PLATFORM_WORDS[platform],
    step: step === undefined ? '?' : String(step),
    reason: reason === undefined ? null : reasonOf(reason, nameOf, language),
  });
}

/** Reasons may be several, with commas between them; `by_ana` names a person. */
function reasonOf(reason: string, nameOf: NameOf, language: Language): string | null {
  const words = SENTENCES[language].reason;
  const parts = reason.split(',').map((part) => part.trim()).filter((part) => NAMED.test(part));
  const told = parts.map((part) => {
    if (Object.hasOwn(words, part)) return words[part] ?? part;
    const found = FOUND.exec(part);
    if (found) return findingOf(found, language);
    return part.startsWith('by_') ? nameSlot(nameOf(part.slice(3)), language) : part;
  });
  return told.length === 0 ? null : told.join('; ');
}

function findingOf([, stage = '', severity = '']: RegExpExecArray, language: Language): string {
  const { stage: stages, reason } = SENTENCES[language];
  return `${stages[stage as `${Stage}`]}, ${reason[severity] ?? severity}`;
}

/** The lines of a story, newest last; a line of another day than the first one says which. */
export function timelineLines(entries: readonly TimelineEntry[], nameOf: NameOf, language: Language, timeZone: string): string[] {
  const ordered = toTimeOrder(entries);
  const first = ordered[0];
  const firstDay = first === undefined ? '' : daySlot(first.at, timeZone);
  return ordered.map((entry) => {
    const day = daySlot(entry.at, timeZone);
    const line = timelineLine(entry, nameOf, language, timeZone);
    return day === firstDay ? line : `${day} ${line}`;
  });
}

/** The story as one message under the alert's own; the oldest lines go first when it grows too long. */
export function renderTimeline(entries: readonly TimelineEntry[], nameOf: NameOf, language: Language, timeZone: string): RenderedMessage {
  const lines = timelineLines(entries, nameOf, language, timeZone);
  const left = Math.max(0, lines.length - MAX_LINES);
  const earlier = left > 0 ? [fill(SENTENCES[language].earlier, { more: String(left) })] : [];
  const text = [...earlier, ...lines.slice(left)].join('\n');
  return asRendered({ kind: 'answer', language, template: null, variables: [], text, actions: [], facts: null, timeZone });
}
