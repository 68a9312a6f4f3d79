import type { Failure } from '../../domain/failure.ts';
import type { PollContext, TwilioPollerOptions } from './poll-context.ts';
import { pollInbound } from './poll-inbound.ts';
import type { InboundCursor } from './poll-inbound.ts';
import { pollReceipts } from './poll-receipts.ts';
import type { ReceiptCursor } from './poll-receipts.ts';

export interface PollerStatus {
  lastSuccessAt: Date | null;
  /** Why the last cycle failed; null when it didn't. */
  failure: Failure | null;
}

/** Asks Twilio for replies and receipts, where Twilio can't reach us to tell them. */
export interface TwilioPoller {
  start(): void;
  /** Resolves when the cycle under way is over; no other begins. */
  stop(): Promise<void>;
  /** One cycle now; joins the one under way. Never rejects. */
  pollOnce(): Promise<void>;
  status(): PollerStatus;
}

/** However long Twilio fails, it is asked again after this. */
const LONGEST_PAUSE_MS = 60_000;

/** Ends a cycle for a reason of ours. */
class CycleEnded extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

const METER_EMPTY: Failure = { kind: 'retry_after', code: 'poll_limit', retryAfterMs: 10_000 };
const NOT_STORED: Failure = { kind: 'retry_after', code: 'not_stored' };

/** What our own store throws isn't Twilio's failure. */
async function ours<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch {
    throw new CycleEnded(NOT_STORED);
  }
}

function byTimer(run: () => void, afterMs: number): () => void {
  const timer = setTimeout(run, afterMs);
  return () => clearTimeout(timer);
}

/** Cycles never overlap; after a failure the pause doubles, up to a minute, or is what Twilio asked for. */
export function createTwilioPoller(options: TwilioPollerOptions): TwilioPoller {
  const inbound: InboundCursor = { since: options.since, seen: new Map(), listed: new Map() };
  const receipts: ReceiptCursor = { told: new Map(), nextFetch: 0 };
  const status: PollerStatus = { lastSuccessAt: null, failure: null };
  const context: PollContext = {
    ...options,
    ask: (call) => (options.meter.take(1, options.now()) ? call() : Promise.reject(new CycleEnded(METER_EMPTY))),
    openAttempts: () => ours(() => options.openAttempts()),
    ingress: {
      onInbound: (event) => ours(() => options.ingress.onInbound(event)),
      onStatus: (event) => ours(() => options.ingress.onStatus(event)),
    },
  };
  let running: Promise<void> | null = null;
  const schedule = options.schedule ?? byTimer;
  let callOff: (() => void) | null = null;
  // Which start is in force; a tick of an earlier one plans nothing more.
  let run = 0;
  let isStarted = false;
  let failures = 0;

  async function cycle(): Promise<void> {
    // Replies first: an acknowledgment stops an alarm, a receipt only comforts.
    const outcomes = [await attempt(() => pollInbound(context, inbound)), await attempt(() => pollReceipts(context, receipts))];
    const failure = outcomes.find((outcome) => outcome !== null) ?? null;
    status.failure = failure;
    failures = failure === null ? 0 : failures + 1;
    if (failure === null) status.lastSuccessAt = options.now();
    else options.onFailure?.(failure);
  }

  async function attempt(poll: () => Promise<void>): Promise<Failure | null> {
    try {
      await poll();
      return null;
    } catch (error) {
      return error instanceof CycleEnded ? error.failure : options.classify(error);
    }
  }

  function pollOnce(): Promise<void> {
    running ??= cycle().finally(() => (running = null));
    return running;
  }

  function pauseMs(): number {
    const doubled = options.everyMs * 2 ** Math.min(failures, 16);
    const asked = status.failure?.retryAfterMs ?? 0;
    return failures === 0 ? options.everyMs : Math.min(Math.max(doubled, asked), LONGEST_PAUSE_MS);
  }

  async function tick(own: number): Promise<void> {
    await pollOnce();
    if (isStarted && own === run) callOff = schedule(() => void tick(own), pauseMs());
  }

  return {
    pollOnce,
    status: () => ({ ...status }),
    start() {
      if (isStarted) return;
      isStarted = true;
      run += 1;
      void tick(run);
    },
    async stop() {
      isStarted = false;
      callOff?.();
      callOff = null;
      await running;
    },
  };
}
