import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Part } from '../src/launch/lifecycle.ts';

/** Stands for the provider's server: notes when a message is asked for, and answers as Slack does. */
export interface Receiver extends Part {
  url: string;
  /** Resolves with the time, by performance.now(), at which the message about this key arrived. @throws Error when it doesn't in time. */
  arrival(key: string): Promise<number>;
}

const CODE = /[0-9A-Z]{4}-[0-9A-Z]{4}/;

/** Longest that a message may take, milliseconds: one that is lost must not hang the benchmark. */
const ARRIVES_WITHIN_MS = 60_000;

export async function startReceiver(): Promise<Receiver> {
  const arrived = new Map<string, PromiseWithResolvers<number>>();
  const of = (key: string): PromiseWithResolvers<number> => {
    const known = arrived.get(key) ?? Promise.withResolvers<number>();
    arrived.set(key, known);
    return known;
  };
  let messages = 0;
  const server = createServer((request, response) => {
    const at = performance.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const key = request.url === '/bare' ? body : request.url?.endsWith('chat.postMessage') ? CODE.exec(decodeURIComponent(body))?.[0] : undefined;
      if (key !== undefined) of(key).resolve(at);
      response.setHeader('content-type', 'application/json');
      response.end(answerTo(request.url ?? '', (messages += 1)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrival: async (key) => {
      const timer = setTimeout(() => of(key).reject(new Error(`No message about ${key} arrived within ${ARRIVES_WITHIN_MS / 1_000} s.`)), ARRIVES_WITHIN_MS);
      try {
        return await of(key).promise;
      } finally {
        clearTimeout(timer);
        arrived.delete(key);
      }
    },
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}

function answerTo(url: string, message: number): string {
  if (url.endsWith('chat.postMessage')) return JSON.stringify({ ok: true, channel: 'D0BENCH001', ts: `1700000000.${String(message).padStart(6, '0')}`, message: {} });
  return url === '/bare' ? '{}' : JSON.stringify({ ok: false, error: 'not_allowed_token_type' });
}
