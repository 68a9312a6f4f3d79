import type { ErrorCode } from 'yaml';
import type { Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** What can be wrong with a file before anything is made of its data. */
export interface FileWords {
  missing: (folder: string) => Correction;
  notAllowed: Correction;
  unreadable: (code: string) => Correction;
  notAFile: Correction;
  tooLarge: (kilobytes: number, most: number) => Correction;
  notText: Correction;
  empty: Correction;
  tooManyAliases: (most: number) => Correction;
  unknownAlias: Correction;
  keyTwice: Correction;
  /** `message`: the parser's own, in English. */
  notYaml: (code: ErrorCode, message: string) => Correction;
}

/** What the parser means by each of its codes. */
const YAML_ES: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'un alias no lleva nada más',
  BAD_ALIAS: 'un alias o un ancla está mal escrito',
  BAD_COLLECTION_TYPE: 'una etiqueta no corresponde a lo que marca',
  BAD_DIRECTIVE: 'una directiva está mal escrita',
  BAD_DQ_ESCAPE: 'hay una secuencia con \\ que no existe',
  BAD_INDENT: 'la sangría no corresponde',
  BAD_PROP_ORDER: 'un ancla o una etiqueta está fuera de lugar',
  BAD_SCALAR_START: 'un valor empieza con un signo que necesita comillas',
  BLOCK_AS_IMPLICIT_KEY: 'hay un grupo donde debía ir una clave o un valor simple',
  BLOCK_IN_FLOW: 'hay un bloque con sangría dentro de corchetes o llaves',
  DUPLICATE_KEY: 'una clave está dos veces',
  IMPOSSIBLE: 'no se puede interpretar',
  KEY_OVER_1024_CHARS: 'una clave es demasiado larga',
  MISSING_CHAR: 'falta un signo: dos puntos, coma, guion, espacio, comillas o cierre de corchete o llave',
  MULTILINE_IMPLICIT_KEY: 'una clave ocupa más de una línea',
  MULTIPLE_ANCHORS: 'hay dos anclas en un mismo lugar',
  MULTIPLE_DOCS: 'hay más de un documento',
  MULTIPLE_TAGS: 'hay dos etiquetas en un mismo lugar',
  NON_STRING_KEY: 'una clave no es un texto',
  RESOURCE_EXHAUSTION: 'hay demasiados niveles, uno dentro de otro',
  TAB_AS_INDENT: 'la sangría lleva tabulaciones',
  TAG_RESOLVE_FAILED: 'hay una etiqueta que no se conoce',
  UNEXPECTED_TOKEN: 'hay algo que no va ahí',
};

const es: FileWords = {
  missing: (folder) => ({ problem: `falta en ${folder}`, hint: 'Póngalo ahí, o defina VIGIA_CONFIG_DIR con la carpeta que lo tiene.' }),
  notAllowed: { problem: 'no lo puede leer esta cuenta', hint: 'Dé permiso de lectura a la cuenta con que corre el servicio.' },
  unreadable: (code) => ({ problem: `no se puede leer (${code})`, hint: 'Revise el disco y la carpeta.' }),
  notAFile: { problem: 'no es un archivo', hint: 'Ponga ahí un archivo de ese nombre.' },
  tooLarge: (kilobytes, most) => ({ problem: `tiene ${kilobytes} KB, y se leen ${most} KB como máximo`, hint: 'Vea si se copió otra cosa encima.' }),
  notText: { problem: 'no es texto UTF-8', hint: 'Guárdelo de nuevo como UTF-8.' },
  empty: { problem: 'está vacío', hint: 'Escríbalo de nuevo, o tome el que viene con el servicio.' },
  tooManyAliases: (most) => ({ problem: 'se repite a sí mismo con demasiados alias', hint: `Use ${most} como máximo, y ninguno que se contenga a sí mismo.` }),
  unknownAlias: { problem: 'Este alias no remite a nada', hint: 'Marque con & lo que repite, antes de este lugar; o ponga entre comillas un texto que empieza con *.' },
  keyTwice: { problem: 'Esta clave está aquí dos veces', hint: 'Dé a cada entrada un identificador propio, o junte las dos.' },
  notYaml: (code) => ({
    problem: `Esto no es YAML: ${YAML_ES[code]}`,
    hint: code === 'TAB_AS_INDENT' ? 'Use espacios para la sangría.' : 'Revise la sangría, los corchetes y las comillas aquí y en la línea de arriba.',
  }),
};

const en: FileWords = {
  missing: (folder) => ({ problem: `is missing in ${folder}`, hint: 'Put it there, or set VIGIA_CONFIG_DIR to the folder that holds it.' }),
  notAllowed: { problem: 'may not be read by this account', hint: 'Give the account that runs the service the right to read it.' },
  unreadable: (code) => ({ problem: `can't be read (${code})`, hint: 'Look at the disk and the folder.' }),
  notAFile: { problem: 'is not a file', hint: 'Put a file of that name there.' },
  tooLarge: (kilobytes, most) => ({ problem: `is ${kilobytes} KB, and ${most} KB is the most that is read`, hint: 'Look whether something else was copied over it.' }),
  notText: { problem: 'is not UTF-8 text', hint: 'Save it again as UTF-8.' },
  empty: { problem: 'is empty', hint: 'Write it again, or take the default that came with the service.' },
  tooManyAliases: (most) => ({ problem: 'repeats parts of itself by too many aliases', hint: `Use at most ${most} of them, and none that holds itself.` }),
  unknownAlias: { problem: 'This alias stands for nothing', hint: 'Mark what it repeats with &, before this place; or put a text that begins with * in quotes.' },
  keyTwice: { problem: 'This key stands here twice', hint: 'Give each entry an id of its own, or join the two.' },
  notYaml: (code, message) => ({
    problem: `This is not YAML: ${message}`,
    hint: code === 'TAB_AS_INDENT' ? 'Indent with spaces.' : 'Check the indentation, brackets and quotes here and on the line above.',
  }),
};

export const FILE_WORDS: Readonly<Record<Language, FileWords>> = { es, en };
