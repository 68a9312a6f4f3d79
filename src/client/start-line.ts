/** Workflows that are being started at the same time: more of them only take the processor from each other, and from whoever hands in the next finding. */
const LANES = 8;

/** Most that wait; what has no place is left to the sweeper, which looks for it on the disk. */
const PLACES = 2_000;

interface Waiting {
  id: string;
  urgency: number;
  begin(): Promise<boolean>;
  answer: PromiseWithResolvers<boolean>;
}

/** What was accepted on its way to Temporal: the most urgent first, then the oldest, so many at a time. All of it is on the disk already. */
export class StartLine {
  readonly #lanes: number;
  readonly #places: number;
  /** The least urgent first, and among equals the newest: the next one is the last. */
  readonly #waiting: Waiting[] = [];
  /** Those that wait and those under way, by id. */
  readonly #known = new Map<string, Promise<boolean>>();
  #busy = 0;

  constructor({ lanes = LANES, places = PLACES }: { lanes?: number; places?: number } = {}) {
    this.#lanes = lanes;
    this.#places = places;
  }

  /** Nothing is being started: whoever comes now is started at once. */
  get isIdle(): boolean {
    return this.#known.size === 0;
  }

  /** Something more urgent than this waits for a lane. */
  isPressed(urgency: number): boolean {
    return (this.#waiting.at(-1)?.urgency ?? urgency) > urgency;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  /** Starts by `begin` when it is its turn, and answers as that does; false as well where Temporal was found to be away. One id is started once. */
  async start(id: string, urgency: number, begin: () => Promise<boolean>): Promise<boolean> {
    const known = this.#known.get(id);
    if (known) return known;
    const answer = Promise.withResolvers<boolean>();
    const started = answer.promise.finally(() => this.#known.delete(id));
    this.#known.set(id, started);
    this.#enter({ id, urgency, begin, answer });
    this.#next();
    return started;
  }

  #enter(waiting: Waiting): void {
    const place = this.#waiting.findIndex(({ urgency }) => urgency >= waiting.urgency);
    this.#waiting.splice(place === -1 ? this.#waiting.length : place, 0, waiting);
    if (this.#waiting.length > this.#places) this.#waiting.shift()?.answer.resolve(false);
  }

  #next(): void {
    while (this.#busy < this.#lanes) {
      const next = this.#waiting.pop();
      if (!next) return;
      this.#busy += 1;
      void this.#begin(next);
    }
  }

  async #begin({ begin, answer }: Waiting): Promise<void> {
    try {
      const hasBegun = await begin();
      // Each of the others would wait as long for nothing.
      if (!hasBegun) for (const waiting of this.#waiting.splice(0)) waiting.answer.resolve(false);
      answer.resolve(hasBegun);
    } catch (error) {
      answer.reject(error);
    } finally {
      this.#busy -= 1;
      this.#next();
    }
  }
}
