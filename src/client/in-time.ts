/**
 * What comes of the work within this time, milliseconds, or what is said instead of it when it is late or fails: it goes on behind a
 * caller's back, and what was accepted is taken up by the sweeper. Without a time it is waited for, and fails as it fails. What is said
 * instead may be a function, asked then: for what is learnt on the way.
 */
export async function inTime<T>(work: Promise<T>, otherwise: T | (() => T), withinMs: number | undefined): Promise<T> {
  if (withinMs === undefined) return work;
  const instead = (): T => (typeof otherwise === 'function' ? (otherwise as () => T)() : otherwise);
  const late = Promise.withResolvers<T>();
  const timer = setTimeout(() => late.resolve(instead()), withinMs);
  try {
    return await Promise.race([work.catch(instead), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
