import type { PlatformName } from '../domain/platform-name.ts';
import type { CallbackCount } from '../ledger/ledger.ts';

/** Why a callback was refused, or read and not acted on. */
export const REFUSALS = [
  // Slack's signature, over HTTP.
  'no_timestamp', 'too_old', 'in_the_future', 'no_signature', 'mismatch',
  'foreign_team', 'unknown_action',
  // Twilio's.
  'bad_signature', 'foreign_account', 'bad_button', 'unknown_status', 'not_a_message',
  // Of either: too large, no form, no interaction.
  'malformed',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** What was counted, by one process or by all that share a ledger. */
export interface CountedCallbacks {
  /** When the first of them began to count, ISO 8601. */
  since: string;
  /** By platform and reason; what never happened isn't there. */
  refused: Partial<Record<PlatformName, Partial<Record<Refusal, number>>>>;
  /** By platform: presses and replies that had come before. Receipts aren't counted: they may well say what is known already. */
  repeated: Partial<Record<PlatformName, number>>;
}

/**
 * Counts what providers, or whoever poses as one, sent without effect: by name alone, never by content. Every few seconds what was
 * counted goes into the ledger, where all processes' counts come together; until then it is here, so that a flood costs one write.
 */
export class CallbackCounts {
  readonly #since: Date;
  /** Not in the ledger yet, by platform, kind and reason. */
  readonly #unwritten = new Map<string, CallbackCount>();
  /** Writing and adding up, one after the other: what is just being written would be counted twice or not at all. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(since: Date) {
    this.#since = since;
  }

  refuse(platform: PlatformName, reason: Refusal): void {
    this.#add({ platform, kind: 'refused', reason, count: 1, since: this.#since });
  }

  repeat(platform: PlatformName): void {
    this.#add({ platform, kind: 'repeated', reason: '', count: 1, since: this.#since });
  }

  /** What isn't in the ledger yet, as it stands now. */
  read(): CountedCallbacks {
    return addUp(this.#since, [...this.#unwritten.values()]);
  }

  /** All of it, with what the ledger says that all processes have written. @throws when that can't be read */
  async sum(written: () => Promise<readonly CallbackCount[]>): Promise<CountedCallbacks> {
    return this.#alone(async () => addUp(this.#since, [...(await written()), ...this.#unwritten.values()]));
  }

  /** Hands on what isn't in the ledger yet. When that fails it is kept for the next time. @throws what `write` throws */
  async drain(write: (counts: readonly CallbackCount[]) => Promise<void>): Promise<void> {
    return this.#alone(async () => {
      const batch = [...this.#unwritten.values()];
      if (batch.length === 0) return;
      await write(batch);
      for (const count of batch) this.#add({ ...count, count: -count.count });
    });
  }

  #add(more: CallbackCount): void {
    const key = `${more.platform} ${more.kind} ${more.reason}`;
    const count = (this.#unwritten.get(key)?.count ?? 0) + more.count;
    if (count === 0) this.#unwritten.delete(key);
    else this.#unwritten.set(key, { ...more, count });
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}

/** `since`: of whoever adds up. A reason of another version of the service has no words here. */
function addUp(since: Date, counts: readonly CallbackCount[]): CountedCallbacks {
  const first = Math.min(since.getTime(), ...counts.map((count) => count.since.getTime()));
  const sum: CountedCallbacks = { since: new Date(first).toISOString(), refused: {}, repeated: {} };
  for (const { platform, kind, reason, count } of counts) {
    if (kind === 'repeated') sum.repeated[platform] = (sum.repeated[platform] ?? 0) + count;
    else if (isRefusal(reason)) {
      const reasons = (sum.refused[platform] ??= {});
      reasons[reason] = (reasons[reason] ?? 0) + count;
    }
  }
  return sum;
}

export function isRefusal(word: string): word is Refusal {
  return (REFUSALS as readonly string[]).includes(word);
}
