import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import type { TwilioClient } from '../../../src/platforms/twilio/client.ts';
import { asRendered } from '../../../src/domain/message.ts';
import type { MessageFacts, RenderedMessage } from '../../../src/domain/message.ts';

export const ACCOUNT_SID = `AC${'0a'.repeat(16)}`;
export const API_KEY_SID = `SK${'0b'.repeat(16)}`;
export const API_KEY_SECRET = 'secret-that-no-error-may-hold';
export const RECIPIENT = '+56900000001';
export const SENDER = '+14155550100';
export const MESSAGE_SID = `SM${'1'.repeat(32)}`;
export const TEMPLATE_SID = `HX${'2'.repeat(32)}`;

export interface WireRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Answerer = (request: WireRequest, response: ServerResponse) => void;

/** A server that answers what a test says, byte for byte, where Twilio would stand. */
export interface Wire {
  baseUrl: string;
  client: TwilioClient;
  requests: WireRequest[];
  /** Replaces how requests are answered. */
  answer(answerer: Answerer): void;
  close(): Promise<void>;
}

export async function startWire(timeoutMs = 8_000): Promise<Wire> {
  const requests: WireRequest[] = [];
  let answerer: Answerer = (_request, response) => response.writeHead(500).end();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://wire');
      const request = { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      answerer(request, response);
    });
  });
  await listen(server);
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createTwilioClient({ accountSid: ACCOUNT_SID, apiKeySid: API_KEY_SID, apiKeySecret: API_KEY_SECRET }, { api: baseUrl, content: baseUrl }, timeoutMs);
  return {
    baseUrl, client, requests,
    answer: (next) => { answerer = next; },
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

export function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answerer {
  return (_request, response) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function raw(status: number, body: string, headers: Record<string, string> = {}): Answerer {
  return (_request, response) => response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
}

/** A message resource as Twilio lists it. */
export function messageResource(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sid: MESSAGE_SID, account_sid: ACCOUNT_SID, status: 'queued', to: `whatsapp:${RECIPIENT}`, from: `whatsapp:${SENDER}`, body: '',
    num_segments: '1', num_media: '0', direction: 'outbound-api', error_code: null, error_message: null, price: null, price_unit: null,
    api_version: '2010-04-01', messaging_service_sid: null, date_created: 'Tue, 24 Nov 2026 08:00:00 +0000', date_sent: null,
    date_updated: 'Tue, 24 Nov 2026 08:00:00 +0000', uri: '', subresource_uris: {}, ...changes,
  };
}

export function facts(changes: Partial<MessageFacts> = {}): MessageFacts {
  return {
    code: 'K7F2-Q9MD', severity: 'critical', stage: '4', confidenceBand: 'high', needsReview: false, deadline: '2026-11-24T08:05:00.000Z',
    step: 1, owner: null, status: 'notified', link: null, desk: null, drill: false, repeat: false, ...changes,
  } as MessageFacts;
}

export function rendered(changes: Partial<RenderedMessage> = {}): RenderedMessage {
  return asRendered({
    kind: 'page', language: 'es', template: 'vigia_page_es_v1', variables: ['CRÍTICA', '08:05', 'K7F2-Q9MD'],
    text: 'Alerta CRÍTICA hasta las 08:05. Código K7F2-Q9MD. Responda SÍ o NO.',
    actions: [{ action: 'acknowledge', label: 'Voy' }, { action: 'decline', label: 'No puedo' }],
    facts: facts(), ...changes,
  });
}
