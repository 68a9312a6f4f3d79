import { MESSAGE_KINDS, type MessageAction, type MessageKind } from '../message.ts';
import { LANGUAGES, type Language } from '../people.ts';
import { slotsOf } from './fill.ts';
import { SENTENCES } from './sentences.ts';

/**
 * A message template as WhatsApp approves it. Text and variables of a message are made from the same sentence, so that
 * what is approved is what is sent. Rules: a body neither starts nor ends with a variable, no two of them touch, at most
 * 1024 characters, each with a sample; button titles have at most 20.
 * https://www.twilio.com/docs/content/twilio-quick-reply
 */
export interface WhatsAppTemplate {
  name: string;
  language: Language;
  category: 'UTILITY';
  /** With `{{1}}`, `{{2}}`, … */
  body: string;
  /** Names of the variables, `{{1}}` first. */
  slots: string[];
  /** A value for each variable, for the reviewer. */
  samples: string[];
  /** The id of a button is made by the platform: it carries the notification, in the slot `buttonSlot`. */
  buttons: { action: MessageAction; title: string }[];
  /** Number of the slot that the buttons' ids share, one after the text's; null without buttons. */
  buttonSlot: number | null;
}

const BUTTONS: Record<MessageKind, MessageAction[]> = {
  page: ['acknowledge', 'decline'], reminder: ['acknowledge', 'decline'], fail_safe: ['acknowledge', 'decline'], added: ['acknowledge', 'decline'],
  attend_reminder: ['resolve'], taken_notice: [], reopened_notice: ['acknowledge'], closed_notice: [], drill: ['acknowledge', 'decline'],
};

const SAMPLES: Record<Language, Readonly<Record<string, string>>> = {
  es: {
    severity: 'CRÍTICA', code: 'K7F2-Q9MD', until: 'antes de 03:25', attended: 'antes de 03:25', where: 'https://hospital.example/a/K7F2-Q9MD o anexo 4501',
    codes: 'K7F2-Q9MD P3XW-2HJK',
    taker: 'Ana a las 03:12', holder: 'la tiene Ana desde 03:12', ended: 'atendida por Ana',
  },
  en: {
    severity: 'CRITICAL', code: 'K7F2-Q9MD', until: 'before 03:25', attended: 'before 03:25', where: 'https://hospital.example/a/K7F2-Q9MD or extension 4501',
    codes: 'K7F2-Q9MD P3XW-2HJK',
    taker: 'Ana at 03:12', holder: 'Ana has it since 03:12', ended: 'attended by Ana',
  },
};

/** A digest is no message about one alert, and never part of a drill. */
export const DIGEST_TEMPLATE_KIND = 'digest';

/** Nor is the message that another one waits. */
export const DIRECT_TEMPLATE_KIND = 'direct';

/** The sentence of a message: in a drill it begins with the word for it. */
export function sentenceOf(kind: MessageKind, drill: boolean, language: Language): string {
  const { drillMark, message } = SENTENCES[language];
  return drill && kind !== 'drill' ? `${drillMark}. ${message[kind]}` : message[kind];
}

export function templateNameOf(kind: MessageKind | typeof DIGEST_TEMPLATE_KIND | typeof DIRECT_TEMPLATE_KIND, drill: boolean, language: Language): string {
  return `vigia_${kind}${drill && kind !== 'drill' ? '_drill' : ''}_${language}_v1`;
}

export function buttonsOf(kind: MessageKind, language: Language): { action: MessageAction; title: string }[] {
  return BUTTONS[kind].map((action) => ({ action, title: SENTENCES[language].button[action] }));
}

/** One takes everything that the message names; a single alert is taken by its code. */
export function digestButtons(language: Language): { action: MessageAction; title: string }[] {
  return [{ action: 'acknowledgeAll', title: SENTENCES[language].button.acknowledgeAll }];
}

function toTemplate(kind: MessageKind, drill: boolean, language: Language): WhatsAppTemplate {
  return templateOf(templateNameOf(kind, drill, language), sentenceOf(kind, drill, language), buttonsOf(kind, language), language);
}

function digestTemplate(language: Language): WhatsAppTemplate {
  return templateOf(templateNameOf(DIGEST_TEMPLATE_KIND, false, language), SENTENCES[language].digest.message, digestButtons(language), language);
}

function directTemplate(language: Language): WhatsAppTemplate {
  return templateOf(templateNameOf(DIRECT_TEMPLATE_KIND, false, language), SENTENCES[language].direct.person, [], language);
}

function templateOf(name: string, sentence: string, buttons: WhatsAppTemplate['buttons'], language: Language): WhatsAppTemplate {
  const slots = slotsOf(sentence);
  return {
    name,
    language,
    category: 'UTILITY',
    body: sentence.replaceAll(/\{(\w+)\}/g, (_, slot: string) => `{{${slots.indexOf(slot) + 1}}}`),
    slots,
    samples: slots.map((slot) => SAMPLES[language][slot] ?? ''),
    buttons,
    buttonSlot: buttons.length === 0 ? null : slots.length + 1,
  };
}

/** Every template the service may ask for: pages, reminders, notices and the drill, each of them as part of a drill, the digest, and that a message waits. */
export const WHATSAPP_TEMPLATES: readonly WhatsAppTemplate[] = LANGUAGES.flatMap((language) => [
  ...MESSAGE_KINDS.flatMap((kind) => (kind === 'drill' ? [true] : [false, true]).map((drill) => toTemplate(kind, drill, language))),
  digestTemplate(language),
  directTemplate(language),
]);
