import type { Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** What can be wrong with the directory: with one of its fields, or with how it fits the rota and the platforms. */
export interface DirectoryWords {
  notASlackUser: Correction;
  notASlackChannel: Correction;
  notAPhone: Correction;
  notAWhatsApp: Correction;
  notATimeZone: Correction;
  notATimeOfDay: Correction;
  notAnEndOfHours: Correction;
  noHours: Correction;
  notAnExtension: Correction;
  notAChannelName: Correction;
  /** What is wrong with the link's template; `linkHint` says how it is written. */
  link: Record<LinkProblem, string>;
  linkHint: string;
  roleUnlisted: (role: string, known: readonly string[]) => Correction;
  hoursWithoutRoute: Correction;
  everyRouteLimited: Correction;
  /** `way`: the only one there is; null when there is none. */
  tooFewWays: (way: string | null) => Correction;
  failSafeWithoutSms: Correction;
  addressOfOthers: (others: readonly string[]) => Correction;
  channelTwice: (purpose: string) => Correction;
  linkMissing: Correction;
  linkOfExample: Correction;
  deskMissing: Correction;
  addressesOfExample: Correction;
  channelOfExample: Correction;
}

export type LinkProblem = 'noCode' | 'asksMore' | 'notAnAddress' | 'notHttps' | 'codeInServer' | 'login';

const es: DirectoryWords = {
  notASlackUser: { problem: 'no es un identificador de usuario de Slack', hint: 'En Slack: el perfil de la persona, copiar su ID de miembro ("Copy member ID"), como U0123456789.' },
  notASlackChannel: { problem: 'no es un identificador de canal de Slack', hint: 'Está al final de los detalles del canal en Slack, como C0123456789.' },
  notAPhone: { problem: 'no es un número de teléfono', hint: 'Escriba "+", código del país y número sin espacios, entre comillas, como "+14155550101".' },
  notAWhatsApp: { problem: 'no es una dirección de WhatsApp', hint: 'Escriba "whatsapp:+", código del país y número sin espacios, como "whatsapp:+14155550101".' },
  notATimeZone: { problem: 'no es una zona horaria que este equipo conozca', hint: 'Escriba un nombre de IANA como America/Santiago; un desfase como -03:00 no tomaría en cuenta el horario de verano.' },
  notATimeOfDay: { problem: 'no es una hora del día', hint: 'Escriba horas y minutos entre comillas, como "08:00".' },
  notAnEndOfHours: { problem: 'no es una hora del día', hint: 'Escriba horas y minutos entre comillas, como "18:00"; "24:00" es el fin del día.' },
  noHours: { problem: 'abre y cierra a la misma hora', hint: 'Para el día entero escriba from: "00:00", to: "24:00".' },
  notAnExtension: { problem: 'no es un anexo', hint: 'Escriba sus dígitos entre comillas, como "4100".' },
  notAChannelName: { problem: 'no es un nombre de canal', hint: 'Escríbalo con su # y entre comillas, como "#medical-alerts".' },
  link: {
    noCode: 'no tiene {code} una sola vez', asksMore: 'pide más que {code}', notAnAddress: 'no es una dirección web', notHttps: 'no empieza con https://',
    codeInServer: 'tiene {code} en el nombre del servidor', login: 'lleva un usuario o una contraseña',
  },
  linkHint: 'Escriba una dirección https con {code} una vez y ningún otro {…}, como https://ficha.hospital.cl/lpp/{code}.',
  roleUnlisted: (role, known) => ({ problem: `nombra el rol ${role}, que no está en roles`, hint: `Roles que hay: ${known.join(', ')}.` }),
  hoursWithoutRoute: { problem: 'limita una vía que esta persona no tiene', hint: 'Agregue el destino, o quite su horario.' },
  everyRouteLimited: { problem: 'limita todas las vías de una persona que está de turno', hint: 'Deje una vía abierta a toda hora, o fuera de su horario solo le llegarán las alertas críticas.' },
  tooFewWays: (way) => ({
    problem: way === null ? 'no llega a nadie por una plataforma configurada, y esta persona está de turno' : `llega a una persona que está de turno solo por ${way}`,
    hint: 'Dé dos de Slack, WhatsApp y SMS. WhatsApp por Twilio y WhatsApp Web cuentan como una. Slack y WhatsApp en un mismo teléfono comparten su conexión de datos: SMS es la segunda más segura.',
  }),
  failSafeWithoutSms: { problem: 'no tiene twilio-sms, y es la última persona a quien se llama', hint: 'A quien se llama al final se le debe poder llamar sin conexión de datos: agregue twilio-sms y el número de teléfono.' },
  addressOfOthers: (others) => ({
    problem: `también es una dirección de ${others.join(' y ')}`,
    hint: 'Corríjala; o, si de verdad responden en un mismo aparato, escriba { address: …, shared: true } en cada una, y a quien responda se le preguntará quién es.',
  }),
  channelTwice: (purpose) => ({ problem: `tiene el nombre o el identificador de ${purpose}`, hint: 'Dé a cada propósito un canal propio.' }),
  linkMissing: { problem: 'falta, y en producción es obligatorio', hint: 'Agregue la dirección https del sistema del hospital donde se encuentra al paciente de una alerta, con {code} en ella.' },
  linkOfExample: { problem: 'todavía lleva al ejemplo', hint: 'Escriba la dirección del sistema del hospital.' },
  deskMissing: { problem: 'falta, y en producción es obligatorio', hint: 'Agregue el anexo de un puesto que responda las 24 horas.' },
  addressesOfExample: { problem: 'es inventado: viene del directorio de ejemplo', hint: 'Escriba los destinos propios de la persona, o quite a la persona.' },
  channelOfExample: { problem: 'es un identificador inventado del directorio de ejemplo', hint: 'Escriba el identificador del canal del hospital.' },
};

const en: DirectoryWords = {
  notASlackUser: { problem: 'is not a Slack user id', hint: 'In Slack: the person\'s profile, "Copy member ID", such as U0123456789.' },
  notASlackChannel: { problem: 'is not a Slack channel id', hint: "It stands at the bottom of the channel's details in Slack, such as C0123456789." },
  notAPhone: { problem: 'is not a phone number', hint: 'Write "+", country code and number without spaces, in quotes, such as "+14155550101".' },
  notAWhatsApp: { problem: 'is not a WhatsApp address', hint: 'Write "whatsapp:+", country code and number without spaces, such as "whatsapp:+14155550101".' },
  notATimeZone: { problem: 'is not a time zone that this machine knows', hint: 'Write an IANA name such as America/Santiago; an offset such as -03:00 would ignore summer time.' },
  notATimeOfDay: { problem: 'is not a time of day', hint: 'Write hours and minutes in quotes, such as "08:00".' },
  notAnEndOfHours: { problem: 'is not a time of day', hint: 'Write hours and minutes in quotes, such as "18:00"; "24:00" is the end of the day.' },
  noHours: { problem: 'opens and closes at the same time', hint: 'For the whole day write from: "00:00", to: "24:00".' },
  notAnExtension: { problem: 'is not an extension', hint: 'Write its digits in quotes, such as "4100".' },
  notAChannelName: { problem: 'is not a channel name', hint: 'Write it with its # and in quotes, such as "#medical-alerts".' },
  link: {
    noCode: 'does not have {code} in it once', asksMore: 'asks for more than {code}', notAnAddress: 'is not an address', notHttps: 'does not begin with https://',
    codeInServer: 'has {code} in the name of the server', login: 'carries a user name or password',
  },
  linkHint: 'Write an https address with {code} in it once and no other {…}, such as https://ficha.hospital.cl/lpp/{code}.',
  roleUnlisted: (role, known) => ({ problem: `names the role ${role}, which is not listed under roles`, hint: `Roles: ${known.join(', ')}.` }),
  hoursWithoutRoute: { problem: 'limits a route that this responder does not have', hint: 'Add the destination, or remove its hours.' },
  everyRouteLimited: { problem: 'limit every route of a person on call', hint: 'Leave one route open at all hours, or nothing but critical alerts reaches them outside.' },
  tooFewWays: (way) => ({
    problem: way === null ? 'reach nobody by any platform that is configured, and this person is on call' : `reach a person on call by ${way} alone`,
    hint: 'Give two of Slack, WhatsApp and SMS. WhatsApp by Twilio and WhatsApp Web count as one. Slack and WhatsApp on one phone share its data connection: SMS is the safer second.',
  }),
  failSafeWithoutSms: { problem: 'lack twilio-sms, and this person is a fail-safe recipient', hint: 'The last one called must be reachable without a data connection: add twilio-sms and the phone number.' },
  addressOfOthers: (others) => ({
    problem: `is also an address of ${others.join(' and ')}`,
    hint: 'Correct it; or, when they do answer on one device, write { address: …, shared: true } for each, and whoever replies is asked who they are.',
  }),
  channelTwice: (purpose) => ({ problem: `has the name or the id of ${purpose}`, hint: 'Give each purpose a channel of its own.' }),
  linkMissing: { problem: 'is missing, and production requires it', hint: "Add the https address in the hospital's own system where the patient of an alert is found, with {code} in it." },
  linkOfExample: { problem: 'still leads to the example', hint: "Write the address in the hospital's own system." },
  deskMissing: { problem: 'is missing, and production requires it', hint: 'Add the extension of a desk that answers 24 hours.' },
  addressesOfExample: { problem: 'are invented ones of the example directory', hint: "Write the responder's own, or remove the responder." },
  channelOfExample: { problem: 'is an invented id of the example directory', hint: "Write the id of the hospital's own channel." },
};

export const DIRECTORY_WORDS: Readonly<Record<Language, DirectoryWords>> = { es, en };
