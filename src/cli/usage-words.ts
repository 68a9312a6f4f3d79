import type { Language } from '../domain/people.ts';

/** What can be wrong with how a command was written, after `error: `. The English words are the parser's own. */
export interface UsageWords {
  missingArgument: (name: string) => string;
  missingOption: (option: string) => string;
  missingValue: (option: string) => string;
  conflict: (option: string, other: string) => string;
  unknownOption: (option: string) => string;
  unknownCommand: (name: string) => string;
  /** `command`: null for `vigia` itself. */
  tooMany: (command: string | null, expected: number, got: number, given: string) => string;
  /** `why` is a sentence. */
  invalid: (option: string, value: string, why: string) => string;
  choices: (known: string) => string;
  aboveZero: string;
  didYouMean: (names: readonly string[]) => string;
  listed: string;
}

const es: UsageWords = {
  missingArgument: (name) => `falta el argumento '${name}'`,
  missingOption: (option) => `falta la opción '${option}', que es obligatoria`,
  missingValue: (option) => `a la opción '${option}' le falta su valor`,
  conflict: (option, other) => `la opción '${option}' no va junto con la opción '${other}'`,
  unknownOption: (option) => `no existe la opción '${option}'`,
  unknownCommand: (name) => `no existe el comando '${name}'`,
  tooMany: (command, expected, got, given) => `hay demasiados argumentos${command === null ? '' : ` para '${command}'`}. Lleva ${expected} y llegaron ${got}: ${given}.`,
  invalid: (option, value, why) => `el valor '${value}' de la opción '${option}' no sirve. ${why}`,
  choices: (known) => `Los posibles son ${known}.`,
  aboveZero: 'Escriba un número entero mayor que 0.',
  didYouMean: (names) => `(¿Quiso decir ${names.join(' o ')}?)`,
  listed: '(`npx vigia --help` muestra los comandos, en inglés)',
};

const en: UsageWords = {
  missingArgument: (name) => `missing required argument '${name}'`,
  missingOption: (option) => `required option '${option}' not specified`,
  missingValue: (option) => `option '${option}' argument missing`,
  conflict: (option, other) => `option '${option}' cannot be used with option '${other}'`,
  unknownOption: (option) => `unknown option '${option}'`,
  unknownCommand: (name) => `unknown command '${name}'`,
  tooMany: (command, expected, got, given) => `too many arguments${command === null ? '' : ` for '${command}'`}. Expected ${expected} argument${expected === 1 ? '' : 's'} but got ${got}: ${given}.`,
  invalid: (option, value, why) => `option '${option}' argument '${value}' is invalid. ${why}`,
  choices: (known) => `Allowed choices are ${known}.`,
  aboveZero: 'Write a whole number above 0.',
  didYouMean: (names) => `(Did you mean ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}?)`,
  listed: '(`npx vigia --help` lists the commands)',
};

export const USAGE_WORDS: Readonly<Record<Language, UsageWords>> = { es, en };
