import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { inBoth } from '../../domain/in-both.ts';
import type { Said } from '../../domain/said.ts';
import { errorCodeOf } from '../../observability/error-code.ts';
import { DownloadError } from './download-error.ts';
import { TEMPORAL_WORDS } from './temporal-words.ts';
import { TEMPORAL_VERSION } from './temporal-version.ts';

const run = promisify(execFile);

/** https://docs.temporal.io/cli#install */
export const OFFICIAL_ARCHIVES = 'https://temporal.download/cli/archive';

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** No byte for this long means that nothing comes any more. */
const STALL_MS = 20_000;

export interface ArchiveRequest {
  /** Such as OFFICIAL_ARCHIVES. */
  base: string;
  platform: string;
  arch: string;
  /** An empty folder to work in. */
  folder: string;
  /** How far the download is, in words. */
  report: (detail: Said) => void;
  signal: AbortSignal;
}

/** The archive's address for a machine; null when there is no build for it. */
export function archiveUrl(base: string, platform: string, arch: string): string | null {
  const [system, processor] = [PLATFORMS[platform], ARCHITECTURES[arch]];
  return system === undefined || processor === undefined ? null : `${base}/v${TEMPORAL_VERSION}?platform=${system}&arch=${processor}`;
}

/**
 * Downloads the official archive and unpacks the executable from it.
 * @returns the executable's path inside `folder`.
 * @throws DownloadError
 */
export async function downloadArchive({ base, platform, arch, folder, report, signal }: ArchiveRequest): Promise<string> {
  const url = archiveUrl(base, platform, arch);
  if (url === null) throw new DownloadError((words) => words.noBuild(platform, arch));
  const archive = join(folder, 'archive');
  await download(url, archive, report, signal);
  const name = platform === 'win32' ? 'temporal.exe' : 'temporal';
  // tar reads .tar.gz everywhere, and .zip too on Windows, whose tar is bsdtar.
  await run('tar', ['-xf', archive, '-C', folder, name], { signal }).catch(() => {
    throw new DownloadError((words) => words.damaged);
  });
  return join(folder, name);
}

async function download(url: string, file: string, report: (detail: Said) => void, signal: AbortSignal): Promise<void> {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(), STALL_MS);
  };
  try {
    const response = await fetch(url, { signal: AbortSignal.any([stalled.signal, signal]) });
    if (!response.ok || response.body === null) throw new DownloadError((words) => words.answered(response.status));
    const expected = Number(response.headers.get('content-length') ?? 0);
    const received = await save(Readable.fromWeb(response.body), file, (bytes) => {
      alive();
      report(inBoth(TEMPORAL_WORDS, (words) => words.soFar(megabytes(bytes), expected > 0 ? megabytes(expected) : null)));
    });
    if (expected > 0 && received !== expected) throw new DownloadError((words) => words.cutShort);
  } catch (error) {
    throw error instanceof DownloadError ? error : toDownloadError(error, stalled.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

async function save(body: Readable, file: string, progressed: (bytes: number) => void): Promise<number> {
  let received = 0;
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      received += chunk.length;
      progressed(received);
      done(null, chunk);
    },
  });
  await pipeline(body, count, createWriteStream(file, { mode: 0o600 }));
  return received;
}

function toDownloadError(error: unknown, stalled: boolean): DownloadError {
  if (stalled) return new DownloadError((words) => words.stalled);
  const code = errorCodeOf(typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null);
  if (code !== null) return new DownloadError((words) => words.unreachable(code));
  return new DownloadError((words) => words.failed(error instanceof Error ? error.message : null));
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
