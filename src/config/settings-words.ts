import type { Language } from '../domain/people.ts';

/** What is wrong with the environment, one sentence each, and the words that complete some of them. */
export interface SettingsWords {
  /** `shown`: what was given, in quotes; `expected`: one of the words below. */
  isAnother: (variable: string, shown: string, expected: string) => string;
  textOf: (characters: number) => string;
  formOf: (variable: string, expected: string) => string;
  bothSet: (variable: string, file: string) => string;
  readByAll: (variable: string, path: string) => string;
  emptyFile: (variable: string, path: string) => string;
  unreadable: (variable: string, path: string, code: string | null) => string;
  twoNames: (first: string, second: string) => string;
  /** `adds`: what the missing variable would add. */
  inPart: (provider: string, variable: string, adds: string) => string;
  sandboxWithCredentials: string;
  samePort: (first: string, second: string, port: number) => string;
  sandboxOnly: (variable: string) => string;
  tooMuch: (variable: string, given: number, most: number) => string;
  noCrashes: (variable: string) => string;
  alwaysOn: (variable: string) => string;
  noHeartbeat: (variable: string) => string;
  noDatabase: (variable: string) => string;
  weakSslMode: (variable: string) => string;
  numberedServer: (variable: string) => string;
  openLedger: (variable: string) => string;
  noTemporal: (variables: readonly string[]) => string;
  needs: (variable: string, other: string) => string;
  unknown: (variable: string) => string;
  expected: {
    address: string; mode: string; port: string; edits: string; calls: string; messages: string; window: string; days: string; stopping: string; level: string; compliance: string; onOrOff: string; publicUrl: string; issuers: string; claim: string;
    accountSid: string; keySid: string; authToken: string; whatsappNumber: string; smsNumber: string; botToken: string; appToken: string; signingSecret: string;
  };
  /** What a provider's variable adds. */
  adds: {
    account: string; keySid: string; keySecret: string; whatsapp: string; webhooks: string; sms: string;
    slack: string; socketMode: string; buttonsOnceThere: string; buttons: string;
  };
}

const es: SettingsWords = {
  isAnother: (variable, shown, expected) => `${variable} es ${shown}: escriba ${expected}.`,
  textOf: (characters) => `un texto de ${characters} caracteres`,
  formOf: (variable, expected) => `${variable} no tiene la forma de ${expected}.`,
  bothSet: (variable, file) => `${variable} y ${file} están definidas las dos: deje una.`,
  readByAll: (variable, path) => `${variable} indica ${path}, que cualquiera en este equipo puede leer: ejecute "chmod o-rwx ${path}".`,
  emptyFile: (variable, path) => `${variable} indica ${path}, que está vacío: ponga ahí el secreto, o quite ${variable}.`,
  unreadable: (variable, path, code) => `${variable} indica ${path}, que no se puede leer (${code ?? 'no se sabe por qué'}): corrija la ruta o sus permisos.`,
  twoNames: (first, second) => `${first} y ${second} son dos nombres de lo mismo: deje uno.`,
  inPart: (provider, variable, adds) => `${provider} está configurado a medias: falta ${variable} (${adds}). Defínala, o quite las demás variables de ${provider}.`,
  sandboxWithCredentials: 'MCP_MODE=sandbox simula a todos los proveedores, pero hay credenciales de uno definidas: quite lo uno o lo otro.',
  samePort: (first, second, port) => `${first} y ${second} son las dos ${port}: dé a cada una su propio puerto.`,
  tooMuch: (variable, given, most) => `${variable} es ${given}, y así no limita nada: en producción escriba a lo más ${most}.`,
  sandboxOnly: (variable) => `${variable} es solo para la simulación: quítela.`,
  noCrashes: (variable) => `${variable} corta procesos en una prueba de caídas y no se acepta en producción: quítela.`,
  alwaysOn: (variable) => `${variable} no se puede desactivar: quítela.`,
  noHeartbeat: (variable) => `${variable} no es una dirección: ponga la dirección https que su servicio de monitoreo llama heartbeat o ping URL.`,
  noDatabase: (variable) => `${variable} no es la dirección de una base de datos: ponga una como postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, con la contraseña en codificación por ciento.`,
  weakSslMode: (variable) => `${variable} tiene un sslmode que no es verify-full ni disable: con los demás cualquiera puede hacerse pasar por el servidor.`,
  numberedServer: (variable) => `${variable} nombra el servidor por un número: con sslmode=verify-full ponga el nombre que está en el certificado del servidor.`,
  openLedger: (variable) => `${variable} llega a otro equipo sin TLS: agregue sslmode=verify-full.`,
  noTemporal: (variables) => `No se puede usar ${variables.join(' y ')}: revise TEMPORAL_ADDRESS (host:port), TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE y TEMPORAL_TLS_*.`,
  needs: (variable, other) => `${variable} necesita ${other}: defínala, o quite ${variable}.`,
  unknown: (variable) => `${variable} no es una opción de este servicio y no se toma en cuenta.`,
  expected: {
    address: 'una dirección IP de este equipo, como 127.0.0.1 o 0.0.0.0', mode: 'sandbox o production', port: 'un puerto de 1 a 65535, o 0 para uno libre',
    edits: 'cuántas ediciones pueden salir en 60 segundos cualesquiera, 1 o más', calls: 'cuántas llamadas puede hacer cada clave por minuto, 1 o más', messages: 'cuántos mensajes pueden salir en 60 segundos cualesquiera, 1 o más',
    window: 'en cuántos segundos se cuentan los límites, de 5 a 60', days: 'por cuántos días se guarda el texto de los mensajes, 1 o más',
    stopping: 'en cuántos segundos se detiene todo, de 5 a 120', level: 'DEBUG, INFO, WARN o ERROR', compliance: 'hipaa, el único nivel que hay', onOrOff: 'true o false', publicUrl: 'una dirección https sin consulta, como https://vigia.hospital.example',
    issuers: 'las direcciones https de quienes emiten los tokens, escritas como en su iss y separadas por espacios', claim: 'una palabra, como está en los tokens',
    accountSid: 'un Account SID (AC y 32 dígitos hexadecimales)', keySid: 'el SID de una clave de API (SK y 32 dígitos hexadecimales)', authToken: 'un Auth Token (32 dígitos hexadecimales)',
    whatsappNumber: 'whatsapp:+ y el número con su país, como whatsapp:+14155550100', smsNumber: 'un número con su país, como +14155550100',
    botToken: 'un bot token (comienza con xoxb-)', appToken: 'un app-level token (comienza con xapp-)', signingSecret: 'un signing secret (32 dígitos hexadecimales)',
  },
  adds: {
    account: 'la cuenta desde la que salen los mensajes', keySid: 'la clave con que se hacen las llamadas', keySecret: 'el secreto de la clave', whatsapp: 'el número del que salen los mensajes de WhatsApp',
    webhooks: 'webhooks: mientras tanto las respuestas y los acuses se consultan cada cierto tiempo', sms: 'SMS, que la última persona debe tener',
    slack: 'mensajes en Slack', socketMode: 'Socket Mode: botones que funcionan sin una dirección pública', buttonsOnceThere: 'botones por HTTPS, una vez definida VIGIA_PUBLIC_URL',
    buttons: 'botones por HTTPS: mientras tanto nadie puede presionar uno',
  },
};

const en: SettingsWords = {
  isAnother: (variable, shown, expected) => `${variable} is ${shown}: give ${expected}.`,
  textOf: (characters) => `a text of ${characters} characters`,
  formOf: (variable, expected) => `${variable} doesn't have the form of ${expected}.`,
  bothSet: (variable, file) => `${variable} and ${file} are both set: keep one.`,
  readByAll: (variable, path) => `${variable} names ${path}, which everybody on this machine may read: run "chmod o-rwx ${path}".`,
  emptyFile: (variable, path) => `${variable} names ${path}, which is empty: put the secret in it, or unset ${variable}.`,
  unreadable: (variable, path, code) => `${variable} names ${path}, which can't be read (${code ?? 'unknown reason'}): correct the path or its permissions.`,
  twoNames: (first, second) => `${first} and ${second} are two names of one setting: keep one.`,
  inPart: (provider, variable, adds) => `${provider} is set up in part: ${variable} is missing (${adds}). Set it, or unset ${provider}'s other variables.`,
  sandboxWithCredentials: "MCP_MODE=sandbox simulates every provider, but a provider's credentials are set: unset one or the other.",
  samePort: (first, second, port) => `${first} and ${second} are both ${port}: give each a port of its own.`,
  tooMuch: (variable, given, most) => `${variable} is ${given}, which limits nothing: in production give ${most} at most.`,
  sandboxOnly: (variable) => `${variable} is for the sandbox alone: unset it.`,
  noCrashes: (variable) => `${variable} ends processes in a crash test, and is refused in production: unset it.`,
  alwaysOn: (variable) => `${variable} can't be turned off: unset it.`,
  noHeartbeat: (variable) => `${variable} isn't an address: give the https address that your monitoring service calls a heartbeat or ping URL.`,
  noDatabase: (variable) => `${variable} isn't the address of a database: give one such as postgresql://USER:PASSWORD@HOST:5432/DATABASE?sslmode=verify-full, its password percent-encoded.`,
  weakSslMode: (variable) => `${variable} has an sslmode that is neither verify-full nor disable: the others let anybody stand in for the server.`,
  numberedServer: (variable) => `${variable} names its server by a number: with sslmode=verify-full give the name that stands in the server's certificate.`,
  openLedger: (variable) => `${variable} reaches another machine without TLS: add sslmode=verify-full.`,
  noTemporal: (variables) => `${variables.join(' and ')} can't be used: check TEMPORAL_ADDRESS (host:port), TEMPORAL_PROFILE, TEMPORAL_CONFIG_FILE and TEMPORAL_TLS_*.`,
  needs: (variable, other) => `${variable} needs ${other}: set it, or unset ${variable}.`,
  unknown: (variable) => `${variable} is not a setting of this service and is ignored.`,
  expected: {
    address: 'an IP address of this machine, such as 127.0.0.1 or 0.0.0.0', mode: 'sandbox or production', port: 'a port from 1 to 65535, or 0 for any free one',
    edits: 'how many edits may leave in any 60 seconds, 1 or more', calls: 'how many calls each API key may make in a minute, 1 or more', messages: 'how many messages may leave in any 60 seconds, 1 or more',
    window: 'over how many seconds limits are counted, from 5 to 60', days: 'for how many days the text of messages is kept, 1 or more',
    stopping: 'within how many seconds everything is stopped, 5 to 120', level: 'DEBUG, INFO, WARN or ERROR', compliance: 'hipaa, the only level there is', onOrOff: 'true or false', publicUrl: 'an https address without a query, such as https://vigia.hospital.example',
    issuers: 'the https addresses of those who issue tokens, as in their iss and separated by spaces', claim: 'one word, as it stands in the tokens',
    accountSid: 'an Account SID (AC and 32 hexadecimal digits)', keySid: 'an API key SID (SK and 32 hexadecimal digits)', authToken: 'an Auth Token (32 hexadecimal digits)',
    whatsappNumber: 'whatsapp:+ and the number with its country, such as whatsapp:+14155550100', smsNumber: 'a number with its country, such as +14155550100',
    botToken: 'a bot token (it starts with xoxb-)', appToken: 'an app-level token (it starts with xapp-)', signingSecret: 'a signing secret (32 hexadecimal digits)',
  },
  adds: {
    account: 'the account that messages are sent from', keySid: 'the key that calls are made with', keySecret: "the key's secret", whatsapp: 'the number that WhatsApp messages come from',
    webhooks: 'webhooks: until then replies and receipts are polled', sms: 'SMS, which a fail-safe recipient must have',
    slack: 'messages in Slack', socketMode: 'Socket Mode: buttons that work without a public URL', buttonsOnceThere: 'buttons by HTTPS, once VIGIA_PUBLIC_URL is set',
    buttons: 'buttons by HTTPS: until then nobody can press one',
  },
};

export const SETTINGS_WORDS: Readonly<Record<Language, SettingsWords>> = { es, en };
