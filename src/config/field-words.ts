import type { Correction } from '../domain/correction.ts';
import type { Language } from '../domain/people.ts';

/** What can be wrong with a field, whichever file it is in. */
export interface FieldWords {
  /** What a value is or should be, by the schema's name for it. */
  kinds: Readonly<Record<FieldKind, string>>;
  /** Between the last two of several that are possible. */
  or: string;
  isKind: (kind: string) => string;
  isEmpty: string;
  unknownField: Correction;
  missing: string;
  add: (kind: string | null) => string;
  addOneOf: (values: string) => string;
  /** `given` has its verb: `It is a number`. */
  wrongKind: (wanted: string, given: string, quotesWouldDo: boolean) => Correction;
  /** What stands there, in quotes. */
  isValue: (quoted: string) => string;
  writeOneOf: (values: string) => string;
  writeKind: (kinds: string) => string;
  correctIt: string;
  tooFew: (least: string) => Correction;
  tooMany: (most: string) => Correction;
  tooSmall: (least: string, inclusive: boolean) => Correction;
  tooLarge: (most: string) => Correction;
  wrongForm: string;
}

export type FieldKind = 'string' | 'number' | 'int' | 'boolean' | 'array' | 'object' | 'record';

const es: FieldWords = {
  kinds: { string: 'un texto', number: 'un número', int: 'un número entero', boolean: 'true o false', array: 'una lista', object: 'un grupo de campos', record: 'un grupo de campos' },
  or: 'o',
  isKind: (kind) => `es ${kind}`,
  isEmpty: 'está vacío',
  unknownField: { problem: 'no es un campo que vaya aquí', hint: 'Corrija cómo está escrito, o quítelo.' },
  missing: 'falta',
  add: (kind) => (kind === null ? 'Agréguelo.' : `Agréguelo: ${kind}.`),
  addOneOf: (values) => `Agréguelo, uno de: ${values}.`,
  wrongKind: (wanted, given, quotesWouldDo) => ({
    problem: `debe ser ${wanted}`,
    hint: `${given.replace(/^e/, 'E')}: ${quotesWouldDo ? 'póngalo entre comillas, con su unidad si la tiene' : `escriba ${wanted} en su lugar`}.`,
  }),
  isValue: (quoted) => `es ${quoted}`,
  writeOneOf: (values) => `Escriba uno de: ${values}.`,
  writeKind: (kinds) => `Escriba ${kinds}.`,
  correctIt: 'Corríjalo.',
  tooFew: (least) => ({ problem: 'no nombra nada', hint: `Nombre al menos ${least}.` }),
  tooMany: (most) => ({ problem: 'tiene demasiadas entradas', hint: `Escriba ${most} o menos.` }),
  tooSmall: (least, inclusive) => ({ problem: 'es demasiado pequeño', hint: inclusive ? `Escriba ${least} o más.` : `Escriba más que ${least}.` }),
  tooLarge: (most) => ({ problem: 'es demasiado grande', hint: `Escriba ${most} o menos.` }),
  wrongForm: 'no tiene la forma correcta',
};

const en: FieldWords = {
  kinds: { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'a group of fields', record: 'a group of fields' },
  or: 'or',
  isKind: (kind) => `is ${kind}`,
  isEmpty: 'is empty',
  unknownField: { problem: 'is not a field that belongs here', hint: 'Correct its spelling, or remove it.' },
  missing: 'is missing',
  add: (kind) => (kind === null ? 'Add it.' : `Add it: ${kind}.`),
  addOneOf: (values) => `Add it, one of: ${values}.`,
  wrongKind: (wanted, given, quotesWouldDo) => ({
    problem: `must be ${wanted}`,
    hint: `It ${given}: ${quotesWouldDo ? 'put it in quotes, with its unit if it has one' : `write ${wanted} instead`}.`,
  }),
  isValue: (quoted) => `is ${quoted}`,
  writeOneOf: (values) => `Write one of: ${values}.`,
  writeKind: (kinds) => `Write ${kinds}.`,
  correctIt: 'Correct it.',
  tooFew: (least) => ({ problem: 'names nothing', hint: `Name at least ${least}.` }),
  tooMany: (most) => ({ problem: 'has too many entries', hint: `Write ${most} or less.` }),
  tooSmall: (least, inclusive) => ({ problem: 'is too small', hint: inclusive ? `Write ${least} or more.` : `Write more than ${least}.` }),
  tooLarge: (most) => ({ problem: 'is too large', hint: `Write ${most} or less.` }),
  wrongForm: 'has the wrong form',
};

export const FIELD_WORDS: Readonly<Record<Language, FieldWords>> = { es, en };
