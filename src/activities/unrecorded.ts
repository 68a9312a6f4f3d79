import type { SentMessage, UnrecordedAttempt } from '../ledger/ledger.ts';

/** A limit's window, milliseconds. */
const WINDOW_MS = 60_000;

/** One message that this process has to remember for the ledger. Ticks are of the clock of this host that nobody sets. */
export interface UnrecordedSend {
  attemptId: string;
  sender: string;
  /** As the ledger is to hear of it; null before its call begins, and where the ledger has the attempt. */
  attempt: UnrecordedAttempt | null;
  /** It knows of the attempt, and counts it. */
  isInLedger: boolean;
  startedTick: number;
  /** Null until its call has ended. */
  endedTick: number | null;
  /** Null where it isn't known that the provider took it. */
  sent: SentMessage | null;
}

/**
 * What this process sent while the ledger could not be written: kept in memory, so that each message goes once, within its sender's limit,
 * and is written down when that can be done again. When the process ends first, nobody knows of it.
 */
export class Unrecorded {
  readonly #limitOf: (sender: string) => number;
  readonly #sends = new Map<string, UnrecordedSend>();

  /** `limitOf`: messages that a sender may create in 60 s. */
  constructor(limitOf: (sender: string) => number) {
    this.#limitOf = limitOf;
  }

  /** What is known of a notification that went out, or is going out; null when it hasn't. */
  of(notificationId: string): UnrecordedSend | null {
    return this.#sends.get(notificationId) ?? null;
  }

  /** Those whose call has begun, by their notification's id. */
  begun(): [string, UnrecordedSend][] {
    return [...this.#sends].filter(([, { attempt, isInLedger }]) => attempt !== null || isInLedger);
  }

  /**
   * Takes a place for a message that is about to go, so that whoever asks for it meanwhile finds it. Answers how many of its sender's slots
   * this one and those before it take, as far as the ledger doesn't count them.
   */
  reserve(notificationId: string, { attemptId, sender }: Pick<UnrecordedSend, 'attemptId' | 'sender'>, tick: number): number {
    this.#sends.set(notificationId, { attemptId, sender, attempt: null, isInLedger: false, startedTick: tick, endedTick: null, sent: null });
    return [...this.#sends.values()].filter((send) => send.sender === sender && holdsSlot(send, tick)).length;
  }

  hasRoom(sender: string, used: number): boolean {
    return used <= this.#limitOf(sender);
  }

  /** Its call begins. */
  begin(notificationId: string, attempt: UnrecordedAttempt, tick: number): void {
    this.#change(notificationId, { attempt, startedTick: tick });
  }

  /** Its call has ended; `sent` null where nobody knows what it came to. */
  end(notificationId: string, sent: SentMessage | null, tick: number): void {
    this.#change(notificationId, { sent, endedTick: tick });
  }

  /** What came of an attempt that the ledger has could not be written there. */
  keep(notificationId: string, of: Pick<UnrecordedSend, 'attemptId' | 'sender' | 'sent'>, tick: number): void {
    this.#sends.set(notificationId, { ...of, attempt: null, isInLedger: true, startedTick: tick, endedTick: tick });
  }

  markInLedger(notificationId: string): void {
    this.#change(notificationId, { isInLedger: true });
  }

  /** The ledger has all there is to say of it, or nothing was sent. */
  forget(notificationId: string): void {
    this.#sends.delete(notificationId);
  }

  #change(notificationId: string, changes: Partial<UnrecordedSend>): void {
    const send = this.#sends.get(notificationId);
    if (send) this.#sends.set(notificationId, { ...send, ...changes });
  }
}

/** As in the ledger: until a window after its call ended, since the provider stamps it somewhere within that. */
function holdsSlot({ isInLedger, endedTick }: UnrecordedSend, tick: number): boolean {
  return !isInLedger && (endedTick === null || tick - endedTick <= WINDOW_MS);
}
