import type { OperatorProblem } from '../operator-problem.ts';
import type { Language } from '../people.ts';
import { contactAdvice } from './contact-advice.ts';
import { hostAdvice } from './host-advice.ts';
import { SLACK_ADVICE, type Advice } from './slack-advice.ts';
import { TWILIO_ADVICE } from './twilio-advice.ts';

type Told = Pick<OperatorProblem, 'platform' | 'code' | 'kind'>;

/** What isn't a platform's refusal, by the word before the colon. */
const NOTICES: Record<Language, Advice> = {
  es: {
    opted_out: (about) => `${about ?? 'Alguien'} respondió STOP y no recibe más mensajes en esa dirección. Dele otra vía en el directorio, o pídale que escriba START.`,
    reply_from_hidden_number: () => 'Alguien respondió por WhatsApp con el número oculto y no se sabe quién es. Su respuesta no contó: pida que todos respondan desde el número del directorio.',
  },
  en: {
    opted_out: (about) => `${about ?? 'Somebody'} answered STOP and gets no more messages on that address. Give them another way in the directory, or ask them to write START.`,
    reply_from_hidden_number: () => 'Somebody answered by WhatsApp with a hidden number, and who it is isn\'t known. The reply didn\'t count: ask everybody to answer from the number in the directory.',
  },
};

const MEANWHILE: Record<Language, string> = { es: 'Mientras tanto las alertas van por otras vías.', en: 'Alerts go by other ways meanwhile.' };

const PAGES = {
  slack: 'https://docs.slack.dev/reference/methods/chat.postMessage',
  twilio: 'https://www.twilio.com/docs/api/errors',
};

const NAMES = { slack: 'Slack', twilio: 'Twilio' };

/** What a problem means and what to do about it, for whoever runs the service; with its code, by which others can be asked. */
export function operatorAdvice(problem: Told, language: Language): string {
  const { platform, code, kind } = problem;
  const host = hostAdvice(code, language);
  if (host !== null) return host;
  const [name, about] = parted(code);
  const notice = NOTICES[language][name]?.(about);
  if (notice !== undefined) return notice;
  const contact = kind === 'notice' ? contactAdvice(name, about, language) : null;
  if (contact !== null) return contact;
  if (platform !== 'slack' && platform !== 'twilio') return code;
  if (kind === 'defect') return `${defect(NAMES[platform], code, language)} ${MEANWHILE[language]}`;
  const own = ownAdvice(platform, name, language);
  return `${own ? `${own(about).replace(/\s+/g, ' ')} (${platform} ${name})` : general(platform, code, language)} ${MEANWHILE[language]}`;
}

/** Whether a refusal has words of its own; the others are told of by the vendor's page. */
export function hasOwnAdvice(platform: 'slack' | 'twilio', code: string): boolean {
  return (['es', 'en'] as const).every((language) => ownAdvice(platform, parted(code)[0], language) !== undefined);
}

function ownAdvice(platform: 'slack' | 'twilio', name: string, language: Language): Advice[string] | undefined {
  const table = (platform === 'slack' ? SLACK_ADVICE : TWILIO_ADVICE)[language];
  // A template's state is Meta's own word, such as `template_rejected`.
  return table[name] ?? (name.startsWith('template_') ? table['template'] : undefined);
}

function parted(code: string): [name: string, about: string | null] {
  const at = code.indexOf(':');
  return at === -1 ? [code, null] : [code.slice(0, at), code.slice(at + 1)];
}

function general(platform: 'slack' | 'twilio', code: string, language: Language): string {
  const name = NAMES[platform];
  const status = /^http_(\d+)$/.exec(code)?.[1];
  if (status !== undefined) {
    return language === 'es'
      ? `En lugar de ${name} algo respondió HTTP ${status}. Revise las credenciales, el proxy y el cortafuegos.`
      : `Something answered HTTP ${status} in place of ${name}. Look at the credentials, the proxy and the firewall.`;
  }
  const page = platform === 'twilio' && /^\d+$/.test(code) ? `${PAGES.twilio}/${code}` : PAGES[platform];
  return language === 'es'
    ? `${name} rechaza mensajes (${code}) hasta que alguien lo arregle: ${page} dice qué hacer.`
    : `${name} refuses messages (${code}) until somebody sees to it: ${page} says what to do.`;
}

function defect(name: string, code: string, language: Language): string {
  return language === 'es'
    ? `${name} rechazó un mensaje por su forma (${code}): es un defecto de este servicio. Infórmelo con ese código.`
    : `${name} refused a message for its form (${code}): that is a defect of this service. Report it with that code.`;
}
