/** How many things each caller may have under way at once: each that waits costs little, all of them together much. */
export class UnderWay {
  readonly #most: number;
  readonly #counts = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Answers how to end it, which has one effect; null where there is no room for another. */
  begin(keyId: string): (() => void) | null {
    const count = this.#counts.get(keyId) ?? 0;
    if (count >= this.#most) return null;
    this.#counts.set(keyId, count + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#counts.get(keyId) ?? 1) - 1;
      if (left === 0) this.#counts.delete(keyId);
      else this.#counts.set(keyId, left);
    };
  }
}
