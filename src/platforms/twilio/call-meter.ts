/** Bounds calls that create no message (look-ups, polling), so that they never eat into what Twilio allows for sending. */
export interface CallMeter {
  /** True when `calls` more may be made now; they are counted then. */
  take(calls: number, now: Date): boolean;
}

/** At most `limit` calls over any `windowMs`. */
export function createCallMeter(limit: number, windowMs: number): CallMeter {
  let taken: number[] = [];
  return {
    take(calls, now) {
      const at = now.getTime();
      // A clock set back must not block: what lies in the future is forgotten too.
      taken = taken.filter((time) => time > at - windowMs && time <= at);
      if (taken.length + calls > limit) return false;
      for (let call = 0; call < calls; call++) taken.push(at);
      return true;
    },
  };
}
