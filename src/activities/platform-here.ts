import { ApplicationFailure } from '@temporalio/common';
import { SERVED_ELSEWHERE } from '../domain/failure.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import type { Platform } from '../platforms/platform.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** The platform, where this process serves it; null where nobody does. Throws where another role does, so that it is asked instead. */
export function platformHere({ platforms, elsewhere }: Pick<ActivityDependencies, 'platforms' | 'elsewhere'>, name: PlatformName): Platform | null {
  if (elsewhere.includes(name)) throw ApplicationFailure.nonRetryable(`${name} is served by another role`, SERVED_ELSEWHERE);
  return platforms[name] ?? null;
}
