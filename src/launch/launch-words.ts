import type { Language } from '../domain/people.ts';

/** What is told of starting and stopping any process of the service. */
export interface LaunchWords {
  /** `holder`: null where the system doesn't say who it is. */
  portInUse: (port: number, holder: { command: string; pid: number } | null, variable: string) => string;
  portNotAllowed: (port: number, variable: string) => string;
  notOurAddress: (address: string) => string;
  homeUnwritable: (dir: string, reason: string) => string;
  /** Reasons for that, besides a code of the system's. */
  diskIsFull: string;
  notAFolder: string;
  itFailed: string;
  /** `pid`: null where it isn't known. */
  runsAlready: (dir: string, role: string, pid: number | null) => string;
  environment: (issues: readonly string[]) => string;
  diskFull: (path: string | null) => string;
  fileUnwritable: (path: string | null) => string;
  tooManyFiles: string;
  unexpected: (kind: string, code: string | null, logFile: string | null) => string;
  /** `label`: what is going on; `ms`: since when. */
  stillAt: (label: string, ms: number) => string;
  done: (what: string, ms: number) => string;
  seconds: (ms: number) => string;
  stopping: string;
  stoppedLate: (part: string) => string;
  crashed: (part: string, kind: string) => string;
}

const es: LaunchWords = {
  portInUse: (port, holder, variable) => `${holder === null ? 'Otro programa' : `${holder.command} (proceso ${holder.pid})`} ya usa el puerto ${port}: deténgalo, o elija otro puerto con ${variable} (0 toma uno libre).`,
  portNotAllowed: (port, variable) => `Este usuario no puede usar el puerto ${port}: elija uno mayor que 1023 con ${variable}.`,
  notOurAddress: (address) => `${address} no es una dirección de este equipo: corrija VIGIA_BIND.`,
  homeUnwritable: (dir, reason) => `No se puede escribir en la carpeta del servicio ${dir} (${reason}): dé permiso de escritura a este usuario, o indique otra carpeta con VIGIA_HOME.`,
  diskIsFull: 'el disco está lleno', notAFolder: 'en su lugar hay algo que no es una carpeta', itFailed: 'falló',
  runsAlready: (dir, role, pid) => `Vigia ya está en marcha en ${dir} (${role}: ${pid === null ? 'otro proceso' : `proceso ${pid}`}): use ese, deténgalo, o indique otra carpeta con VIGIA_HOME.`,
  environment: (issues) => ['Hay que corregir el entorno:', ...issues.map((issue) => `  - ${issue}`)].join('\n'),
  diskFull: (path) => `El disco está lleno (${path ?? 'un archivo'}): libere espacio e inicie de nuevo.`,
  fileUnwritable: (path) => `No se puede escribir ${path ?? 'un archivo'}: cambie sus permisos, o ejecute como el usuario dueño.`,
  tooManyFiles: 'Hay demasiados archivos abiertos: suba el límite ("ulimit -n 4096") e inicie de nuevo.',
  unexpected: (kind, code, logFile) => `No se pudo iniciar, de forma inesperada (${kind}${code === null ? '' : `, ${code}`})${logFile === null ? '.' : `: ${logFile} dice más.`}`,
  stillAt: (label, ms) => `${label} … (van ${es.seconds(ms)})`,
  done: (what, ms) => `${what}: listo en ${es.seconds(ms)}`,
  seconds: (ms) => `${toSeconds(ms).replace('.', ',')} s`,
  stopping: 'Deteniendo …',
  stoppedLate: (part) => `No se detuvo a tiempo y se cortó: ${part}.`,
  crashed: (part, kind) => `Se cayó de forma inesperada: ${part} (${kind}). Todo se detiene. Inicie de nuevo; las alertas abiertas siguen donde estaban.`,
};

const en: LaunchWords = {
  portInUse: (port, holder, variable) => `Port ${port} is in use by ${holder === null ? 'another program' : `${holder.command} (process ${holder.pid})`}: stop it, or choose another port with ${variable} (0 takes any free one).`,
  portNotAllowed: (port, variable) => `Port ${port} may not be used by this user: choose one above 1023 with ${variable}.`,
  notOurAddress: (address) => `${address} is not an address of this machine: correct VIGIA_BIND.`,
  homeUnwritable: (dir, reason) => `The home ${dir} can't be written (${reason}): make it writable for this user, or name another folder with VIGIA_HOME.`,
  diskIsFull: 'the disk is full', notAFolder: 'something that is not a folder is in the way', itFailed: 'it failed',
  runsAlready: (dir, role, pid) => `Vigia already runs on ${dir} (${role}: ${pid === null ? 'another process' : `process ${pid}`}): use that one, stop it, or name another folder with VIGIA_HOME.`,
  environment: (issues) => ['The environment needs correcting:', ...issues.map((issue) => `  - ${issue}`)].join('\n'),
  diskFull: (path) => `The disk is full (${path ?? 'a file'}): free some space and start again.`,
  fileUnwritable: (path) => `${path ?? 'a file'} can't be written: change its permissions, or run as the user who owns it.`,
  tooManyFiles: 'Too many files are open: raise the limit ("ulimit -n 4096") and start again.',
  unexpected: (kind, code, logFile) => `Starting failed unexpectedly (${kind}${code === null ? '' : `, ${code}`})${logFile === null ? '.' : `: ${logFile} says more.`}`,
  stillAt: (label, ms) => `${label} … (${en.seconds(ms)} so far)`,
  done: (what, ms) => `${what}: done in ${en.seconds(ms)}`,
  seconds: (ms) => `${toSeconds(ms)} s`,
  stopping: 'Stopping …',
  stoppedLate: (part) => `${part} didn't stop in time and was ended.`,
  crashed: (part, kind) => `${part} stopped unexpectedly (${kind}): everything is stopped. Start again; open alerts go on where they were.`,
};

function toSeconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

export const LAUNCH_WORDS: Readonly<Record<Language, LaunchWords>> = { es, en };
