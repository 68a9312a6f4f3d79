import type { KeyState } from '../domain/api-key.ts';
import type { Language } from '../domain/people.ts';

/** What `keys` says around ids, names and times. */
export interface KeysWords {
  made: (name: string, id: string) => string;
  /** Above the key itself. */
  shownOnce: string;
  rotated: (oldId: string, until: string) => string;
  revoked: (id: string) => string;
  none: string;
  columns: [id: string, name: string, scopes: string, state: string, until: string, used: string];
  state: Record<KeyState, string>;
  never: string;
}

const es: KeysWords = {
  made: (name, id) => `Clave ${id} para ${name}.`,
  shownOnce: 'Se muestra solo esta vez; guárdela ahora:',
  rotated: (oldId, until) => `La anterior, ${oldId}, vale hasta ${until}.`,
  revoked: (id) => `La clave ${id} ya no vale.`,
  none: 'No hay claves.',
  columns: ['identificador', 'nombre', 'permisos', 'estado', 'vence', 'último uso'],
  state: { valid: 'vale', expired: 'vencida', revoked: 'anulada' },
  never: 'nunca',
};

const en: KeysWords = {
  made: (name, id) => `Key ${id} for ${name}.`,
  shownOnce: 'It is shown this once; keep it now:',
  rotated: (oldId, until) => `The old one, ${oldId}, is good until ${until}.`,
  revoked: (id) => `The key ${id} is not good any more.`,
  none: 'There are no keys.',
  columns: ['id', 'name', 'scopes', 'state', 'ends', 'last used'],
  state: { valid: 'valid', expired: 'expired', revoked: 'revoked' },
  never: 'never',
};

export const KEYS_WORDS: Record<Language, KeysWords> = { es, en };
