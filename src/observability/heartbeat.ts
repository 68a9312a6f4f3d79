/** One thing that must be well for the heartbeat to be sent. */
export interface HeartbeatCheck {
  name: string;
  ok(): Promise<boolean>;
}

export interface HeartbeatTimers {
  now(): number;
  /** Calls `tick` every `ms`; the result stops it. */
  every(ms: number, tick: () => void): () => void;
  /** Resolves after `ms`; the result of a look at the clock, not of work. */
  after(ms: number): Promise<void>;
}

export interface HeartbeatOptions {
  /** An address outside this host that pages somebody when calls stop coming; null only checks. */
  url: string | null;
  everyMs?: number;
  checks: readonly HeartbeatCheck[];
  /** The platform's `fetch`. */
  fetch?: (url: string, init: { signal: AbortSignal }) => Promise<{ ok: boolean; body?: { cancel(): Promise<void> } | null }>;
  timers?: HeartbeatTimers;
}

/** For health: what the last round found. Times are milliseconds of the timers' clock, by default since 1970. */
export interface HeartbeatState {
  checkedAt: number | null;
  /** Names of the checks that were not well. */
  failing: readonly string[];
  /** The last call that was answered with success. */
  beatAt: number | null;
  /** `withheld`: something was not well. `failed`: the address could not be reached. */
  outcome: 'none' | 'sent' | 'withheld' | 'failed';
}

export interface Heartbeat {
  state(): HeartbeatState;
  stop(): void;
}

const EVERY_MS = 60_000;
/** A check, or the call, that takes longer is not well. */
const ANSWER_MS = 10_000;

const realTimers: HeartbeatTimers = {
  now: () => Date.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
  after: async (ms) => await new Promise((resolve) => void setTimeout(resolve, ms).unref()),
};

/**
 * Calls a URL every minute while all checks are well, and only then: whoever watches the URL hears of a service that died, hangs,
 * or can't do its work. Rounds never overlap.
 */
export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { url, everyMs = EVERY_MS, checks, fetch: call = fetch, timers = realTimers } = options;
  let state: HeartbeatState = { checkedAt: null, failing: [], beatAt: null, outcome: 'none' };
  let running = false;
  let stopped = false;

  const round = async (): Promise<void> => {
    const results = await Promise.all(checks.map(async (check) => ({ name: check.name, ok: await isWell(check, timers) })));
    const failing = results.filter(({ ok }) => !ok).map(({ name }) => name);
    const checkedAt = timers.now();
    if (stopped) return;
    if (failing.length > 0 || url === null) {
      state = { ...state, checkedAt, failing, outcome: failing.length > 0 ? 'withheld' : 'none' };
      return;
    }
    const sent = await beat(url, call);
    state = { checkedAt, failing, beatAt: sent ? timers.now() : state.beatAt, outcome: sent ? 'sent' : 'failed' };
  };
  const tick = (): void => {
    if (running || stopped) return;
    running = true;
    void round().finally(() => (running = false));
  };
  const stopTicking = timers.every(everyMs, tick);
  tick();
  return {
    state: () => state,
    stop: () => {
      stopped = true;
      stopTicking();
    },
  };
}

async function isWell(check: HeartbeatCheck, timers: HeartbeatTimers): Promise<boolean> {
  const late = timers.after(ANSWER_MS).then(() => false);
  // Called inside the chain, so that a check that throws at once is not well either.
  const answer = Promise.resolve().then(async () => await check.ok()).catch(() => false);
  return await Promise.race([answer, late]);
}

async function beat(url: string, call: NonNullable<HeartbeatOptions['fetch']>): Promise<boolean> {
  try {
    const response = await call(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
