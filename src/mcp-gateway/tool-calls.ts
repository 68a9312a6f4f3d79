import { closed } from './classify-sdk-error.ts';
import { GatewayError } from './gateway-error.ts';
import { withKey } from './idempotency.ts';
import { nextTryIn, type RetryBounds } from './retries.ts';
import type { ListedTool, ToolCaller, ToolOutcome } from './tool-caller.ts';
import type { ToolParameters, ToolResults } from './tool-types.generated.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A clock that nobody sets, and what can't be foreseen. */
export interface Surroundings {
  nowMs(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  chance(): number;
  newKey(): string;
}

export interface ToolCallsOptions {
  connect(): Promise<ToolCaller>;
  timeoutMs: number;
  retries: RetryBounds;
  surroundings: Surroundings;
}

export type ToolName = keyof ToolParameters & keyof ToolResults;

/** What a call may be given beside its parameters. */
export interface CallOptions {
  /** Ends the call. What it asked for may happen all the same, unless it only reads. */
  signal?: AbortSignal | undefined;
}

/** Calls of the service's tools, each tried until it has an answer that stays or its bounds are reached. */
export class ToolCalls {
  readonly #options: ToolCallsOptions;
  readonly #over = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #caller: Promise<ToolCaller> | null = null;

  constructor(options: ToolCallsOptions) {
    this.#options = options;
  }

  /** Answers also what went wrong; throws nothing but the signal's reason. */
  async tryCall(tool: string, parameters: Parameters, { signal }: CallOptions = {}): Promise<ToolOutcome> {
    const { surroundings } = this.#options;
    return this.#keep(this.#tryUntilAnswered(tool, withKey(tool, parameters, () => surroundings.newKey()), signal));
  }

  /** @throws GatewayError */
  async call<Tool extends ToolName>(tool: Tool, parameters: Parameters, options: CallOptions = {}): Promise<ToolResults[Tool]> {
    const outcome = await this.tryCall(tool, parameters, options);
    if (!outcome.ok) throw new GatewayError(outcome.failure, outcome.requestId);
    return outcome.data as ToolResults[Tool];
  }

  /** @throws GatewayError */
  async tools({ signal }: CallOptions = {}): Promise<ListedTool[]> {
    if (this.#over.signal.aborted) throw new GatewayError(closed());
    const { timeoutMs } = this.#options;
    return this.#keep(this.#open().then((caller) => caller.tools({ signal: signal ?? new AbortController().signal, timeoutMs })));
  }

  /** Takes no more calls. Those that are under way have their answers before this returns, but for those that wait for a change: they end. */
  async close(): Promise<void> {
    this.#over.abort();
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    const caller = this.#caller;
    this.#caller = null;
    await (await caller?.catch(() => null))?.close();
  }

  async #keep<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #tryUntilAnswered(tool: string, args: Parameters, signal: AbortSignal | undefined): Promise<ToolOutcome> {
    const { surroundings, retries } = this.#options;
    const startedMs = surroundings.nowMs();
    for (let tried = 1; ; tried += 1) {
      const outcome = await this.#once(tool, args, signal);
      if (outcome.ok || this.#over.signal.aborted) return outcome;
      const waitMs = nextTryIn(outcome.failure, retries, { tried, spentMs: surroundings.nowMs() - startedMs, chance: surroundings.chance() });
      if (waitMs === null) return outcome;
      await surroundings.sleep(waitMs, this.#orOver(signal)).catch(() => signal?.throwIfAborted());
    }
  }

  async #once(tool: string, args: Parameters, signal: AbortSignal | undefined): Promise<ToolOutcome> {
    signal?.throwIfAborted();
    if (this.#over.signal.aborted) return { ok: false, failure: closed(), requestId: null };
    const waitMs = waitMsOf(args);
    try {
      const caller = await this.#open();
      const ends = waitMs > 0 ? this.#orOver(signal) : (signal ?? new AbortController().signal);
      return await caller.call(tool, args, { signal: ends, timeoutMs: this.#options.timeoutMs + waitMs });
    } catch (error) {
      signal?.throwIfAborted();
      if (this.#over.signal.aborted) return { ok: false, failure: closed(), requestId: null };
      if (error instanceof GatewayError) return { ok: false, failure: error.failure, requestId: error.requestId };
      throw error;
    }
  }

  #orOver(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#over.signal]) : this.#over.signal;
  }

  /** A way that could not be opened is tried anew by the next call. */
  async #open(): Promise<ToolCaller> {
    this.#caller ??= this.#options.connect();
    return this.#caller.catch((error: unknown) => {
      this.#caller = null;
      throw error;
    });
  }
}

/** What a call asked to wait for is no delay of its answer. */
function waitMsOf({ wait_seconds }: Parameters): number {
  return typeof wait_seconds === 'number' && wait_seconds > 0 ? wait_seconds * 1_000 : 0;
}
