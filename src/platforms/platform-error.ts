import type { Failure } from '../domain/failure.ts';
import type { PlatformName } from '../domain/platform-name.ts';

/** A provider's error, classified. Its text is ours: the provider's own could carry what was in the message. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly platform: PlatformName;
  readonly failure: Failure;

  constructor(platform: PlatformName, failure: Failure) {
    super(`${platform}: ${failure.kind} (${failure.code})`);
    this.platform = platform;
    this.failure = failure;
  }
}
