import type { Detection, MedicalAlert } from './detection.ts';
import type { Language } from './people.ts';
import { SEVERITIES } from './severity.ts';
import { STAGES } from './stage.ts';

/** What can be wrong with a finding that was handed in, in one language. A problem follows the name of its field. */
export interface FindingWords {
  /** What each field takes. */
  takes: Record<keyof Detection | 'alertType' & keyof MedicalAlert, string>;
  notAnObject: string;
  exampleObject: string;
  noUnit: string;
  notAField: string;
  twice: string;
  leaveOne: string;
  removeIt: (fields: string) => string;
  correctIt: string;
  missing: string;
  notA: (type: string) => string;
  outOfRange: string;
  noneOfThem: string;
  wrongForm: string;
}

const STAGE_VALUES = STAGES.map((stage) => JSON.stringify(stage)).join(', ');

const TYPES_ES: Readonly<Record<string, string>> = { number: 'un número', string: 'un texto', object: 'un objeto' };

const en: FindingWords = {
  takes: {
    stage: `Write one of ${STAGE_VALUES}: a stage by number stands without quotes.`,
    confidence: 'Write a number from 0 to 1, such as 0.93.',
    severity: `Write one of ${SEVERITIES.join(', ')}, or leave it out: policy decides.`,
    unit: 'Write the code of a unit of config/directory.yaml, such as uci.',
    bodySite: 'Write a code in lower case, such as sacrum or heel_left.',
    patientRef: 'Write an opaque reference of letters, digits, - and _, at most 64; never a name or a record number.',
    capturedAt: 'Write ISO 8601 with an offset, such as 2026-11-24T03:12:00-03:00.',
    idempotencyKey: 'Write up to 128 printable characters without spaces, the same for the same finding.',
    alertType: 'Write a code in lower case, such as lpp_critical.',
  },
  notAnObject: 'is not a JSON object',
  exampleObject: 'Write { "stage": 4, "confidence": 0.93 }, for example.',
  noUnit: 'is no unit of the directory',
  notAField: 'is not a field of a finding',
  twice: 'is there more than once',
  leaveOne: 'Leave the one that is right.',
  removeIt: (fields) => `Remove it: a finding takes ${fields}, and nothing that names a patient.`,
  correctIt: 'Correct it.',
  missing: 'is missing',
  notA: (type) => `is not a ${type}`,
  outOfRange: 'is out of range',
  noneOfThem: 'is none of the values there are',
  wrongForm: 'has the wrong form',
};

const es: FindingWords = {
  takes: {
    stage: `Escriba uno de ${STAGE_VALUES}: los números van sin comillas.`,
    confidence: 'Escriba un número de 0 a 1, como 0.93.',
    severity: `Escriba uno de ${SEVERITIES.join(', ')}, u omítalo: decide la política.`,
    unit: 'Escriba el código de una unidad de config/directory.yaml, como uci.',
    bodySite: 'Escriba un código en minúsculas, como sacrum o heel_left.',
    patientRef: 'Escriba una referencia opaca de letras, números, - y _, de 64 como máximo; nunca un nombre ni un número de ficha.',
    capturedAt: 'Escriba ISO 8601 con desfase, como 2026-11-24T03:12:00-03:00.',
    idempotencyKey: 'Escriba hasta 128 caracteres imprimibles sin espacios, los mismos para el mismo hallazgo.',
    alertType: 'Escriba un código en minúsculas, como lpp_critical.',
  },
  notAnObject: 'no es un objeto JSON',
  exampleObject: 'Escriba { "stage": 4, "confidence": 0.93 }, por ejemplo.',
  noUnit: 'no es una unidad del directorio',
  notAField: 'no es un campo de un hallazgo',
  twice: 'está más de una vez',
  leaveOne: 'Deje el que vale.',
  removeIt: (fields) => `Quítelo: un hallazgo lleva ${fields}, y nada que nombre a un paciente.`,
  correctIt: 'Corríjalo.',
  missing: 'falta',
  notA: (type) => `no es ${TYPES_ES[type] ?? type}`,
  outOfRange: 'está fuera de rango',
  noneOfThem: 'no es ninguno de los valores posibles',
  wrongForm: 'no tiene la forma correcta',
};

export const FINDING_WORDS: Record<Language, FindingWords> = { es, en };
