/** How many have a bucket before those that are full again are dropped. */
const MOST_BUCKETS = 10_000;

export type Room = { ok: true } | { ok: false; retryAfterS: number };

/** How many calls each key may make: a bucket that refills evenly, so that a pause gives room again at once. */
export class CallLimit {
  readonly #perMinute: number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** Calls of one key in a minute, on the average; so many may come at once after a pause. */
  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Takes a call of this key; answers the seconds to wait instead when there is no room. `nowMs` is of a clock that nobody sets. */
  take(keyId: string, nowMs: number): Room {
    const room = this.look(keyId, nowMs);
    const tokens = this.#tokens(keyId, nowMs);
    if (this.#buckets.size >= MOST_BUCKETS) this.#dropFull(nowMs);
    this.#buckets.set(keyId, { tokens: room.ok ? tokens - 1 : tokens, atMs: nowMs });
    return room;
  }

  /** The same without taking one. */
  look(keyId: string, nowMs: number): Room {
    const tokens = this.#tokens(keyId, nowMs);
    return tokens >= 1 ? { ok: true } : { ok: false, retryAfterS: Math.ceil(((1 - tokens) / this.#perMinute) * 60) };
  }

  #tokens(keyId: string, nowMs: number): number {
    const bucket = this.#buckets.get(keyId) ?? { tokens: this.#perMinute, atMs: nowMs };
    return Math.min(this.#perMinute, bucket.tokens + ((nowMs - bucket.atMs) / 60_000) * this.#perMinute);
  }

  /** A full bucket is as good as none. */
  #dropFull(nowMs: number): void {
    for (const keyId of [...this.#buckets.keys()]) if (this.#tokens(keyId, nowMs) >= this.#perMinute) this.#buckets.delete(keyId);
  }
}
