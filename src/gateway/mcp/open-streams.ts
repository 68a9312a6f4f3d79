import type { Caller } from '../gateway-context.ts';
import { ToolError } from '../tool-error.ts';
import { UnderWay } from '../under-way.ts';

/** Streams that one caller may have open; each can listen to any number of alerts. */
const MOST_STREAMS = 20;

/** How often a stream's caller is checked again, milliseconds: a key that is revoked hears nothing more after that. */
const CHECK_EVERY_MS = 60_000;

/** What a stream is written to. */
export interface StreamOutput {
  once(event: 'close', listener: () => void): unknown;
  end(): unknown;
}

/** Streams last, so their number is bounded and whoever opened them is asked for again. */
export class OpenStreams {
  readonly #open = new UnderWay(MOST_STREAMS);
  readonly #checkEveryMs: number;

  constructor(checkEveryMs = CHECK_EVERY_MS) {
    this.#checkEveryMs = checkEveryMs;
  }

  /** `authenticate` says anew who listens. @throws ToolError `rate_limited` */
  begin({ keyId }: Pick<Caller, 'keyId'>, output: StreamOutput, authenticate: () => Promise<unknown>): void {
    const end = this.#open.begin(keyId);
    if (!end) throw new ToolError({ code: 'rate_limited', message: 'This caller has too many streams open.', hint: 'Close one, or listen to several alerts on one.', retryable: true, retryAfterS: 60 });
    const timer = setInterval(() => void authenticate().catch((error: unknown) => isOver(error) && output.end()), this.#checkEveryMs);
    timer.unref();
    output.once('close', () => {
      clearInterval(timer);
      end();
    });
  }
}

/** That it can't be found out at the moment ends nothing. */
export function isOver(error: unknown): boolean {
  return error instanceof ToolError && (error.failure.code === 'not_authenticated' || error.failure.code === 'not_allowed');
}
