import type { Language } from '../domain/people.ts';
import type { LedgerErrorKind, LedgerWords } from './ledger-error.ts';

export type SqliteErrorKind = Exclude<LedgerErrorKind, 'unreachable' | 'untrusted' | 'refused'>;

const es: LedgerWords<SqliteErrorKind> = {
  unwritable: (path) => `El registro ${path} no se puede abrir. Revise que su carpeta exista y que este usuario pueda escribir ahí.`,
  read_only: (path) => `No se puede escribir en el registro ${path}: el archivo, su carpeta o el disco son de solo lectura. Dé permiso de escritura a este usuario.`,
  disk_full: (path) => `El registro ${path} no puede crecer: el disco está lleno. Libere espacio; no se pierde nada de lo ya guardado.`,
  io_error: (path) => `El disco del registro ${path} da errores. Revise el disco y lo que anota el sistema; no se pierde nada de lo ya guardado.`,
  corrupt: (path) => `El registro ${path} está dañado o no es un registro. Muévalo a otro lugar y restaure el último respaldo.`,
  busy: (path) => `Otro programa ocupó el registro ${path} por demasiado tiempo. Cierre lo que lo tiene abierto, como un visor de bases de datos.`,
  wrong_key: (path) => `El registro ${path} no se puede leer con estas claves. Vuelva a poner el keys.json que le corresponde.`,
  newer_version: (path) => `Una versión más nueva de este servicio cambió el registro ${path}. Use esa versión, o restaure un respaldo anterior.`,
  unexpected: (path) => `El registro ${path} falló de una forma que no debería.`,
};

const en: LedgerWords<SqliteErrorKind> = {
  unwritable: (path) => `The ledger ${path} can't be opened. Check that its folder exists and that this user may write there.`,
  read_only: (path) => `The ledger ${path} can't be written: the file, its folder or the disk is read-only. Give this user write access.`,
  disk_full: (path) => `The ledger ${path} can't grow: the disk is full. Free some space; nothing already recorded is lost.`,
  io_error: (path) => `The disk under the ledger ${path} reports errors. Look at the system's log and at the disk; nothing already recorded is lost.`,
  corrupt: (path) => `The ledger ${path} is damaged or isn't a ledger. Move it away and restore the last backup.`,
  busy: (path) => `The ledger ${path} was held by another program for too long. Close what has it open, such as a database browser.`,
  wrong_key: (path) => `The ledger ${path} can't be read with this key ring. Put back the keys.json that belongs to it.`,
  newer_version: (path) => `The ledger ${path} was changed by a newer version of this service. Run that version, or restore an older backup.`,
  unexpected: (path) => `The ledger ${path} failed in a way it should not.`,
};

/** A ledger that is a file. */
export const SQLITE_WORDS: Readonly<Record<Language, LedgerWords<SqliteErrorKind>>> = { es, en };
