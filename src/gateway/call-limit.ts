/** How many calls each key may make: a bucket that refills evenly, so that a pause gives room again at once. */
export class CallLimit {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** Calls of one key in a minute, on the average; so many may come at once after a pause. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes a call of this key; answers the seconds to wait instead when there is no room. `nowMs` is of a clock that nobody sets. */
  take(keyId: string, nowMs: number): { ok: true } | { ok: false; retryAfterS: number } {
    const bucket = this.#buckets.get(keyId) ?? { tokens: this.#perMinute, atMs: nowMs };
    const tokens = Math.min(this.#perMinute, bucket.tokens + ((nowMs - bucket.atMs) / 60_000) * this.#perMinute);
    const taken = tokens >= 1;
    this.#buckets.set(keyId, { tokens: taken ? tokens - 1 : tokens, atMs: nowMs });
    return taken ? { ok: true } : { ok: false, retryAfterS: Math.ceil(((1 - tokens) / this.#perMinute) * 60) };
  }
}
