import type { MessageAction } from '../../domain/message.ts';
import type { Language } from '../../domain/people.ts';
import { toButtonId } from './button-payload.ts';

/** What is needed of a template of our wording (`WHATSAPP_TEMPLATES`). */
export interface TemplateDefinition {
  /** Lower case, digits and underscores, such as `vigia_page_es_v1`; a changed text needs a new one. */
  name: string;
  language: Language;
  /** With its slots, `{{1}}` first, as many as `samples`; neither begins nor ends with one. */
  body: string;
  /** One sample value for each slot, which Meta's reviewers read. */
  samples: readonly string[];
  /** Titles of at most 20 characters; the ids are made here. */
  buttons: readonly { action: MessageAction; title: string }[];
}

/** A template as Twilio takes it. */
export interface TemplateContent {
  friendlyName: string;
  language: Language;
  body: string;
  /** Ids hold the slot after the text's own, which a message fills with its signed notification. */
  buttons: { id: string; title: string }[];
  variables: Record<string, string>;
}

/** Stands for a notification in the sample of a button's slot. */
const SAMPLE_BUTTON_SLOT = 'notification:mac';

/** Adds the button slot. Throws RangeError when the body's slots aren't `{{1}}` to `{{samples.length}}`. */
export function toTemplateContent(template: TemplateDefinition): TemplateContent {
  const slots = new Set([...template.body.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]));
  const expected = template.samples.map((_sample, index) => String(index + 1));
  if (slots.size !== expected.length || expected.some((slot) => !slots.has(slot))) {
    throw new RangeError(`Template ${template.name}: its ${template.samples.length} samples don't match the slots of its body.`);
  }
  const hasButtons = template.buttons.length > 0;
  const values = hasButtons ? [...template.samples, SAMPLE_BUTTON_SLOT] : [...template.samples];
  return {
    friendlyName: template.name,
    language: template.language,
    body: template.body,
    buttons: template.buttons.map(({ action, title }) => ({ id: toButtonId(action, values.length), title })),
    variables: Object.fromEntries(values.map((value, index) => [String(index + 1), value])),
  };
}

/** The content by type, as the Content API writes it. https://www.twilio.com/docs/content/twilio-quick-reply */
export function toContentTypes({ body, buttons }: TemplateContent): Record<string, unknown> {
  if (buttons.length === 0) return { 'twilio/text': { body } };
  return { 'twilio/quick-reply': { body, actions: buttons.map(({ id, title }) => ({ type: 'QUICK_REPLY', title, id })) } };
}
