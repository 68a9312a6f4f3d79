import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The release that is downloaded: Temporal server 1.32.0 with its UI. */
export const TEMPORAL_VERSION = '1.9.1';
/** The oldest release that will do: the first whose server skips time for one workflow, which the tests need. */
export const OLDEST_TEMPORAL_VERSION = '1.9.0';

const ANSWER_MS = 15_000;

/** Asks an executable for its version, such as `1.9.1`; null when it isn't Temporal's command or doesn't answer. */
export async function versionOf(executable: string): Promise<string | null> {
  try {
    const { stdout } = await run(executable, ['--version'], { timeout: ANSWER_MS, windowsHide: true });
    return /^temporal version (\d+\.\d+\.\d+)/m.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

export function isNewEnough(version: string): boolean {
  const [found, oldest] = [version, OLDEST_TEMPORAL_VERSION].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [index, part] of oldest.entries()) {
    const difference = (found[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
