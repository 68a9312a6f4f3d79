import { asRendered, type RenderedMessage } from '../message.ts';
import type { Language } from '../people.ts';
import { fill, slotsOf } from './fill.ts';
import { MAX_TEXT_CHARS, type Medium } from './render-message.ts';
import { SENTENCES } from './sentences.ts';
import { codeSlot, whereSlots } from './slots.ts';
import { toSmsText } from './sms-text.ts';
import { DIRECT_TEMPLATE_KIND, templateNameOf } from './whatsapp-templates.ts';

/** What a direct message is told by: its code, and where to ask. Nothing of what it says is here, so nothing of it can be said. */
export interface DirectFacts {
  code: string;
  /** A Slack channel reads it. */
  toChannel: boolean;
  link: string | null;
  desk: string | null;
  /** Sent again because the first one's outcome was unknown. */
  repeat: boolean;
}

/** Says that a message waits for its reader, with its code and where to ask for it. Never throws. */
export function renderDirect(facts: DirectFacts, language: Language, medium: Medium): RenderedMessage {
  const words = SENTENCES[language];
  const sentence = words.direct[facts.toChannel ? 'channel' : 'person'];
  const code = facts.repeat ? `${codeSlot(facts.code)} ${words.repeatMark}` : codeSlot(facts.code);
  const places = [...whereSlots(facts, language), words.askInUnit];
  const where = places.find((place) => fill(sentence, { code, where: place }).length <= MAX_TEXT_CHARS) ?? words.askInUnit;
  const slots = { code, where };
  const text = fill(sentence, slots);
  const isWhatsApp = medium === 'whatsapp';
  return asRendered({
    kind: 'direct', language, facts: null, actions: [],
    template: isWhatsApp ? templateNameOf(DIRECT_TEMPLATE_KIND, false, language) : null,
    variables: isWhatsApp ? slotsOf(sentence).map((slot) => slots[slot as keyof typeof slots]) : [],
    text: medium === 'sms' ? toSmsText(text) : text,
  });
}
