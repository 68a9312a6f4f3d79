import { extractAlertCodes } from './alert-code.ts';
import { foldReply } from './reply-folding.ts';
import { foldedSet, readPhrases, type PhraseClass } from './reply-phrases.ts';
import { respace } from './reply-spacing.ts';
import * as words from './reply-words.ts';
import type { FINDINGS } from './request.ts';

export const REPLY_INTENTS = [
  'acknowledge', 'decline', 'resolve', 'giveBack', 'seen', 'stop', 'start', 'help', 'number', 'acknowledgeAll', 'unclear',
] as const;

export type ReplyIntent = (typeof REPLY_INTENTS)[number];

export interface ParsedReply {
  intent: ReplyIntent;
  /** The one alert code in the text; null when there is none, or several. */
  code: string | null;
  /** All alert codes in the text. */
  codes: string[];
  /** The option of a numbered question that the text names. */
  number: number | null;
  /** With `resolve`: what was found, when the text says so. */
  found?: (typeof FINDINGS)[number];
  /** The text without codes, folded: for comparing it with the names of a question. Never kept. */
  folded: string;
}

export interface ReplyContext {
  /** A voice note, picture or sticker came with it: without words it is seen, never taken. */
  media?: boolean;
  /** Names of the people who answer from this address: "voy, soy Ana" is understood. */
  names?: readonly string[];
  /** It came by SMS, where more words end all messages. */
  sms?: boolean;
}

/** Longer than any reply; the rest of a longer one isn't read. */
const MAX_CHARS = 2000;

/** "Nº 2" is not "no 2"; compatibility folding would make it so. */
const NUMERO = /n\s?[º°]\.?|№/giu;

const NEGATION = foldedSet(words.NEGATION);
const STOP = foldedSet(words.STOP);
const STOP_BY_SMS = foldedSet([...words.STOP, ...words.STOP_BY_SMS]);
const STOP_OF_TWILIO = new Set(words.STOP_OF_TWILIO);
const START = foldedSet(words.START);
const HELP = foldedSet(words.HELP);
const COURTESY = foldedSet(['por favor', 'porfa', 'please', 'gracias', 'thanks', 'hola', 'ya', 'hi', 'hello']);
const FIRM_DECLINE = words.FIRM_DECLINE.map(foldReply);
const NOT_A_DECLINE = foldedSet(words.NOT_A_DECLINE);

/**
 * What a reply asks for, Spanish and English. It takes an alert only on a clear yes with nothing else in it: a negation
 * or a question never takes, and neither does a word that isn't known. Never throws.
 */
export function parseReply(text: string, { media = false, names = [], sms = false }: ReplyContext = {}): ParsedReply {
  const { codes, rest } = extractAlertCodes(text.slice(0, MAX_CHARS).replaceAll(NUMERO, ' '));
  const folded = foldReply(rest);
  const said = { code: codes.length === 1 ? codes[0] ?? null : null, codes, folded };
  const meant = folded === '' ? { intent: media ? 'seen' as const : 'unclear' as const } : understand(folded, foldedNames(names), sms);
  return { ...said, number: null, ...meant };
}

type Meaning = Pick<ParsedReply, 'intent'> & Partial<Pick<ParsedReply, 'number' | 'found'>>;

/** Whether Twilio itself answers an SMS, and lets nothing more of ours through: any other spelling of STOP is ours to answer. */
export function isAnsweredByTwilio(text: string): boolean {
  return STOP_OF_TWILIO.has(text.trim().toLowerCase());
}

/** As it is written; and where that isn't understood, by its letters alone, for spaces are lost and added in a hurry. A negation wins as it was written. */
function understand(folded: string, names: ReadonlySet<string>, sms: boolean): Meaning {
  const written = understandWritten(folded, names, sms);
  const spaced = written.intent === 'unclear' ? respace(folded) : null;
  if (spaced === null) return written;
  const meant = understandWritten(spaced, names, sms);
  return meant.intent === 'decline' || !folded.split(' ').some((token) => NEGATION.has(token)) ? meant : written;
}

function understandWritten(folded: string, names: ReadonlySet<string>, sms: boolean): Meaning {
  const plain = withoutCourtesy(folded);
  const stop = sms ? STOP_BY_SMS : STOP;
  if (stop.has(plain) || isRepeated(plain, stop)) return { intent: 'stop' };
  if (START.has(plain)) return { intent: 'start' };
  if (HELP.has(plain) || HELP.has(plain.replaceAll(/ ?\? ?/g, '')) || /^[? ]+$/.test(folded)) return { intent: 'help' };
  const tokens = folded.split(' ');
  if (tokens.includes('?')) return { intent: 'unclear' };
  const resolved = readFinding(folded, names);
  if (resolved !== null) return resolved;
  if (tokens.some((token) => NEGATION.has(token))) return understandRefusal(folded, tokens);
  const reading = readPhrases(tokens, 'plainly', names);
  if (reading === null) return { intent: 'unclear' };
  const intent = intentOf(reading.classes);
  return { intent: intent === 'unclear' && isNumberAlone(reading.classes) ? 'number' : intent, number: reading.number };
}

/** Negation wins: whatever else is said, the alert isn't taken. It is handed on only when that is what is meant. */
function understandRefusal(folded: string, tokens: string[]): Meaning {
  const aboutElse = tokens.some((token) => NOT_A_DECLINE.has(token));
  if (!aboutElse && FIRM_DECLINE.some((phrase) => ` ${folded} `.includes(` ${phrase} `))) return { intent: 'decline' };
  const reading = readPhrases(tokens, 'against', new Set());
  return reading === null ? { intent: 'unclear' } : { intent: 'decline', number: reading.number };
}

function intentOf(classes: readonly PhraseClass[]): ReplyIntent {
  const has = (...kinds: PhraseClass[]): boolean => kinds.some((kind) => classes.includes(kind));
  const takes = has('take');
  const agrees = has('yes') || saysYesFirst(classes);
  if (has('yesOrIf') && (!saysYesFirst(classes) || isCondition(classes))) return 'unclear';
  if (has('decline')) return has('take', 'yes', 'yesOrIf', 'done', 'ready', 'giveBack', 'everything') ? 'unclear' : 'decline';
  if (has('giveBack')) return takes || agrees || has('done', 'ready', 'everything') ? 'unclear' : 'giveBack';
  if (has('done')) return takes || has('everything') ? 'unclear' : 'resolve';
  if (has('everything')) return has('ready', 'receipt') ? 'unclear' : 'acknowledgeAll';
  if (takes) return 'acknowledge';
  if (has('ready')) return agrees || has('agreement', 'receipt', 'delay') ? 'unclear' : 'resolve';
  if (agrees) return has('receipt') ? 'seen' : 'acknowledge';
  return has('receipt', 'agreement') && !has('delay', 'number') ? 'seen' : 'unclear';
}

/** "Sí voy" is a yes; "voy si…" is a condition that was not finished. */
function saysYesFirst(classes: readonly PhraseClass[]): boolean {
  const last = classes.lastIndexOf('yesOrIf');
  return last >= 0 && classes.slice(0, last).every((kind) => ['yesOrIf', 'yes', 'filler', 'agreement', 'name', 'receipt'].includes(kind));
}

/** "Si la tomo yo, voy": after "si" two clauses that take are a condition and what follows from it. */
function isCondition(classes: readonly PhraseClass[]): boolean {
  return classes.filter((kind) => kind === 'take').length > 1;
}

function isNumberAlone(classes: readonly PhraseClass[]): boolean {
  return classes.includes('number') && classes.every((kind) => ['number', 'filler', 'agreement', 'name'].includes(kind));
}

/** "Listo, falsa alarma": a word that resolves beside a finding, and nothing else. */
function readFinding(folded: string, names: ReadonlySet<string>): Meaning | null {
  for (const [found, list] of Object.entries(words.FOUND) as [(typeof FINDINGS)[number], readonly string[]][]) {
    const phrase = list.map(foldReply).find((each) => ` ${folded} `.includes(` ${each} `));
    if (phrase === undefined) continue;
    const around = ` ${folded} `.replace(` ${phrase} `, ' ').trim();
    const classes = readPhrases(around.split(' '), 'plainly', names)?.classes ?? [];
    if (intentOf(classes) === 'resolve') return { intent: 'resolve', found };
  }
  return null;
}

function withoutCourtesy(folded: string): string {
  let plain = ` ${folded} `;
  for (const phrase of COURTESY) plain = plain.replaceAll(` ${phrase} `, ' ');
  return plain.trim();
}

/** "STOP STOP STOP". */
function isRepeated(plain: string, set: ReadonlySet<string>): boolean {
  const tokens = new Set(plain.split(' '));
  return tokens.size === 1 && [...tokens].every((token) => set.has(token));
}

/** Each whole name and each first name, folded. A name that is a negation stays a negation. */
function foldedNames(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [foldReply(name), foldReply(name).split(' ')[0] ?? '']).filter((name) => name !== ''));
}
