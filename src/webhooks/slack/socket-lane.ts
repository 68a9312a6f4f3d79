import { setTimeout as delay } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { Report } from './press-event.ts';
import { quietLogger } from './quiet-logger.ts';

/** Longest from asking for an address to Slack's hello, milliseconds. */
const CONNECT_DEADLINE_MS = 15_000;

/** How long a polite goodbye may take before the socket is cut, milliseconds. */
const GOODBYE_MS = 1_000;

/** First and longest wait after a failure, milliseconds; doubled each time in between. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** Wait where trying again soon is pointless: the token is refused, or there are too many connections. Milliseconds. */
const REFUSED_WAIT_MS = 60_000;

/** A connection that held this long was a good one, and the next is made at once. Milliseconds. */
const GOOD_CONNECTION_MS = 5_000;

/** Refusals of `apps.connections.open` that only an operator can lift (https://docs.slack.dev/reference/methods/apps.connections.open). */
const REFUSALS: ReadonlySet<string> = new Set([
  'not_authed', 'invalid_auth', 'account_inactive', 'user_removed_from_team', 'team_disabled', 'missing_scope',
  'not_allowed_token_type', 'token_revoked', 'token_expired', 'org_login_required', 'access_denied',
]);

export interface SocketEnvelope {
  body: Record<string, unknown>;
  ack: (response?: Record<string, unknown>) => Promise<void>;
}

export interface SocketLaneOptions {
  appToken: string;
  apiUrl?: string | undefined;
  onEnvelope: (envelope: SocketEnvelope) => Promise<void>;
  report: Report;
  /** From 0 up to 1; spreads the reconnections of many processes after an outage of Slack's. */
  random: () => number;
}

/**
 * One Socket Mode connection, kept up for as long as the process lives. The SDK's own reconnecting is off: in 3.1 it
 * waits five seconds after every planned disconnect, and one failed `apps.connections.open` rejects inside a timer,
 * which ends the process. Here each connection is a client of its own, and a failure is a value in this loop.
 */
export class SocketLane {
  readonly #options: SocketLaneOptions;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #connected = false;

  constructor(options: SocketLaneOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Ends the connection within about two seconds, whatever the other end does. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const ending = await this.#connection();
      const wasGood = ending.connected && performance.now() - startedAt >= GOOD_CONNECTION_MS;
      failures = wasGood ? 0 : failures + 1;
      const waitMs = ending.waitMs ?? this.#backoff(failures);
      await delay(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #backoff(failures: number): number {
    if (failures === 0) return 0;
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
    return most * (0.5 + this.#options.random() / 2);
  }

  /** One connection from its beginning to its end. Never throws. */
  async #connection(): Promise<Ending> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, over.signal]);
    const client = this.#client(signal);
    let reason: string | null = null;
    client.on('ws_message', (data: unknown) => { reason = disconnectReason(data) ?? reason; });
    client.on('slack_event', (envelope: SocketEnvelope) => {
      void this.#options.onEnvelope(envelope).catch(() => this.#options.report('press_not_recorded'));
    });
    const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
    try {
      await firstOf(signal, client.start(), CONNECT_DEADLINE_MS);
      if (signal.aborted) return { connected: false, waitMs: 0 };
      this.#connected = true;
      this.#options.report('socket_connected');
      await firstOf(signal, ended, null);
      if (!signal.aborted) this.#options.report('socket_lost', reason ?? 'closed');
      return { connected: true, waitMs: reason === 'too_many_websockets' ? REFUSED_WAIT_MS : null };
    } catch (error) {
      const ending = toEnding(error);
      if (!signal.aborted) this.#options.report('socket_refused', ending.code);
      return ending;
    } finally {
      this.#connected = false;
      over.abort();
      await sayGoodbye(client, ended);
    }
  }

  #client(signal: AbortSignal): SocketModeClient {
    const { appToken, apiUrl } = this.#options;
    return new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: quietLogger,
      clientOptions: {
        ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        allowAbsoluteUrls: false,
        timeout: CONNECT_DEADLINE_MS,
        // Without it a connection given up while its address is being asked for would still be made.
        fetch: (input, init) => fetch(input, { ...init, signal: init?.signal == null ? signal : AbortSignal.any([init.signal, signal]) }),
      },
    });
  }
}

interface Ending {
  connected: boolean;
  /** Milliseconds until the next try, where it is known. */
  waitMs: number | null;
  code?: string;
}

function toEnding(error: unknown): Ending & { code: string } {
  if (error instanceof WebAPIRateLimitedError) return { connected: false, waitMs: error.retryAfter * 1000, code: 'ratelimited' };
  if (error instanceof WebAPIPlatformError) {
    const code = REFUSALS.has(error.data.error) ? error.data.error : 'bad_answer';
    return { connected: false, waitMs: REFUSALS.has(code) ? REFUSED_WAIT_MS : null, code };
  }
  return { connected: false, waitMs: null, code: 'not_reachable' };
}

/** Slack says why before it hangs up: `warning`, `refresh_requested`, `link_disabled` or `too_many_websockets`. */
function disconnectReason(data: unknown): string | null {
  if (typeof data !== 'string' || !data.includes('"disconnect"')) return null;
  try {
    const { type, reason } = JSON.parse(data) as { type?: unknown; reason?: unknown };
    return type === 'disconnect' && typeof reason === 'string' && /^[a-z_]{1,40}$/.test(reason) ? reason : null;
  } catch {
    return null;
  }
}

/** Waits for the promise, the signal or the time, whichever is first; the last rejects. */
async function firstOf(signal: AbortSignal, promise: Promise<unknown>, timeoutMs: number | null): Promise<void> {
  const done = new AbortController();
  const timer = timeoutMs === null
    ? new Promise<never>(() => undefined)
    : delay(timeoutMs, undefined, { signal: done.signal }).then(() => { throw new Error('too late'); });
  timer.catch(() => undefined);
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
  });
  await Promise.race([promise, aborted, timer]).finally(() => done.abort());
}

/** Asks once, and then again: the second `disconnect` of a closing socket cuts it, where the SDK would wait 30 s. */
async function sayGoodbye(client: SocketModeClient, ended: Promise<void>): Promise<void> {
  void client.disconnect().catch(() => undefined);
  const done = new AbortController();
  const patience = delay(GOODBYE_MS, 'late' as const, { signal: done.signal }).catch(() => 'ended' as const);
  const first = await Promise.race([ended.then(() => 'ended' as const), patience]).finally(() => done.abort());
  if (first === 'late') void client.disconnect().catch(() => undefined);
}
