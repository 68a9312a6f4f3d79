import type { ScopeProblem } from '../domain/api-key.ts';
import type { Language } from '../domain/people.ts';
import type { Said } from '../domain/said.ts';
import { LAUNCH_WORDS } from '../launch/launch-words.ts';

/** What a person is told of an error, and what to do about it. */
export interface Told {
  message: string;
  hint: string | null;
  /** What programs get for a message, where that isn't the same: they read it in English before it was worded in both languages. */
  toPrograms?: string;
}

/** Every error that the command line itself tells. */
export interface ErrorWords {
  environment: (issues: readonly Said[]) => Told;
  /** An error that is worded elsewhere. */
  elsewhere: (said: Said) => Told;
  /** `toPrograms`: platform, kind and code. */
  platformFailed: (platform: string, code: string, toPrograms: string) => Told;
  temporalSilent: Told;
  findingRefused: Told;
  notAFile: (file: string) => Told;
  fileMissing: (file: string) => Told;
  fileUnreadable: (file: string, code: string) => Told;
  tooLarge: (kilobytes: number) => Told;
  notJson: Told;
  keyUsedBefore: (code: string) => Told;
  notACode: Told;
  noAlert: (code: string) => Told;
  noMessage: (code: string) => Told;
  whoAsks: (orOperator: boolean) => Told;
  operatorName: Told;
  noResponder: (id: string, known: readonly string[]) => Told;
  badDuration: Told;
  badDurationOf: (option: string) => Told;
  badFinding: (known: readonly string[]) => Told;
  badTime: Told;
  noOnCallRole: (role: string, known: readonly string[]) => Told;
  noUnit: (unit: string, known: readonly string[]) => Told;
  noServiceRole: (known: readonly string[]) => Told;
  twilioMissing: Told;
  keyName: Told;
  keyNameTaken: (id: string) => Told;
  keyOfSandbox: Told;
  keyScopes: Record<ScopeProblem, Told>;
  noKey: Told;
  keyEnded: Told;
  nothingRuns: Told;
  gatewaySilent: Told;
  toCorrect: (problems: number) => Told;
  unexpected: (kind: string, code: string | null) => Told;
}

/** A hospital's directory may have hundreds of people. */
const MOST_NAMED = 30;

const EXAMPLE_ES = 'examples/detections/stage-4.json muestra cómo es un hallazgo.';
const LIST_ES = '`npx vigia list --all` muestra las que hay.';
const DIRECTORY_ES = 'Están en config/directory.yaml.';

const es: ErrorWords = {
  environment: (issues) => ({ message: LAUNCH_WORDS.es.environment(issues.map((issue) => issue.es)), hint: null, toPrograms: LAUNCH_WORDS.es.environment(issues.map((issue) => issue.en)) }),
  elsewhere: (said) => ({ message: said.es, hint: null, toPrograms: said.en }),
  platformFailed: (platform, code, toPrograms) => ({ message: `${platform} rechazó lo pedido, o no respondió (${code}).`, hint: null, toPrograms }),
  temporalSilent: { message: 'Temporal no responde, así que no se hizo nada.', hint: 'Inicie el servicio con `npm start`, o corrija TEMPORAL_ADDRESS.' },
  findingRefused: { message: 'El hallazgo fue rechazado y no se inició nada:', hint: EXAMPLE_ES },
  notAFile: (file) => ({ message: `${file} no es un archivo.`, hint: EXAMPLE_ES }),
  fileMissing: (file) => ({ message: `${file} no existe.`, hint: EXAMPLE_ES }),
  fileUnreadable: (file, code) => ({ message: `${file} no se puede leer (${code}).`, hint: EXAMPLE_ES }),
  tooLarge: (kilobytes) => ({ message: `Son más de ${kilobytes} KB, y un hallazgo son unas pocas líneas.`, hint: EXAMPLE_ES }),
  notJson: { message: 'Eso no es JSON.', hint: EXAMPLE_ES },
  keyUsedBefore: (code) => ({ message: `Esa idempotencyKey ya se usó para otro hallazgo (alerta ${code}).`, hint: 'Dé a cada hallazgo una clave propia.' }),
  notACode: { message: 'Eso no es un código de alerta: tiene ocho letras y números, como K7F2-Q9MD.', hint: LIST_ES },
  noAlert: (code) => ({ message: `Ninguna alerta tiene el código ${code}.`, hint: LIST_ES }),
  noMessage: (code) => ({ message: `Ningún mensaje y ninguna alerta tiene el código ${code}.`, hint: LIST_ES }),
  whoAsks: (orOperator) => ({ message: `¿Quién lo pide? Diga la persona de turno con --as${orOperator ? ', o su propio nombre con --operator' : ''}.`, hint: DIRECTORY_ES }),
  operatorName: { message: '--operator lleva su nombre en una palabra de letras, puntos y guiones, como eva.perez.', hint: null },
  noResponder: (id, known) => ({ message: `Nadie tiene el identificador ${id}.`, hint: known.length > MOST_NAMED ? DIRECTORY_ES : `Existen ${known.join(', ')}.` }),
  badDuration: { message: '--for lleva una duración, como "10 min".', hint: null },
  badDurationOf: (option) => ({ message: `${option} lleva una duración, como "12 h" o "90 d".`, hint: null }),
  badFinding: (known) => ({ message: `--found lleva uno de estos: ${known.join(', ')}.`, hint: null }),
  badTime: { message: '--at lleva fecha y hora, como 2026-12-24T22:00 (hora del hospital) o con desfase.', hint: null },
  noOnCallRole: (role, known) => ({ message: `No existe el rol ${role}.`, hint: `Existen ${known.join(', ')}.` }),
  noUnit: (unit, known) => ({ message: `No existe la unidad ${unit}.`, hint: `Existen ${known.join(', ')}.` }),
  noServiceRole: (known) => ({ message: 'No existe un rol de ese nombre.', hint: `Existen ${known.join(', ')}.` }),
  keyName: { message: 'El nombre de una clave son de 2 a 40 letras minúsculas, números, puntos y guiones, como vigia-ai.', hint: 'Diga qué programa la usa; las historias de alertas lo repiten.' },
  keyOfSandbox: { message: 'La clave sandbox es de la simulación, que la hace sola, y producción no la acepta.', hint: 'Dé a la clave el nombre del programa que la usa, por ejemplo vigia-ai.' },
  keyNameTaken: (id) => ({ message: `Una clave válida ya se llama así: ${id}.`, hint: `Cámbiela por otra con \`npx vigia keys rotate ${id}\`, o dé a otro programa un nombre propio.` }),
  keyScopes: {
    no_scope: { message: 'La clave no permite nada.', hint: 'Diga qué permite con --scope, por ejemplo --scope alerts:read alerts:send.' },
    send_and_ack: { message: 'Quien crea alertas no puede tomarlas: una clave no lleva alerts:send y alerts:ack a la vez.', hint: 'Haga dos claves.' },
    ack_without_responder: { message: 'alerts:ack habla por una persona de turno.', hint: 'Diga por quién con --as, por ejemplo --as ana.' },
    responder_without_ack: { message: '--as es solo para una clave con alerts:ack.', hint: 'Quítelo, o agregue ese permiso.' },
  },
  noKey: { message: 'No existe una clave con ese identificador.', hint: '`npx vigia keys list` muestra las que hay.' },
  keyEnded: { message: 'Esa clave ya no vale.', hint: 'Haga una nueva con `npx vigia keys create`.' },
  twilioMissing: { message: 'Twilio no está configurado.', hint: 'Defina TWILIO_ACCOUNT_SID y las demás variables que indica README.md.' },
  nothingRuns: { message: 'No hay un servicio en marcha aquí.', hint: 'Inícielo con `npm start`.' },
  gatewaySilent: { message: 'El servicio no responde.', hint: 'Vea si sigue en marcha, o inícielo con `npm start`.' },
  toCorrect: (problems) => ({ message: `${problems} por corregir; nada de esto está en uso.`, hint: null }),
  unexpected: (kind, code) => ({
    message: `El comando falló de forma inesperada (${kind}${code === null ? '' : `, ${code}`}).`,
    hint: 'Es un defecto: por favor avise qué escribió, sin nada de un paciente.',
  }),
};

const EXAMPLE_EN = 'examples/detections/stage-4.json shows what a finding looks like.';
const LIST_EN = '`npx vigia list --all` shows those there are.';
const DIRECTORY_EN = 'config/directory.yaml lists them.';

const en: ErrorWords = {
  environment: (issues) => ({ message: LAUNCH_WORDS.en.environment(issues.map((issue) => issue.en)), hint: null }),
  elsewhere: (said) => ({ message: said.en, hint: null }),
  platformFailed: (platform, code, toPrograms) => ({ message: `${platform} refused what was asked, or did not answer (${code}).`, hint: null, toPrograms }),
  temporalSilent: { message: 'Temporal does not answer, so nothing was done.', hint: 'Start the service with `npm start`, or correct TEMPORAL_ADDRESS.' },
  findingRefused: { message: 'The finding was refused, and nothing was started:', hint: EXAMPLE_EN },
  notAFile: (file) => ({ message: `${file} is not a file.`, hint: EXAMPLE_EN }),
  fileMissing: (file) => ({ message: `${file} does not exist.`, hint: EXAMPLE_EN }),
  fileUnreadable: (file, code) => ({ message: `${file} can't be read (${code}).`, hint: EXAMPLE_EN }),
  tooLarge: (kilobytes) => ({ message: `That is more than ${kilobytes} KB, and a finding is a few lines.`, hint: EXAMPLE_EN }),
  notJson: { message: 'That is not JSON.', hint: EXAMPLE_EN },
  keyUsedBefore: (code) => ({ message: `This idempotencyKey was used before for another finding (alert ${code}).`, hint: 'Give each finding a key of its own.' }),
  notACode: { message: 'That is no alert\'s code: one has eight letters and digits, such as K7F2-Q9MD.', hint: LIST_EN },
  noAlert: (code) => ({ message: `No alert has the code ${code}.`, hint: LIST_EN }),
  noMessage: (code) => ({ message: `No message and no alert has the code ${code}.`, hint: LIST_EN }),
  whoAsks: (orOperator) => ({ message: `Who asks? Name a responder with --as${orOperator ? ', or yourself with --operator' : ''}.`, hint: DIRECTORY_EN }),
  operatorName: { message: '--operator takes your name as one word of letters, dots and dashes, such as eva.perez.', hint: null },
  noResponder: (id, known) => ({ message: `No responder has the id ${id}.`, hint: known.length > MOST_NAMED ? DIRECTORY_EN : `There are ${known.join(', ')}.` }),
  badDuration: { message: '--for takes a duration, such as "10 min".', hint: null },
  badDurationOf: (option) => ({ message: `${option} takes a duration, such as "12 h" or "90 d".`, hint: null }),
  badFinding: (known) => ({ message: `--found takes one of ${known.join(', ')}.`, hint: null }),
  badTime: { message: '--at takes a date and time, such as 2026-12-24T22:00 (in the hospital\'s time zone) or with an offset.', hint: null },
  noOnCallRole: (role, known) => ({ message: `There is no role ${role}.`, hint: `There are ${known.join(', ')}.` }),
  noUnit: (unit, known) => ({ message: `There is no unit ${unit}.`, hint: `There are ${known.join(', ')}.` }),
  noServiceRole: (known) => ({ message: 'There is no role of that name.', hint: `There are ${known.join(', ')}.` }),
  keyName: { message: "A key's name is 2 to 40 lower-case letters, digits, dots and dashes, such as vigia-ai.", hint: 'Say which program uses it; the stories of alerts repeat it.' },
  keyOfSandbox: { message: 'The key sandbox is the sandbox\'s, which makes it by itself, and production doesn\'t take it.', hint: 'Give the key the name of the program that uses it, such as vigia-ai.' },
  keyNameTaken: (id) => ({ message: `A valid key is called that already: ${id}.`, hint: `Change it for another with \`npx vigia keys rotate ${id}\`, or give another program a name of its own.` }),
  keyScopes: {
    no_scope: { message: 'The key may do nothing.', hint: 'Say what it may do with --scope, such as --scope alerts:read alerts:send.' },
    send_and_ack: { message: 'Whoever raises alerts may not take them: no key has both alerts:send and alerts:ack.', hint: 'Make two keys.' },
    ack_without_responder: { message: 'alerts:ack speaks for a responder.', hint: 'Say for whom with --as, such as --as ana.' },
    responder_without_ack: { message: '--as is for a key with alerts:ack alone.', hint: 'Leave it out, or add that scope.' },
  },
  noKey: { message: 'There is no key with that id.', hint: '`npx vigia keys list` shows those there are.' },
  keyEnded: { message: 'That key is not good any more.', hint: 'Make a new one with `npx vigia keys create`.' },
  twilioMissing: { message: 'Twilio is not configured.', hint: 'Set TWILIO_ACCOUNT_SID and the others that README.md lists.' },
  nothingRuns: { message: 'No service runs on this home.', hint: 'Start it with `npm start`.' },
  gatewaySilent: { message: 'The service does not answer.', hint: 'Look whether it still runs, or start it with `npm start`.' },
  toCorrect: (problems) => ({ message: `${problems} to correct; nothing of it is in force.`, hint: null }),
  unexpected: (kind, code) => ({
    message: `The command failed unexpectedly (${kind}${code === null ? '' : `, ${code}`}).`,
    hint: 'That is a defect: please report what was typed, without anything about a patient.',
  }),
};

export const ERROR_WORDS: Record<Language, ErrorWords> = { es, en };
