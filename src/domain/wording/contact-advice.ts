import type { Language } from '../people.ts';

type About = (who: string, code: string) => string;

const ES_AFTER = 'Mientras tanto se le llama por otras vías.';
const EN_AFTER = 'They are called by other ways meanwhile.';

const es: Record<string, About> = {
  number: (who, code) => `${who} no recibe WhatsApp en el número del directorio (${code}). Corrija el número en config/directory.yaml, o dele otra vía. ${ES_AFTER}`,
  blocked: (who, code) => `${who} no recibe lo que se le envía por WhatsApp (${code}): puede haber bloqueado el número del servicio, o tener WhatsApp desactualizado. Pídale que lo revise, o dele otra vía. ${ES_AFTER}`,
  joined: (who, code) => `${who} aún no se unió al entorno de prueba de WhatsApp de Twilio (${code}): debe enviarle el código "join" que muestra console.twilio.com. ${ES_AFTER}`,
  stopped: (who, code) => `${who} respondió STOP y no recibe SMS del servicio (${code}). Pídale que escriba START a ese número, o dele otra vía. ${ES_AFTER}`,
  phone: (who, code) => `${who} no recibe SMS (${code}): el teléfono está apagado o es fijo, o el número no existe. Corrija el número en config/directory.yaml. ${ES_AFTER}`,
  slack: (who, code) => `${who} no recibe mensajes en Slack (${code}): la cuenta no está, está desactivada o no los acepta. Corrija su usuario en config/directory.yaml. ${ES_AFTER}`,
};

const en: Record<string, About> = {
  number: (who, code) => `${who} gets no WhatsApp on the number in the directory (${code}). Correct the number in config/directory.yaml, or give them another way. ${EN_AFTER}`,
  blocked: (who, code) => `${who} doesn't get what WhatsApp is given for them (${code}): they may have blocked the service's number, or run an old WhatsApp. Ask them to look, or give them another way. ${EN_AFTER}`,
  joined: (who, code) => `${who} hasn't joined Twilio's WhatsApp sandbox yet (${code}): they must send it the "join" code that console.twilio.com shows. ${EN_AFTER}`,
  stopped: (who, code) => `${who} answered STOP and gets no SMS of the service (${code}). Ask them to write START to that number, or give them another way. ${EN_AFTER}`,
  phone: (who, code) => `${who} gets no SMS (${code}): the phone is off or a landline, or there is no such number. Correct the number in config/directory.yaml. ${EN_AFTER}`,
  slack: (who, code) => `${who} gets no messages in Slack (${code}): the account isn't there, is switched off or takes none. Correct their user in config/directory.yaml. ${EN_AFTER}`,
};

const MEANING: Record<string, string> = {
  63003: 'number', 63024: 'number', 63032: 'blocked', 63033: 'blocked', 63014: 'blocked', 63015: 'joined', 21610: 'stopped', 30003: 'phone', 30005: 'phone', 30006: 'phone',
  user_not_found: 'slack', user_disabled: 'slack', user_not_visible: 'slack', is_bot: 'slack', cannot_dm_bot: 'slack', messages_tab_disabled: 'slack',
};

const SOMEBODY: Record<Language, string> = { es: 'Alguien', en: 'Somebody' };

/** That a person can't be reached by a route, and what to do; null for a code that says no such thing. `who`: null where it isn't to be told. */
export function contactAdvice(code: string, who: string | null, language: Language): string | null {
  const meaning = MEANING[code];
  if (meaning === undefined) return null;
  return (language === 'es' ? es : en)[meaning]?.(who ?? SOMEBODY[language], code) ?? null;
}
