import type { PlatformName } from '../domain/platform-name.ts';

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

/** What one process has counted. */
export interface CountedCallbacks {
  /** When the process began to count, ISO 8601. */
  since: string;
  /** By platform and reason; what never happened isn't there. */
  refused: Partial<Record<PlatformName, Partial<Record<Refusal, number>>>>;
  /** By platform: presses and replies that had come before. Receipts aren't counted: they may well say what is known already. */
  repeated: Partial<Record<PlatformName, number>>;
}

/** Counts what providers, or whoever poses as one, sent without effect: by name alone, never by content. */
export class CallbackCounts {
  readonly #counted: CountedCallbacks;

  constructor(since: Date) {
    this.#counted = { since: since.toISOString(), refused: {}, repeated: {} };
  }

  refuse(platform: PlatformName, reason: Refusal): void {
    const reasons = (this.#counted.refused[platform] ??= {});
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  }

  repeat(platform: PlatformName): void {
    const { repeated } = this.#counted;
    repeated[platform] = (repeated[platform] ?? 0) + 1;
  }

  /** A copy as it stands now. */
  read(): CountedCallbacks {
    return structuredClone(this.#counted);
  }
}

export function isRefusal(word: string): word is Refusal {
  return (REFUSALS as readonly string[]).includes(word);
}
