import type { SentMessage } from '../ledger/ledger.ts';

/** A limit's window, milliseconds. */
const WINDOW_MS = 60_000;

/** What became of one message: `sent` null where that isn't known. */
export interface UnrecordedSend {
  sent: SentMessage | null;
}

/**
 * What this process sent while the ledger could not be written: kept in memory, so that each message goes once, within its sender's limit,
 * and is written down when that can be done again. When the process ends first, nobody knows of it.
 */
export class Unrecorded {
  readonly #limitOf: (sender: string) => number;
  readonly #tick: () => number;
  readonly #sends = new Map<string, UnrecordedSend>();
  readonly #times = new Map<string, number[]>();

  /** `limitOf`: messages that a sender may create in 60 s. `tick`: milliseconds of a clock that nobody sets. */
  constructor(limitOf: (sender: string) => number, tick: () => number = () => performance.now()) {
    this.#limitOf = limitOf;
    this.#tick = tick;
  }

  /** What is known of a notification that went out, or is going out; null when it hasn't. */
  of(notificationId: string): UnrecordedSend | null {
    return this.#sends.get(notificationId) ?? null;
  }

  note(notificationId: string, sent: SentMessage | null): void {
    this.#sends.set(notificationId, { sent });
  }

  /** It is in the ledger now, or nothing was sent. */
  forget(notificationId: string): void {
    this.#sends.delete(notificationId);
  }

  /** Takes a slot of the sender's limit, as far as this process knows of it. */
  takeSlot(sender: string): boolean {
    const now = this.#tick();
    const recent = (this.#times.get(sender) ?? []).filter((at) => now - at < WINDOW_MS);
    if (recent.length >= this.#limitOf(sender)) return false;
    this.#times.set(sender, [...recent, now]);
    return true;
  }
}
