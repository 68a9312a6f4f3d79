import type { Hospital } from '../domain/hospital.ts';
import type { Language, Responder } from '../domain/people.ts';
import type { Route } from '../domain/platform-name.ts';

/** How a message is put: a person's own language, time zone and route; the hospital's for a channel, which nobody in particular reads. */
export interface Audience {
  language: Language;
  timeZone: string;
  medium: 'slack' | 'whatsapp' | 'sms';
}

export function audienceOf(hospital: Hospital, responder: Responder | null, route: Route): Audience {
  const { language, timeZone } = responder ?? hospital;
  return { language, timeZone, medium: mediumOf(route) };
}

function mediumOf(route: Route): Audience['medium'] {
  if (route === 'slack') return 'slack';
  return route === 'twilio-sms' ? 'sms' : 'whatsapp';
}
