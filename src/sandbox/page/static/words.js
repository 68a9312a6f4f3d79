/** Every word of the page, in Spanish and English. */
const WORDS = {
  es: {
    skip: 'Ir a los teléfonos', subtitle: 'entorno de pruebas', tools: 'Herramientas', temporal: 'Temporal', journal: 'Registro', help: 'Ayuda',
    language: 'English', alerts: 'Alertas abiertas', phones: 'Teléfonos', noPhones: 'Todavía no hay ningún teléfono: aparecerá con el primer mensaje.',
    pressingAs: 'Pulsar como', channels: 'Canales y mensajes directos', onlyProblems: 'Solo problemas', close: 'Cerrar', clearFaults: 'Quitar fallos',
    helpTitle: 'Usar el entorno de pruebas', live: 'En vivo', offline: 'Sin conexión: reintentando…',
    send: 'Enviar', voice: 'Nota de voz', write: 'Escribir', quote: 'Citar', quoting: 'Citando', stopQuoting: 'Dejar de citar',
    reply: (name) => `Respuesta de ${name}`, route: 'Enviar por', quick: 'Respuestas rápidas', noMessages: 'Sin mensajes todavía.',
    windowOpen: (time) => `Texto libre hasta ${time}`, windowShut: 'Solo plantillas', optedOut: 'Pidió STOP',
    queued: 'en cola', accepted: 'aceptado', scheduled: 'programado', sending: 'enviando', sent: 'enviado', delivered: 'entregado', read: 'leído', failed: 'no llegó', undelivered: 'no llegó', received: 'recibido', canceled: 'cancelado',
    voiceNote: 'Nota de voz', media: 'Archivo', pressed: 'botón', direct: 'directo', edited: 'editado', onlyFor: (name) => `Solo lo ve ${name}`, you: 'Vigia',
    replies: (count) => (count === 1 ? '1 respuesta' : `${count} respuestas`), noUser: 'nadie', private: 'privado', archived: 'archivado', unread: (count) => `${count} sin leer`, notMember: 'Vigia no está en este canal',
    answered: (status, ms) => `El servicio respondió ${status} en ${ms} ms`, unanswered: 'El servicio no respondió', polled: 'Enviado: el servicio lo leerá cuando pregunte',
    respondBy: 'responder en', attendBy: 'atender en', overdue: 'vencido', level: (level) => `paso ${level}`, hasIt: (name) => `la tiene ${name}`, noOwner: 'nadie la tiene',
    low: 'baja', medium: 'media', high: 'alta', critical: 'crítica',
    triggered: 'activada', notified: 'avisada', acknowledged: 'tomada', informed: 'informada', unansweredStatus: 'sin respuesta', resolved: 'resuelta', cancelled: 'cancelada',
    noFaults: 'Sin fallos inyectados.', someFaults: (count) => (count === 1 ? '1 fallo inyectado' : `${count} fallos inyectados`), noJournal: 'Todavía no ha llegado ninguna petición.', fault: 'fallo', noAnswer: 'sin respuesta', copy: 'Copiar', copied: 'Copiado',
  },
  en: {
    skip: 'Skip to the phones', subtitle: 'sandbox', tools: 'Tools', temporal: 'Temporal', journal: 'Journal', help: 'Help',
    language: 'Español', alerts: 'Open alerts', phones: 'Phones', noPhones: 'No phone yet: it appears with the first message.',
    pressingAs: 'Press as', channels: 'Channels and direct messages', onlyProblems: 'Only problems', close: 'Close', clearFaults: 'Clear faults',
    helpTitle: 'Using the sandbox', live: 'Live', offline: 'Not connected: trying again…',
    send: 'Send', voice: 'Voice note', write: 'Write', quote: 'Quote', quoting: 'Quoting', stopQuoting: 'Stop quoting',
    reply: (name) => `Reply of ${name}`, route: 'Send by', quick: 'Quick replies', noMessages: 'No messages yet.',
    windowOpen: (time) => `Free text until ${time}`, windowShut: 'Templates only', optedOut: 'Said STOP',
    queued: 'queued', accepted: 'accepted', scheduled: 'scheduled', sending: 'sending', sent: 'sent', delivered: 'delivered', read: 'read', failed: 'did not arrive', undelivered: 'did not arrive', received: 'received', canceled: 'cancelled',
    voiceNote: 'Voice note', media: 'File', pressed: 'button', direct: 'direct', edited: 'edited', onlyFor: (name) => `Only ${name} sees this`, you: 'Vigia',
    replies: (count) => (count === 1 ? '1 reply' : `${count} replies`), noUser: 'nobody', private: 'private', archived: 'archived', unread: (count) => `${count} unread`, notMember: "Vigia isn't in this channel",
    answered: (status, ms) => `The service answered ${status} in ${ms} ms`, unanswered: 'The service did not answer', polled: 'Sent: the service will see it when it asks',
    respondBy: 'answer in', attendBy: 'attend in', overdue: 'overdue', level: (level) => `step ${level}`, hasIt: (name) => `${name} has it`, noOwner: 'nobody has it',
    low: 'low', medium: 'medium', high: 'high', critical: 'critical',
    triggered: 'raised', notified: 'notified', acknowledged: 'taken', informed: 'informed', unansweredStatus: 'unanswered', resolved: 'resolved', cancelled: 'cancelled',
    noFaults: 'No faults injected.', someFaults: (count) => (count === 1 ? '1 fault injected' : `${count} faults injected`), noJournal: 'No request has arrived yet.', fault: 'fault', noAnswer: 'no answer', copy: 'Copy', copied: 'Copied',
  },
};

const KEPT = 'vigia-sandbox-language';

let language = localStorage.getItem(KEPT) ?? (navigator.language.startsWith('es') ? 'es' : 'en');

export const currentLanguage = () => language;

/** The word in the page's language; a word that isn't known is shown as it is. @param {string} key @param {...unknown} values */
export function t(key, ...values) {
  const word = WORDS[language][key];
  if (word === undefined) return key;
  return typeof word === 'function' ? word(...values) : word;
}

/** Puts the words into what the page holds from the start. */
export function applyWords() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-t-label]')) node.setAttribute('aria-label', t(node.dataset.tLabel));
}

export function switchLanguage() {
  language = language === 'es' ? 'en' : 'es';
  localStorage.setItem(KEPT, language);
}

/** Messages tell the hospital's time, so the times around them do as well. @type {string | undefined} */
let timeZone;

/** @param {string | null} zone */
export function tellTimesIn(zone) {
  timeZone = zone ?? undefined;
}

/** A weekday and a time of day, for what may be tomorrow. @param {string} at */
export function dayAndTimeOf(at) {
  return `${new Date(at).toLocaleDateString(language, { weekday: 'short', timeZone })} ${timeOf(at)}`;
}

/** A time of day in the page's language. @param {string | number} at */
export function timeOf(at, withSeconds = false) {
  return new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', ...(withSeconds ? { second: '2-digit' } : {}), hour12: false, timeZone });
}
