import { errors, type JWTVerifyGetKey } from 'jose';

/** Keys that are older are asked for again, behind the callers' backs, milliseconds. */
const FRESH_MS = 10 * 60_000;

/** For how long keys go on when their issuer can't be reached, milliseconds: a key that it has withdrawn meanwhile is taken for as long. */
const KEPT_MS = 12 * 3_600_000;

/** An issuer is asked no more often than this, whatever tokens come, milliseconds. */
const ASK_EVERY_MS = 10_000;

/** How long an issuer may take to answer, milliseconds. */
const ANSWER_WITHIN_MS = 5_000;

/** An issuer's keys aren't known, and can't be had at the moment. */
export class IssuerAwayError extends Error {
  override readonly name = 'IssuerAwayError';
}

export interface IssuerKeysOptions {
  /** @throws when the issuer can't be reached */
  find(signal: AbortSignal): Promise<JWTVerifyGetKey>;
  /** Told each time the issuer couldn't be asked. */
  onTrouble(error: unknown): void;
  /** Of a clock that nobody sets. */
  nowMs(): number;
}

/** One issuer's public keys, kept so that neither a slow issuer nor tokens with made-up keys cost more than a question now and then. */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #known: { keyOf: JWTVerifyGetKey; atMs: number } | null = null;
  #askedMs = -Infinity;
  #asking: Promise<boolean> | null = null;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
  }

  /** The key that a token says it is signed with. @throws IssuerAwayError, and what jose throws where there is no such key */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    const ageMs = this.#ageMs();
    if (ageMs > KEPT_MS) await this.#ask();
    else if (ageMs > FRESH_MS) void this.#ask();
    try {
      return await this.#kept()(header, token);
    } catch (error) {
      // A key that isn't known may be new.
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.#ask())) throw error;
      return this.#kept()(header, token);
    }
  };

  #kept(): JWTVerifyGetKey {
    if (this.#known === null || this.#ageMs() > KEPT_MS) throw new IssuerAwayError();
    return this.#known.keyOf;
  }

  #ageMs(): number {
    return this.#known === null ? Infinity : this.#options.nowMs() - this.#known.atMs;
  }

  /** True when the keys are new now. */
  async #ask(): Promise<boolean> {
    if (this.#asking) return this.#asking;
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#askedMs < ASK_EVERY_MS) return false;
    this.#askedMs = nowMs;
    this.#asking = this.#find(nowMs);
    try {
      return await this.#asking;
    } finally {
      this.#asking = null;
    }
  }

  async #find(atMs: number): Promise<boolean> {
    try {
      this.#known = { keyOf: await this.#options.find(AbortSignal.timeout(ANSWER_WITHIN_MS)), atMs };
      return true;
    } catch (error) {
      this.#options.onTrouble(error);
      return false;
    }
  }
}
