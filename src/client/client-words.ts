import type { Language } from '../domain/people.ts';

/** What is told of a critical alert that could not be recorded. */
export interface ClientWords {
  /** `reached`: ids of those who were paged directly; `why`: a sentence. */
  notRecorded: (code: string, reached: readonly string[], why: string) => string;
  ledgerFailed: string;
}

const es: ClientWords = {
  notRecorded: (code, reached, why) => `La alerta crítica ${code} no se pudo guardar; ${reached.length === 0 ? 'tampoco se pudo avisar directamente a nadie: llame por teléfono' : `se avisó directamente a ${reached.join(', ')}, y no seguirá nada más: llame también por teléfono`}. ${why}`,
  ledgerFailed: 'El registro falló.',
};

const en: ClientWords = {
  notRecorded: (code, reached, why) => `The critical alert ${code} could not be recorded; ${reached.length === 0 ? 'nobody could be paged directly either: call them' : `${reached.join(', ')} were paged directly, and nothing will follow: call them as well`}. ${why}`,
  ledgerFailed: 'The ledger failed.',
};

export const CLIENT_WORDS: Readonly<Record<Language, ClientWords>> = { es, en };
