import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server that can be interrupted. */
export interface Road {
  /** The server's address, by this way. */
  url: string;
  /** Both ends hear of it, and nobody gets through. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** What is under way comes to a halt, and nobody hears of it; new connections get through. */
  block(): void;
  close(): Promise<void>;
}

/** A way to the server at `url`, on a port of its own of this machine. */
export async function createRoad(url: string): Promise<Road> {
  const sockets = new Set<Socket>();
  const { hostname, port } = new URL(url);
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const end of [socket, onward]) sockets.add(end.on('error', () => undefined).on('close', () => sockets.delete(end)));
    socket.pipe(onward).pipe(socket);
  });
  const listen = async (at: number): Promise<number> => {
    await once(server.listen(at, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  };
  const cut = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const entry = await listen(0);
  return {
    url: Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(entry) }).href,
    cut,
    mend: async () => {
      await listen(entry);
    },
    block: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: async () => {
      if (server.listening) await cut();
    },
  };
}
