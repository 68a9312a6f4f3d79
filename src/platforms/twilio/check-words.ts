import type { Language } from '../../domain/people.ts';

/** What is found amiss with Twilio's credentials, numbers, account and templates, and what to do. */
export interface TwilioCheckWords {
  slow: (seconds: number) => string;
  noWhatsApp: string;
  badWhatsApp: string;
  noSms: string;
  badSms: string;
  noNumber: string;
  noPublicUrl: string;
  noAuthToken: string;
  badPublicUrl: string;
  openPublicUrl: string;
  /** `status`: Twilio's word. */
  accountClosed: (status: string) => string;
  trial: string;
  accountUnread: (code: string) => string;
  templatesUnread: (code: string) => string;
  templateMissing: (name: string) => string;
  /** `approval`: Meta's word. */
  templatePending: (name: string, approval: string) => string;
  templateRefused: (name: string, approval: string) => string;
  refused: (code: string) => string;
  unreachable: string;
  tls: string;
  failed: (code: string) => string;
}

const es: TwilioCheckWords = {
  slow: (seconds) => `Twilio no respondió en ${seconds} s. Revise la red y status.twilio.com.`,
  noWhatsApp: 'No hay un número de WhatsApp: con uno, las alertas salen también por WhatsApp.',
  badWhatsApp: 'El número de WhatsApp no es válido: escríbalo como whatsapp:+ y los dígitos con el código del país.',
  noSms: 'No hay un número de SMS: con uno se llega a las personas sin conexión de datos, como lo necesita la última persona.',
  badSms: 'El número de SMS no es válido: escríbalo como + y los dígitos con el código del país, sin whatsapp:.',
  noNumber: 'Twilio no tiene un número desde el que enviar: defina un número de WhatsApp, uno de SMS, o los dos.',
  noPublicUrl: 'No hay una dirección pública: las respuestas y los acuses se consultan cada pocos segundos. Con una, Twilio los avisa al momento.',
  noAuthToken: 'Falta el Auth Token: Twilio firma con él sus webhooks, y no con la clave de API, así que las respuestas y los acuses se consultan hasta que se defina.',
  badPublicUrl: 'La dirección pública no es válida: escriba https:// y el nombre con que Twilio llega a este servicio, sin consulta.',
  openPublicUrl: 'La dirección pública no es https: las respuestas cruzarían la red sin cifrar.',
  accountClosed: (status) => `La cuenta de Twilio está en estado ${status}: no sale nada hasta que el soporte o la facturación de Twilio la reabra.`,
  trial: 'La cuenta de Twilio es de prueba: envía solo a números verificados, y pocos mensajes al día.',
  accountUnread: (code) => `No se pudo leer el estado de la cuenta (${code}).`,
  templatesUnread: (code) => `No se pudieron listar las plantillas de WhatsApp de la cuenta (${code}): la clave de API necesita acceso a la Content API.`,
  templateMissing: (name) => `Falta la plantilla de WhatsApp ${name}: créela, o nadie fuera de la ventana de 24 horas recibe este mensaje.`,
  templatePending: (name, approval) => `La plantilla de WhatsApp ${name} está en estado ${approval}: Meta aún debe aprobarla, casi siempre dentro de una hora. Mientras tanto no llega a nadie fuera de la ventana de 24 horas.`,
  templateRefused: (name, approval) => `La plantilla de WhatsApp ${name} está en estado ${approval}: envíela a aprobar, o haga otra bajo otro nombre. Mientras tanto no llega a nadie fuera de la ventana de 24 horas.`,
  refused: (code) => `Twilio no aceptó las credenciales (${code}): revise el Account SID, el SID de la clave de API y su secreto; una clave vale solo en su región.`,
  unreachable: 'No se llega a Twilio: revise la red, el DNS y HTTP_PROXY.',
  tls: 'El certificado de Twilio no se aceptó: revise el reloj; detrás de un proxy que abre TLS defina TWILIO_CA_BUNDLE.',
  failed: (code) => `Twilio respondió con un error (${code}): vea twilio.com/docs/api/errors.`,
};

const en: TwilioCheckWords = {
  slow: (seconds) => `Twilio didn't answer within ${seconds} s. Check the network and status.twilio.com.`,
  noWhatsApp: 'No WhatsApp number is configured: with one, alerts also go by WhatsApp.',
  badWhatsApp: 'The WhatsApp number is not one: write it as whatsapp:+ and the digits with the country code.',
  noSms: 'No SMS number is configured: with one, people are reached without a data connection, which the fail-safe recipient must be.',
  badSms: 'The SMS number is not one: write it as + and the digits with the country code, without whatsapp:.',
  noNumber: 'Twilio has no number to send from: configure a WhatsApp number, an SMS number, or both.',
  noPublicUrl: 'No public URL is configured: replies and receipts are asked for every few seconds. With one, Twilio tells them at once.',
  noAuthToken: 'The Auth Token is missing: Twilio signs its webhooks with it and not with the API key, so replies and receipts are polled until it is configured.',
  badPublicUrl: 'The public URL is not one: write https:// and the name under which Twilio reaches this service, without a query.',
  openPublicUrl: 'The public URL is not https: replies would cross the network unencrypted.',
  accountClosed: (status) => `The Twilio account is ${status}: nothing goes out until Twilio's support or billing reopens it.`,
  trial: 'The Twilio account is a trial: it sends to verified numbers only, and few messages a day.',
  accountUnread: (code) => `The account's state could not be read (${code}).`,
  templatesUnread: (code) => `The account's WhatsApp templates could not be listed (${code}): the API key needs access to the Content API.`,
  templateMissing: (name) => `WhatsApp template ${name} is missing: create it, or nobody outside the 24-hour window gets this message.`,
  templatePending: (name, approval) => `WhatsApp template ${name} is ${approval}: Meta has yet to approve it, mostly within the hour. Until then it reaches nobody outside the 24-hour window.`,
  templateRefused: (name, approval) => `WhatsApp template ${name} is ${approval}: submit it for approval, or make a new version under another name. Until then it reaches nobody outside the 24-hour window.`,
  refused: (code) => `Twilio refused the credentials (${code}): check Account SID, API key SID and API key secret; a key works in its own region only.`,
  unreachable: "Twilio can't be reached: check the network, DNS and HTTP_PROXY.",
  tls: "Twilio's certificate was refused: check the clock; behind a proxy that opens TLS set TWILIO_CA_BUNDLE.",
  failed: (code) => `Twilio answered with an error (${code}): see twilio.com/docs/api/errors.`,
};

export const TWILIO_CHECK_WORDS: Readonly<Record<Language, TwilioCheckWords>> = { es, en };
