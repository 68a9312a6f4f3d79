import type { Language, Responder } from '../domain/people.ts';
import type { Route } from '../domain/platform-name.ts';

/** What a channel, which nobody in particular reads, is written in: the language and time zone of the hospital. */
export const CHANNEL_LANGUAGE: Language = 'es';
export const CHANNEL_TIME_ZONE = 'America/Santiago';

export function languageOf(responder: Responder | null): Language {
  return responder?.language ?? CHANNEL_LANGUAGE;
}

export function timeZoneOf(responder: Responder | null): string {
  return responder?.timeZone ?? CHANNEL_TIME_ZONE;
}

export function mediumOf(route: Route): 'slack' | 'whatsapp' | 'sms' {
  if (route === 'slack') return 'slack';
  return route === 'twilio-sms' ? 'sms' : 'whatsapp';
}
