import type { Ledger } from '../ledger/ledger.ts';
import { parseKey } from './api-key-secret.ts';
import { CallLimit } from './call-limit.ts';
import { ToolError } from './tool-error.ts';

/** Keys that one address may get wrong in a minute, on the average. */
const WRONG_PER_MINUTE = 60;

/** For how long it is remembered which keys there are, milliseconds. */
const REMEMBER_MS = 10_000;

/** That somebody tries out keys is told no more often, milliseconds. */
const TELL_EVERY_MS = 60_000;

/**
 * An address that gets too many API keys wrong has none looked up any more for a while, but for those there are: behind a proxy everybody
 * has one address, and whoever raises alerts must not be shut out by who guesses.
 */
export class KeyGuesses {
  readonly #wrong = new CallLimit(WRONG_PER_MINUTE);
  readonly #ledger: Pick<Ledger, 'apiKeys'>;
  readonly #onTooMany: () => void;
  #known: { ids: Promise<ReadonlySet<string>>; atMs: number } | null = null;
  #toldMs = -Infinity;

  /** `onTooMany` is told once a minute at most. */
  constructor(ledger: Pick<Ledger, 'apiKeys'>, onTooMany: () => void) {
    this.#ledger = ledger;
    this.#onTooMany = onTooMany;
  }

  /** @throws ToolError `rate_limited`. `nowMs` is of a clock that nobody sets. */
  async check(address: string, written: string, nowMs: number): Promise<void> {
    const key = parseKey(written);
    const room = this.#wrong.look(address, nowMs);
    // What has not the form of a key isn't looked up in any case.
    if (room.ok || key === null || (await this.#ids(nowMs)).has(key.id)) return;
    if (nowMs - this.#toldMs >= TELL_EVERY_MS) {
      this.#toldMs = nowMs;
      this.#onTooMany();
    }
    const { retryAfterS } = room;
    throw new ToolError({ code: 'rate_limited', message: 'Too many wrong API keys have come from this address.', hint: `Wait ${retryAfterS} s, then send a key that there is.`, retryable: true, retryAfterS });
  }

  wasWrong(address: string, written: string, nowMs: number): void {
    if (parseKey(written) !== null) this.#wrong.take(address, nowMs);
  }

  async #ids(nowMs: number): Promise<ReadonlySet<string>> {
    if (this.#known === null || nowMs - this.#known.atMs >= REMEMBER_MS) {
      this.#known = { ids: this.#ledger.apiKeys().then((keys) => new Set(keys.map(({ id }) => id))), atMs: nowMs };
      this.#known.ids.catch(() => (this.#known = null));
    }
    return this.#known.ids;
  }
}
