import type { Language } from './people.ts';
import type { Severity } from './severity.ts';
import type { Stage } from './stage.ts';

/** A message's purpose: *page* asks somebody to act now, *notice* tells who has it, *answer* replies to a reply. */
export type Purpose = 'page' | 'notice' | 'answer';

export const MESSAGE_KINDS = [
  'page', 'reminder', 'fail_safe', 'attend_reminder', 'added', 'taken_notice', 'reopened_notice', 'closed_notice', 'drill',
] as const;

/** What a message says. The first five and `drill` are pages; the others are notices. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Everything a message may be made of. No name of a patient, no room, no reference: what isn't here can't be said. */
export interface MessageFacts {
  code: string;
  severity: Severity;
  stage: Stage | null;
  /** `low` below 0.6, `moderate` below 0.85, `high` from there; null when no image was judged. */
  confidenceBand: 'low' | 'moderate' | 'high' | null;
  /** Somebody must look at the image itself, because the AI isn't sure. */
  needsReview: boolean;
  /** Until when the recipient has, ISO 8601; told in the recipient's time zone. */
  deadline: string | null;
  step: number;
  /** Display name of who holds the alert, and since when; of a resolved one, of who resolved it. */
  owner: { name: string; since: string } | null;
  status: string;
  /** Where the patient is found: https link of the hospital's own system that carries only the code; null when not configured. */
  link: string | null;
  /** Extension of a desk that answers 24 hours; null when not configured. */
  desk: string | null;
  /** Marked SIMULACRO / DRILL. */
  drill: boolean;
  /** Sent again because the first one's outcome was unknown. */
  repeat: boolean;
  /** Sent while nothing could be recorded: marked, because nothing will follow it. */
  unrecorded?: boolean;
}

/** One alert in a digest. */
export interface DigestAlert {
  code: string;
  severity: Severity;
  /** As it stands now; left out where it has only just been paged. */
  status?: string;
  /** Display name of who has it. */
  owner?: string | null;
}

declare const rendered: unique symbol;

export type MessageAction = 'acknowledge' | 'decline' | 'resolve' | 'acknowledgeAll';

/** What a Slack button can ask for; a WhatsApp template has no room for more than three, and takes words for the rest. */
export type SlackAction = MessageAction | 'giveBack';

/** Text made by our own templates; only `render…` functions of the domain make one, and a platform takes nothing else. */
export interface RenderedMessage {
  readonly [rendered]: true;
  kind: MessageKind | 'digest' | 'answer' | 'direct';
  language: Language;
  /** Name of the template in the provider's catalogue, such as `vigia_page_es_v1`; null where only free text will do. */
  template: string | null;
  /** The template's slots, `{{1}}` first. */
  variables: string[];
  /** The template with its slots filled: at most 300 characters on WhatsApp. */
  text: string;
  actions: { action: SlackAction; label: string }[];
  facts: MessageFacts | null;
  /** IANA time zone of the reader, for renderers that tell times from `facts`. */
  timeZone?: string;
}

/** Makes the branded type. For renderers in this folder alone; the layout check refuses it elsewhere. */
export function asRendered(message: Omit<RenderedMessage, typeof rendered>): RenderedMessage {
  return message as RenderedMessage;
}
