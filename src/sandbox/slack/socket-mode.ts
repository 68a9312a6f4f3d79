import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { APP } from './workspace-types.ts';

/** Why Slack ends a socket. https://docs.slack.dev/apis/events-api/using-socket-mode */
export type DisconnectReason = 'refresh_requested' | 'warning' | 'link_disabled' | 'too_many_websockets';

/** What an envelope was answered with; null when no answer came in time. */
export interface Acknowledgment {
  payload: unknown;
}

/** Slack's end of Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode {
  attach(server: Server): void;
  /** A path with a ticket that opens one socket. */
  openPath(): string;
  /** Sockets that are open and have not been told to go. */
  connected(): number;
  /** Resolves at once when a socket is open, else when the next one opens. */
  whenConnected(): Promise<void>;
  /** Sends an envelope to one socket, in turn. `retry` marks it as sent before. */
  send(envelope: { id: string; type: string; payload: unknown; retry?: boolean }, deadlineMs: number): Promise<Acknowledgment | null>;
  /** Tells every socket to go, as Slack does every few hours. */
  disconnect(reason: DisconnectReason): void;
  /** Cuts every socket without a word. */
  drop(): void;
  close(): Promise<void>;
}

const PATH = '/slack/socket';
const PING_EVERY_MS = 5_000;
/** A client that was told to go is cut after this long. */
const GRACE_MS = 10_000;

/** How long a client may take to answer a goodbye when the sandbox ends. */
const GOODBYE_MS = 500;

interface Live {
  socket: WebSocket;
  leaving: boolean;
  alive: boolean;
}

export function createSocketMode({ run, changed }: { run: number; changed: () => void }): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets = new Set<Live>();
  const waiting = new Map<string, (acknowledgment: Acknowledgment) => void>();
  const arrivals: (() => void)[] = [];
  let issued = 0;
  let turn = 0;
  let http: Server | null = null;
  const open = (): Live[] => [...sockets].filter(({ leaving }) => !leaving);

  const pings = setInterval(() => {
    for (const live of sockets) {
      if (!live.alive) live.socket.terminate();
      live.alive = false;
      live.socket.ping();
    }
  }, PING_EVERY_MS).unref();

  const onMessage = (data: RawData): void => {
    const message = parseAcknowledgment(data);
    if (message) waiting.get(message.id)?.({ payload: message.payload });
  };

  const welcome = (socket: WebSocket): void => {
    const live: Live = { socket, leaving: false, alive: true };
    sockets.add(live);
    socket.on('pong', () => { live.alive = true; });
    socket.on('message', onMessage);
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      sockets.delete(live);
      changed();
    });
    socket.send(JSON.stringify(hello(sockets.size)));
    for (const arrived of arrivals.splice(0)) arrived();
    changed();
  };

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== PATH) return;
    if (!tickets.delete(url.searchParams.get('ticket') ?? '')) {
      stream.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, stream, head, welcome);
  };

  return {
    attach(target) {
      http = target;
      target.on('upgrade', onUpgrade);
    },
    openPath() {
      issued += 1;
      const ticket = `${run}-${issued}`;
      tickets.add(ticket);
      return `${PATH}?ticket=${ticket}&app_id=${APP.appId}`;
    },
    connected: () => open().length,
    whenConnected: () => (open().length > 0 ? Promise.resolve() : new Promise((resolve) => arrivals.push(resolve))),
    send({ id, type, payload, retry = false }, deadlineMs) {
      const candidates = open();
      const live = candidates[turn++ % Math.max(candidates.length, 1)];
      if (!live) return Promise.resolve(null);
      return new Promise((resolve) => {
        const finish = (acknowledgment: Acknowledgment | null): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(acknowledgment);
        };
        const timer = setTimeout(() => finish(null), deadlineMs);
        waiting.set(id, finish);
        live.socket.send(JSON.stringify({
          envelope_id: id, type, payload, accepts_response_payload: false, retry_attempt: retry ? 1 : 0, retry_reason: retry ? 'timeout' : '',
        }));
      });
    },
    disconnect(reason) {
      for (const live of open()) {
        live.leaving = true;
        live.socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
        const timer = setTimeout(() => live.socket.terminate(), GRACE_MS).unref();
        live.socket.once('close', () => clearTimeout(timer));
      }
    },
    drop() {
      for (const live of sockets) {
        live.leaving = true;
        live.socket.terminate();
      }
    },
    async close() {
      clearInterval(pings);
      http?.off('upgrade', onUpgrade);
      await Promise.all([...sockets].map(({ socket }) => closeSocket(socket)));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Says goodbye, and cuts a client that doesn't answer. */
function closeSocket(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}

function hello(connections: number): object {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: APP.appId },
    debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
  };
}

function parseAcknowledgment(data: RawData): { id: string; payload: unknown } | null {
  try {
    const { envelope_id: id, payload } = JSON.parse(data.toString()) as { envelope_id?: unknown; payload?: unknown };
    return typeof id === 'string' ? { id, payload: payload ?? null } : null;
  } catch {
    return null;
  }
}
