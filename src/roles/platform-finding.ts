import type { PlatformName } from '../domain/platform-name.ts';
import type { CheckFinding } from '../platforms/platform.ts';

/** A finding about one platform, in words for the operator. */
export interface PlatformFinding extends CheckFinding {
  platform: PlatformName;
}
