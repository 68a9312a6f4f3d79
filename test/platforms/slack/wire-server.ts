import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface WireRequest {
  method: string;
  form: Record<string, string>;
  authorization: string | undefined;
}

export type WireAnswer = (request: WireRequest, response: ServerResponse, raw: IncomingMessage) => void;

/** A server that answers each Web API call as a test says, byte for byte, and remembers what it was asked. */
export class WireServer {
  readonly requests: WireRequest[] = [];
  answer: WireAnswer = (_request, response) => answerJson(response, { ok: true });
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(raw: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = {
      method: (raw.url ?? '').replace('/api/', ''),
      form: Object.fromEntries(new URLSearchParams(await text(raw))),
      authorization: raw.headers.authorization,
    };
    this.requests.push(request);
    this.answer(request, response, raw);
  }
}

export function answerJson(response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
