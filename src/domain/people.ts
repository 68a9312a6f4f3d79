import type { PlatformName } from './platform-name.ts';

export const LANGUAGES = ['es', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Where a message can go. `address` is a Slack user or channel id, `whatsapp:+E164`, or `+E164` for SMS. */
export interface Destination {
  platform: PlatformName;
  /** A channel is read by many: posting there never counts as having reached a person. */
  kind: 'person' | 'channel';
  address: string;
}

export interface Responder {
  /** Short stable id, such as `ana`. */
  id: string;
  /** How colleagues call this person; shown to other responders only. */
  name: string;
  language: Language;
  /** IANA time zone in which deadlines are told. */
  timeZone: string;
  roles: string[];
  destinations: { slack?: string; twilio?: string; 'twilio-sms'?: string; 'whatsapp-web'?: string };
}
