import type { Language } from '../domain/people.ts';

/** What can be wrong with the keys, and with what they seal. */
export interface KeyWords {
  ringMissing: (path: string, ledger: string) => string;
  ringUnreadable: (path: string) => string;
  ringDamaged: (path: string) => string;
  ringUnwritable: (path: string) => string;
  keyMissing: (id: string) => string;
  otherKey: (place: string) => string;
}

const es: KeyWords = {
  ringMissing: (path, ledger) => `Falta ${path}, y sin él no se puede leer el registro ${ledger}. Vuelva a ponerlo desde su respaldo, o cópielo de un equipo que lo tenga.`,
  ringUnreadable: (path) => `No se puede leer el archivo de claves ${path}. Revise que este usuario pueda leerlo.`,
  ringDamaged: (path) => `El archivo de claves ${path} está dañado. Vuelva a ponerlo desde su respaldo.`,
  ringUnwritable: (path) => `No se puede escribir el archivo de claves ${path}. Revise que su carpeta exista y que este usuario pueda escribir ahí.`,
  keyMissing: (id) => `El registro guarda valores sellados con la clave ${id}, que no está en keys.json. Vuelva a poner el keys.json que la tiene.`,
  otherKey: (place) => `Un valor de ${place} no se abre con su clave: keys.json es de otro registro, o alguien cambió el valor.`,
};

const en: KeyWords = {
  ringMissing: (path, ledger) => `${path} is missing, and the ledger ${ledger} can't be read without it. Put it back from your backup, or copy it from a host that has it.`,
  ringUnreadable: (path) => `The key ring ${path} can't be read. Check that this user may read it.`,
  ringDamaged: (path) => `The key ring ${path} is damaged. Put it back from your backup.`,
  ringUnwritable: (path) => `The key ring ${path} can't be written. Check that its folder exists and that this user may write there.`,
  keyMissing: (id) => `The ledger holds values sealed with key ${id}, which keys.json doesn't have. Put back the keys.json that has it.`,
  otherKey: (place) => `A value of ${place} doesn't open with its key: keys.json belongs to another ledger, or the value was changed.`,
};

export const KEY_WORDS: Readonly<Record<Language, KeyWords>> = { es, en };
