import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFIG_FILES } from './config-problem.ts';
import type { ConfigFile, ConfigProblem } from './config-problem.ts';
import { parseHospitalConfig, readHospitalFiles } from './hospital-config.ts';
import type { HospitalConfig, HospitalConfigOptions } from './hospital-config.ts';
import { readLastGood, saveLastGood } from './last-good.ts';

/** An editor writes a file in several steps: wait until it has been quiet for this long. */
const QUIET_MS = 100;
/** Watching misses network folders and some container mounts: so the files' times are looked at as well. */
const POLL_MS = 5_000;
/** What was good can turn bad by itself: a rota runs out. */
const RECHECK_MS = 3_600_000;

export interface LiveConfigOptions extends Omit<HospitalConfigOptions, 'dir' | 'now'> {
  now(): Date;
  /** Where a copy of the last good files is kept, so that a bad edit can't keep the service from starting again. Default: none is. */
  lastGoodFile?: string;
  /** How often the files' times are looked at, milliseconds. Default 5 000. */
  pollMs?: number;
  /** Told after each reading that changed what is in force or what is wrong. */
  onChange?(status: ConfigStatus): void;
}

/** For health and `policy check`. Plain JSON. */
export interface ConfigStatus {
  /** When what is in force was read, ISO 8601. */
  loadedAt: string;
  hash: string;
  /** `last_good`: the folder was bad at the start, and what was good before is in force. */
  source: 'folder' | 'last_good';
  /** When the folder was last looked into, ISO 8601. */
  checkedAt: string;
  /** What is wrong with the folder as it is now; empty when it is what is in force. */
  problems: ConfigProblem[];
  files: { file: ConfigFile; bytes: number | null; modifiedAt: string | null }[];
}

/** The hospital's configuration in force: changes at once and as a whole, and only to one that was found good. */
export interface LiveConfig {
  current(): HospitalConfig;
  status(): ConfigStatus;
  /** Reads the folder now, whether it changed or not. */
  reload(): Promise<ConfigStatus>;
  close(): Promise<void>;
}

export type LiveConfigResult = { ok: true; live: LiveConfig } | { ok: false; problems: ConfigProblem[] };

/**
 * Reads the folder and keeps reading it. When it is bad from the start, the last good copy is taken if there is one, with
 * the problems in `status()`; otherwise the problems come back and nothing runs.
 */
export async function createLiveConfig(dir: string, options: LiveConfigOptions): Promise<LiveConfigResult> {
  const files = await lookAt(dir);
  const first = await readFolder(dir, options);
  const loaded = first.ok ? { config: first.config, source: 'folder' as const } : await fromLastGood(options);
  if (loaded === null) return { ok: false, problems: first.ok ? [] : first.problems };
  const at = options.now().toISOString();
  const status: ConfigStatus = {
    loadedAt: at, checkedAt: at, hash: loaded.config.hash, source: loaded.source, problems: first.ok ? [] : first.problems, files,
  };
  return { ok: true, live: new WatchedConfig(dir, options, loaded.config, status) };
}

type Folder = { ok: true; config: HospitalConfig } | { ok: false; problems: ConfigProblem[] };

async function readFolder(dir: string, options: LiveConfigOptions): Promise<Folder> {
  const read = await readHospitalFiles(dir);
  if (!read.ok) return read;
  const now = options.now();
  const result = parseHospitalConfig(read.texts, { ...options, now });
  if (result.ok && options.lastGoodFile !== undefined) {
    // The copy is a safety net: a disk that can't take it is told of by health, and must not stop a good configuration.
    await saveLastGood(options.lastGoodFile, { validatedAt: now, texts: read.texts }).catch(() => undefined);
  }
  return result;
}

/** Judged as of when it was good: a rota that has run out since is better than a service that does not start. */
async function fromLastGood(options: LiveConfigOptions): Promise<{ config: HospitalConfig; source: 'last_good' } | null> {
  const lastGood = options.lastGoodFile === undefined ? null : await readLastGood(options.lastGoodFile);
  if (lastGood === null) return null;
  const result = parseHospitalConfig(lastGood.texts, { ...options, now: lastGood.validatedAt });
  return result.ok ? { config: result.config, source: 'last_good' } : null;
}

async function lookAt(dir: string): Promise<ConfigStatus['files']> {
  return Promise.all(CONFIG_FILES.map(async (file) => {
    try {
      const { size, mtime } = await stat(join(dir, file));
      return { file, bytes: size, modifiedAt: mtime.toISOString() };
    } catch {
      return { file, bytes: null, modifiedAt: null };
    }
  }));
}

class WatchedConfig implements LiveConfig {
  readonly #dir: string;
  readonly #options: LiveConfigOptions;
  readonly #watcher: FSWatcher | null;
  readonly #poll: NodeJS.Timeout;
  readonly #recheck: NodeJS.Timeout;
  #quiet: NodeJS.Timeout | null = null;
  #config: HospitalConfig;
  #status: ConfigStatus;
  /** One reading at a time, in the order asked. */
  #reading: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(dir: string, options: LiveConfigOptions, config: HospitalConfig, status: ConfigStatus) {
    this.#dir = dir;
    this.#options = options;
    this.#config = config;
    this.#status = status;
    this.#watcher = this.#watch();
    this.#poll = setInterval(() => void this.#reloadWhenChanged(), options.pollMs ?? POLL_MS).unref();
    this.#recheck = setInterval(() => void this.reload(), RECHECK_MS).unref();
  }

  current(): HospitalConfig {
    return this.#config;
  }

  status(): ConfigStatus {
    return this.#status;
  }

  reload(): Promise<ConfigStatus> {
    const reading = this.#reading.then(() => this.#read());
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#poll);
    clearInterval(this.#recheck);
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    await this.#reading;
  }

  async #read(): Promise<ConfigStatus> {
    if (this.#closed) return this.#status;
    // Looked at before it is read: a change in between is then seen as one by the next look.
    const files = await lookAt(this.#dir);
    const folder = await readFolder(this.#dir, this.#options);
    const before = this.#status;
    const checkedAt = this.#options.now().toISOString();
    if (folder.ok) {
      const same = folder.config.hash === before.hash && before.source === 'folder';
      this.#config = folder.config;
      this.#status = { loadedAt: same ? before.loadedAt : checkedAt, checkedAt, hash: folder.config.hash, source: 'folder', problems: [], files };
    } else {
      this.#status = { ...before, checkedAt, problems: folder.problems, files };
    }
    const changed = this.#status.hash !== before.hash || JSON.stringify(this.#status.problems) !== JSON.stringify(before.problems);
    if (changed) this.#options.onChange?.(this.#status);
    return this.#status;
  }

  /** The folder and not the files: an editor that saves by renaming would leave us watching a file that is gone. */
  #watch(): FSWatcher | null {
    try {
      const watcher = watch(this.#dir, { persistent: false }, () => this.#soon());
      // What can't be watched any more is still looked at by the clock.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return null;
    }
  }

  #soon(): void {
    if (this.#closed) return;
    if (this.#quiet !== null) clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#reloadWhenChanged(), QUIET_MS).unref();
  }

  async #reloadWhenChanged(): Promise<void> {
    const files = await lookAt(this.#dir);
    if (JSON.stringify(files) !== JSON.stringify(this.#status.files)) await this.reload();
  }
}
