import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What `apps.connections.open` answers next: an address, or something else. */
export type Opening = 'address' | { status: number; body: string; headers?: Record<string, string> };

/** Slack's end of Socket Mode, to be steered by a test frame by frame. */
export class SocketServer {
  readonly sockets: WebSocket[] = [];
  /** Envelope ids that were acknowledged. */
  readonly acknowledged: string[] = [];
  readonly tokens: (string | undefined)[] = [];
  opened = 0;
  opening: Opening = 'address';
  sayHello = true;
  readonly #http: Server;
  readonly #ws = new WebSocketServer({ noServer: true });

  constructor() {
    this.#http = createServer((request, response) => {
      this.opened += 1;
      this.tokens.push(request.headers.authorization);
      const opening = this.opening;
      if (opening === 'address') response.writeHead(200).end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${this.port}/link` }));
      else response.writeHead(opening.status, opening.headers).end(opening.body);
    });
    this.#http.on('upgrade', (request, socket, head) => this.#ws.handleUpgrade(request, socket, head, (ws) => this.#accept(ws)));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.port}/api/`;
  }

  /** Sockets that are open now. */
  get open(): WebSocket[] {
    return this.sockets.filter((socket) => socket.readyState === socket.OPEN);
  }

  deliver(envelopeId: string, payload: unknown, socket = this.open[0]): void {
    socket?.send(JSON.stringify({ envelope_id: envelopeId, type: 'interactive', payload, accepts_response_payload: true }));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.terminate();
    this.#ws.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #accept(socket: WebSocket): void {
    this.sockets.push(socket);
    socket.on('message', (data) => {
      this.acknowledged.push((JSON.parse(data.toString()) as { envelope_id: string }).envelope_id);
    });
    if (this.sayHello) socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  }
}

/** Waits for a real socket or process, no longer than the deadline. */
export async function until(condition: () => boolean, what: string, deadlineMs = 8_000): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
