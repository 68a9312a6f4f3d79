import autocannon from 'autocannon';

/** Connections that call without a pause, as in the measurement of others that ours is held against. */
const CONNECTIONS = 16;

export interface Fired {
  /** Accepted a second. */
  perSecond: number;
  /** Of the answers, milliseconds. */
  p50: number;
  p99: number;
  /** Bodies of what was accepted. */
  bodies: string[];
  /** Answers that accept nothing, and calls that got none. */
  refused: number;
}

export interface Target {
  url: string;
  path: string;
  headers: Record<string, string>;
  /** The body of the nth call. */
  body(n: number): unknown;
}

/** Calls a server by HTTP as fast as it answers, for some seconds. */
export async function fire({ url, path, headers, body }: Target, seconds: number): Promise<Fired> {
  const bodies: string[] = [];
  let sent = 0;
  let refused = 0;
  const { duration, latency, errors, timeouts } = await autocannon({
    url, connections: CONNECTIONS, duration: seconds,
    requests: [{
      method: 'POST', path, headers: { ...headers, 'content-type': 'application/json' },
      setupRequest: (request) => ({ ...request, body: JSON.stringify(body((sent += 1))) }),
      onResponse: (status, text) => {
        if (status === 202) bodies.push(text);
        else refused += 1;
      },
    }],
  });
  return { perSecond: bodies.length / duration, p50: latency.p50, p99: latency.p99, bodies, refused: refused + errors + timeouts };
}
