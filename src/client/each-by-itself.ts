/** What came of one: `left` for another time, and `away` where nobody answers. */
export type Outcome = 'done' | 'left' | 'away';

/**
 * Does one after the other what waits; answers how many were done. One that fails keeps none of those behind it waiting: its error is thrown
 * once all have had their turn. When nobody answers the others are left: each would take as long.
 */
export async function eachByItself<T>(waiting: readonly T[], carryOut: (one: T) => Promise<Outcome>): Promise<number> {
  let done = 0;
  const failures: unknown[] = [];
  for (const one of waiting) {
    const outcome = await carryOut(one).catch((error: unknown) => void failures.push(error));
    if (outcome === 'away') break;
    if (outcome === 'done') done += 1;
  }
  if (failures.length > 0) throw failures[0];
  return done;
}
