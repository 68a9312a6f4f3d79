import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import twilio from 'twilio';

export const AUTH_TOKEN = 'auth-token-of-nobody';
export const ACCOUNT_SID = `AC${'0a'.repeat(16)}`;
export const PUBLIC_URL = 'https://vigia.example.org/hospital';
export const INBOUND_SID = `SM${'7'.repeat(32)}`;

export interface SignedPost {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload: string;
}

/** A form post as Twilio makes it, signed for the public address. */
export function signedPost(path: string, params: Record<string, string>, token: string = AUTH_TOKEN, publicUrl: string = PUBLIC_URL): SignedPost {
  return {
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': twilio.getExpectedTwilioSignature(token, `${publicUrl}${path}`, params),
      // What arrives behind a proxy, and must not matter.
      host: 'internal:8080',
      'x-forwarded-proto': 'http',
    },
    payload: new URLSearchParams(params).toString(),
  };
}

export function inboundParams(changes: Record<string, string> = {}): Record<string, string> {
  return {
    MessageSid: INBOUND_SID, SmsSid: INBOUND_SID, SmsMessageSid: INBOUND_SID, AccountSid: ACCOUNT_SID, From: 'whatsapp:+56900000001', To: 'whatsapp:+14155550100',
    Body: 'sí', NumMedia: '0', SmsStatus: 'received', ProfileName: 'Ana', WaId: '56900000001', MessageType: 'text', ApiVersion: '2010-04-01', ...changes,
  };
}

export function statusParams(changes: Record<string, string> = {}): Record<string, string> {
  return {
    MessageSid: INBOUND_SID, SmsSid: INBOUND_SID, MessageStatus: 'delivered', SmsStatus: 'delivered', AccountSid: ACCOUNT_SID,
    From: 'whatsapp:+14155550100', To: 'whatsapp:+56900000001', ApiVersion: '2010-04-01', ...changes,
  };
}

export interface Answer {
  statusCode: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends over a real socket, headers as given, `host` included. */
export function send(address: string, { method, url, headers, payload }: SignedPost): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${address}${url}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
    });
    outgoing.on('error', reject);
    outgoing.end(payload);
  });
}
