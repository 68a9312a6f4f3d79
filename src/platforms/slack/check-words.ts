import type { Language } from '../../domain/people.ts';

/** The scopes that alerts need; nothing works without the first. */
export const NEEDED_SCOPES = ['chat:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'users:read'] as const;
/** What is worth asking for besides. */
export const USEFUL_SCOPES = ['channels:history', 'groups:history', 'im:history', 'chat:write.public', 'im:write', 'users:read.email'] as const;

export type Scope = (typeof NEEDED_SCOPES)[number] | (typeof USEFUL_SCOPES)[number];

/** What is found amiss with Slack's credentials, and what to do. */
export interface SlackCheckWords {
  notABotToken: string;
  notAnAppToken: string;
  noPresses: string;
  noAppToken: string;
  noSigningSecret: string;
  scopesUntold: string;
  refused: (code: string) => string;
  notAsked: (code: string) => string;
  lacks: (scope: Scope) => string;
  lacksOptional: (scope: Scope) => string;
  /** What a scope adds. */
  adds: Record<Scope, string>;
}

const es: SlackCheckWords = {
  notABotToken: 'El bot token de Slack no comienza con xoxb-: tome el "Bot User OAuth Token" de la app, página "OAuth & Permissions".',
  notAnAppToken: 'El app token de Slack no comienza con xapp-: haga un app-level token con connections:write, página "Basic Information".',
  noPresses: 'No hay app token ni signing secret de Slack, así que nadie puede responder por un botón: defina el app token (Socket Mode, sin dirección pública) o el signing secret (HTTP).',
  noAppToken: 'Sin app token de Slack los botones llegan solo por HTTP; con él llegarían por Socket Mode, que no necesita dirección pública.',
  noSigningSecret: 'Sin signing secret de Slack los botones llegan solo por Socket Mode; con él llegarían también por HTTP.',
  scopesUntold: 'Slack no dijo qué permisos tiene el bot token, así que no se revisaron.',
  refused: (code) => `Slack no aceptó el bot token o no se le pudo preguntar (${code}): revise el bot token, y reinstale la app si alguien la quitó.`,
  notAsked: (code) => `Slack no aceptó el bot token o no se le pudo preguntar (${code}): revise la conexión con Slack; los envíos se intentan igual.`,
  lacks: (scope) => `Al bot token de Slack le falta ${scope}: sirve para ${es.adds[scope]}.`,
  lacksOptional: (scope) => `Al bot token de Slack le falta ${scope}, que es opcional: sirve para ${es.adds[scope]}.`,
  adds: {
    'chat:write': 'publicar y actualizar mensajes; sin él no sale ninguna alerta por Slack',
    'channels:read': 'encontrar canales públicos por su nombre',
    'groups:read': 'encontrar canales privados por su nombre',
    'im:read': 'encontrar los mensajes directos de una persona cuando hay que comprobar un envío',
    'mpim:read': 'encontrar mensajes de grupo',
    'users:read': 'comprobar que existen las personas del directorio',
    'channels:history': 'comprobar en canales públicos un envío del que no se sabe el resultado; sin él ese mensaje se envía otra vez, marcado como repetición',
    'groups:history': 'lo mismo en canales privados',
    'im:history': 'lo mismo en mensajes directos',
    'chat:write.public': 'publicar en canales públicos a los que nadie invitó al bot',
    'im:write': 'abrir mensajes directos con personas que nunca recibieron uno del bot',
    'users:read.email': 'encontrar personas por su correo electrónico',
  },
};

const en: SlackCheckWords = {
  notABotToken: 'The Slack bot token does not begin with xoxb-: take the "Bot User OAuth Token" of the app, page "OAuth & Permissions".',
  notAnAppToken: 'The Slack app token does not begin with xapp-: make an app-level token with connections:write, page "Basic Information".',
  noPresses: 'Neither a Slack app token nor a signing secret is set, so nobody can answer by a button: set the app token (Socket Mode, no public address needed) or the signing secret (HTTP).',
  noAppToken: 'No Slack app token: presses come in over HTTP only; the token would add Socket Mode, which needs no public address.',
  noSigningSecret: 'No Slack signing secret: presses come in over Socket Mode only; the secret would add HTTP interactivity.',
  scopesUntold: 'Slack did not say which scopes the bot token has, so they were not checked.',
  refused: (code) => `Slack did not accept the bot token or could not be asked (${code}): check the bot token and reinstall the app if it was removed.`,
  notAsked: (code) => `Slack did not accept the bot token or could not be asked (${code}): check the connection to Slack; sending is tried all the same.`,
  lacks: (scope) => `The Slack bot token lacks ${scope}: it adds ${en.adds[scope]}.`,
  lacksOptional: (scope) => `The Slack bot token lacks ${scope}, which is optional: it adds ${en.adds[scope]}.`,
  adds: {
    'chat:write': 'posting and updating messages; without it Slack carries no alert',
    'channels:read': 'finding public channels by name',
    'groups:read': 'finding private channels by name',
    'im:read': "finding a person's direct messages when a send must be looked up",
    'mpim:read': 'finding group messages',
    'users:read': 'checking that the people in the directory exist',
    'channels:history': 'looking up a send of unknown outcome in public channels; without it such a message is sent again, marked as a repeat',
    'groups:history': 'the same in private channels',
    'im:history': 'the same in direct messages',
    'chat:write.public': 'posting to public channels that the bot was not invited to',
    'im:write': 'opening direct messages with people who never had one from the bot',
    'users:read.email': 'finding people by their e-mail address',
  },
};

export const SLACK_CHECK_WORDS: Readonly<Record<Language, SlackCheckWords>> = { es, en };
