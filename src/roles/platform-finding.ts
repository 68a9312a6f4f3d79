import type { PlatformName } from '../domain/platform-name.ts';
import type { PlatformCheck } from '../platforms/platform.ts';

/** A finding about one platform, in words for the operator. */
export interface PlatformFinding {
  platform: PlatformName;
  severity: PlatformCheck['findings'][number]['severity'];
  text: string;
}
