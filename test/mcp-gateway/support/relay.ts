import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of one request on its way: nobody is there; a proxy says that the gateway is away; something else answers; the request arrives
 * and its answer is lost; nobody ever answers.
 */
export type Fault = 'refused' | 'away' | 'something_else' | 'answer_lost' | 'silence';

/** A way to the gateway on which requests get lost. */
export interface Relay {
  url: string;
  /** Of the next requests, one each; the others get through. */
  next(...faults: Fault[]): void;
  /** How many requests came since the last call. */
  count(): number;
  close(): Promise<void>;
}

export async function createRelay(gateway: string): Promise<Relay> {
  const faults: Fault[] = [];
  let came = 0;
  const server = createServer((incoming, answer) => {
    came += 1;
    handle(gateway, faults.shift(), incoming, answer);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: (...more) => void faults.push(...more),
    count: () => {
      const so = came;
      came = 0;
      return so;
    },
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function handle(gateway: string, fault: Fault | undefined, incoming: IncomingMessage, answer: ServerResponse): void {
  if (fault === 'refused') return void incoming.socket.destroy();
  if (fault === 'away') return void answer.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
  if (fault === 'something_else') return void answer.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works</h1>');
  if (fault === 'silence') return void incoming.resume();
  const onward = request(new URL(incoming.url ?? '/', gateway), { method: incoming.method ?? 'GET', headers: { ...incoming.headers, host: new URL(gateway).host } }, (response) => {
    if (fault === 'answer_lost') return void response.resume().once('end', () => incoming.socket.destroy());
    response.pipe(answer.writeHead(response.statusCode ?? 500, response.headers));
  });
  onward.on('error', () => incoming.socket.destroy());
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
