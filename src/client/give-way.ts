import { setTimeout as sleep } from 'node:timers/promises';

/** So many findings accepted within so many milliseconds are a flood: three times what Temporal starts in that time on two cores. */
const FLOOD = 25;
const WITHIN_MS = 250;

/** Longest that one start gives way, and how often it looks whether it still has to, milliseconds. */
export const LONGEST_GIVE_WAY_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** Milliseconds of a clock that nobody sets, and a wait on it. */
export interface Waiting {
  nowMs(): number;
  pause(ms: number): Promise<unknown>;
}

/**
 * In a flood accepting goes before starting what isn't urgent: a finding that isn't on the disk yet may be lost with its caller, and one that
 * is loses seconds of the half hour that its step has.
 */
export class GiveWay {
  readonly #waiting: Waiting;
  /** When the last ones were accepted, the oldest first. */
  readonly #accepted: number[] = [];

  constructor(waiting: Waiting = { nowMs: () => performance.now(), pause: (ms) => sleep(ms) }) {
    this.#waiting = waiting;
  }

  noteAccepted(): void {
    this.#accepted.push(this.#waiting.nowMs());
    if (this.#accepted.length > FLOOD) this.#accepted.shift();
  }

  /** Returns when a start may go on; at once where it holds up another that may not wait. */
  async toFlood(holdsUp: () => boolean = () => false): Promise<void> {
    for (let waitedMs = 0; this.isFlood && !holdsUp() && waitedMs < LONGEST_GIVE_WAY_MS; waitedMs += LOOK_EVERY_MS) await this.#waiting.pause(LOOK_EVERY_MS);
  }

  get isFlood(): boolean {
    const [oldest = 0] = this.#accepted;
    return this.#accepted.length === FLOOD && this.#waiting.nowMs() - oldest < WITHIN_MS;
  }
}
