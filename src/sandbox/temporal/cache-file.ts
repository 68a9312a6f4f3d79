import { homedir } from 'node:os';
import { join } from 'node:path';
import { TEMPORAL_VERSION } from './temporal-version.ts';

/** Where a download is kept: outside the checkout, so that a second clone needs none. */
export function cacheFile(env: NodeJS.ProcessEnv, platform: string): string {
  const caches = env.XDG_CACHE_HOME !== undefined && env.XDG_CACHE_HOME !== '' ? env.XDG_CACHE_HOME : join(homedir(), '.cache');
  return join(caches, 'vigia', 'temporal', TEMPORAL_VERSION, executableName(platform));
}

export function executableName(platform: string): string {
  return platform === 'win32' ? 'temporal.exe' : 'temporal';
}
