/** What a seed decides: the same seed and the same questions give the same answers. */
export interface Draw {
  /** From 0 up to, not including, `below`. */
  integer(below: number): number;
  of<T>(choices: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

/** mulberry32 (public domain). Several numbers make one seed. */
export function drawFrom(...seeds: readonly number[]): Draw {
  let state = seeds.reduce((mixed, seed) => Math.imul(mixed ^ seed, 0x9e3779b1) ^ (mixed >>> 13), 0x6d2b79f5) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  const of = <T>(choices: readonly T[]): T => {
    const chosen = choices[integer(choices.length)];
    if (chosen === undefined) throw new Error('there is nothing to draw from');
    return chosen;
  };
  return {
    integer,
    of,
    shuffled: (items) => {
      const rest = [...items];
      return items.map(() => rest.splice(integer(rest.length), 1)).flat();
    },
  };
}
