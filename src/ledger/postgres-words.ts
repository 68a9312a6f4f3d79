import type { Language } from '../domain/people.ts';
import type { LedgerErrorKind, LedgerWords } from './ledger-error.ts';

const es: LedgerWords<LedgerErrorKind> = {
  unwritable: (name) => `El usuario del registro ${name} no puede modificarlo. Dele todos los permisos sobre la base de datos y su esquema.`,
  unreachable: (name) => `El registro ${name} no responde. Revise que el servidor de la base de datos esté en marcha y que este equipo llegue a él; no se pierde nada de lo ya guardado.`,
  untrusted: (name) => `No se puede llegar al registro ${name} por TLS. Revise el certificado de su servidor, el nombre del servidor en VIGIA_LEDGER_URL y el archivo que indica ahí sslrootcert.`,
  refused: (name) => `El registro ${name} no nos deja entrar. Revise el usuario, la contraseña y la base de datos en VIGIA_LEDGER_URL.`,
  read_only: (name) => `No se puede escribir en el registro ${name}: la base de datos es de solo lectura, como lo es una réplica. Indique el servidor primario en VIGIA_LEDGER_URL.`,
  disk_full: (name) => `El registro ${name} no puede crecer: el disco de su servidor está lleno. Libere espacio ahí; no se pierde nada de lo ya guardado.`,
  io_error: (name) => `El disco del registro ${name} da errores. Revise en su servidor el disco y lo que este anota; no se pierde nada de lo ya guardado.`,
  corrupt: (name) => `El registro ${name} está dañado. Detenga su servidor y restaure el último respaldo.`,
  busy: (name) => `Otros ocuparon el registro ${name} por demasiado tiempo, o no le quedan conexiones libres. Termine lo demás que lo tiene abierto, o permítale más conexiones.`,
  wrong_key: (name) => `El registro ${name} no se puede leer con estas claves. Todos los equipos necesitan el mismo keys.json: copie el del equipo que creó el registro.`,
  newer_version: (name) => `Una versión más nueva de este servicio cambió el registro ${name}. Use esa versión, o restaure un respaldo anterior.`,
  unexpected: (name) => `El registro ${name} falló de una forma que no debería.`,
};

const en: LedgerWords<LedgerErrorKind> = {
  unwritable: (name) => `The ledger ${name} may not be changed by its user. Give that user all rights on the database and its schema.`,
  unreachable: (name) => `The ledger ${name} doesn't answer. Check that the database server runs and that this host reaches it; nothing already recorded is lost.`,
  untrusted: (name) => `The ledger ${name} can't be reached over TLS. Check its server's certificate, the host's name in VIGIA_LEDGER_URL, and the file that sslrootcert names there.`,
  refused: (name) => `The ledger ${name} doesn't let us in. Check the user, the password and the database in VIGIA_LEDGER_URL.`,
  read_only: (name) => `The ledger ${name} can't be written: the database is read-only, as a standby is. Name the primary server in VIGIA_LEDGER_URL.`,
  disk_full: (name) => `The ledger ${name} can't grow: its server's disk is full. Free some space there; nothing already recorded is lost.`,
  io_error: (name) => `The disk under the ledger ${name} reports errors. Look at its server's log and disk; nothing already recorded is lost.`,
  corrupt: (name) => `The ledger ${name} is damaged. Stop its server and restore the last backup.`,
  busy: (name) => `The ledger ${name} was held by others for too long, or has no connection free. End what else has it open, or allow it more connections.`,
  wrong_key: (name) => `The ledger ${name} can't be read with this key ring. Every host needs the same keys.json: copy the one of the host that made the ledger.`,
  newer_version: (name) => `The ledger ${name} was changed by a newer version of this service. Run that version, or restore an older backup.`,
  unexpected: (name) => `The ledger ${name} failed in a way it should not.`,
};

/** A ledger that is a database. */
export const POSTGRES_WORDS: Readonly<Record<Language, LedgerWords<LedgerErrorKind>>> = { es, en };
