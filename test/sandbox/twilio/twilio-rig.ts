import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import twilio from 'twilio';
import { createFaults } from '../../../src/sandbox/faults.ts';
import type { Faults } from '../../../src/sandbox/faults.ts';
import { openJournal } from '../../../src/sandbox/journal.ts';
import type { Journal } from '../../../src/sandbox/journal.ts';
import { createTwilioSimulator } from '../../../src/sandbox/twilio/twilio-simulator.ts';
import type { TwilioSimulator, TwilioSimulatorOptions } from '../../../src/sandbox/twilio/twilio-simulator.ts';

export const ANA = 'whatsapp:+573001110001';
export const ANA_SMS = '+573001110001';

export const PAGE_TEMPLATE = {
  friendlyName: 'vigia_page_es_v1',
  language: 'es',
  body: 'Alerta {{1}} crítica. Responda SÍ o NO antes de las {{2}}.',
  buttons: [{ id: 'ack:{{3}}', title: 'La tomo' }, { id: 'dec:{{3}}', title: 'No puedo' }],
};

export interface Received {
  url: string;
  params: Record<string, string>;
  /** By the SDK's own verifier, over the URL as it was configured. */
  signed: boolean;
  idempotencyToken: string | undefined;
}

export interface TwilioRig {
  simulator: TwilioSimulator;
  journal: Journal;
  faults: Faults;
  client: ReturnType<typeof twilio>;
  baseUrl: string;
  /** Our side: where callbacks and inbound messages arrive. */
  receiver: { url: string; received: Received[]; answerWith(status: number): void };
  setNow(iso: string): void;
  stop(): Promise<void>;
}

/** The simulator on a free port, the real SDK before it, and a receiver that checks every signature. */
export async function startTwilioRig(
  options: TwilioSimulatorOptions & { home?: string; useAuthToken?: boolean; poll?: boolean; clock?: () => Date } = {},
): Promise<TwilioRig> {
  let set = new Date('2026-03-02T10:00:00Z');
  const now = options.clock ?? ((): Date => set);
  const receiver = await startReceiver();
  const journal = openJournal({ path: null, now });
  const faults = createFaults();
  const context = {
    journal, faults, changed() {}, gatewayUrl: () => (options.poll === true ? null : receiver.url), now, home: options.home ?? null,
  };
  const simulator = createTwilioSimulator(context, { schedule: 'manual', templates: [PAGE_TEMPLATE], ...options });
  receiver.authToken = simulator.account.authToken;
  const app = Fastify();
  await simulator.register(app);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const baseUrl = `${addressOf(app)}/twilio`;
  return {
    simulator, journal, faults, baseUrl, client: createClient(simulator, baseUrl, options.useAuthToken === true), receiver,
    setNow: (iso) => void (set = new Date(iso)),
    async stop() {
      await app.close();
      await simulator.close();
      await receiver.app.close();
    },
  };
}

function createClient(simulator: TwilioSimulator, baseUrl: string, useAuthToken: boolean): ReturnType<typeof twilio> {
  const { accountSid, authToken, apiKeySid, apiKeySecret } = simulator.account;
  const client = useAuthToken ? twilio(accountSid, authToken) : twilio(apiKeySid, apiKeySecret, { accountSid });
  client.api.baseUrl = baseUrl;
  client.content.baseUrl = baseUrl;
  return client;
}

async function startReceiver(): Promise<TwilioRig['receiver'] & { app: FastifyInstance; authToken: string }> {
  const app = Fastify();
  let status = 204;
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, String(text)));
  app.post('/*', async (request, reply) => {
    const params = Object.fromEntries(new URLSearchParams(request.body as string));
    const url = `${receiver.url}${request.url}`;
    const signature = String(request.headers['x-twilio-signature']);
    const token = request.headers['i-twilio-idempotency-token'];
    receiver.received.push({ url, params, signed: twilio.validateRequest(receiver.authToken, signature, url, params), idempotencyToken: token?.toString() });
    return reply.code(status).send();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const receiver = { app, url: addressOf(app), received: [] as Received[], authToken: '', answerWith: (code: number) => void (status = code) };
  return receiver;
}

function addressOf(app: FastifyInstance): string {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `http://127.0.0.1:${address.port}`;
}
