import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TwilioIngress, TwilioReading } from './events.ts';
import { toTwilioEvent } from './to-event.ts';
import type { TwilioEvent } from './to-event.ts';
import { verifyTwilioRequest, WebhookRefused } from './verify-request.ts';

/** What a counter may be told. */
export type TwilioWebhookCount =
  | 'inbound' | 'status' | 'repeat' | 'nothing_new' | 'bad_signature' | 'foreign_account' | 'bad_button' | 'unknown_status' | 'not_a_message'
  | 'malformed' | 'not_stored' | 'slow';

export interface TwilioWebhookOptions {
  /** Where Twilio reaches this service, such as `https://vigia.example.org`, with the path that a proxy takes off, if any. */
  publicUrl: string;
  /** The primary Auth Token first; at least one. */
  authTokens: readonly string[];
  accountSid: string;
  ingress: TwilioIngress;
  reading: TwilioReading;
  now: () => Date;
  count?: (what: TwilioWebhookCount) => void;
  /** The answer is given by then, stored or not; milliseconds, 2500 unless given. */
  answerWithinMs?: number;
}

/** The largest request of Twilio's is a few kilobytes. */
const BODY_LIMIT_BYTES = 64 * 1024;

/** Well inside the 3 s that are promised; Twilio itself waits 15. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const ANSWER_WITHIN_MS = 2_500;

type StorableEvent = Exclude<TwilioEvent, { kind: 'ignored' }>;

const EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/**
 * A Fastify plugin: `POST /mcp/twilio/webhook`, for replies and for status callbacks alike, and `POST /mcp/twilio/status`.
 * It answers 403 to what Twilio didn't sign for our account, 413 beyond 64 KB, 415 to other bodies, 503 when the event could
 * not be stored in time (`#rc=3&rp=ct,rt,5xx` at the end of a URL in Twilio's console makes Twilio try again), else empty TwiML
 * or 204. Throws TypeError without an Auth Token.
 */
export function twilioWebhooks(options: TwilioWebhookOptions): (app: FastifyInstance) => Promise<void> {
  if (options.authTokens.every((token) => token === '')) {
    throw new TypeError("Twilio's webhooks need the account's Auth Token: it signs them, the API key doesn't.");
  }
  return async (app) => {
    // Raw bytes, untouched: a trimmed or merged parameter would break the signature. Inside this plugin only.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      ['application/x-www-form-urlencoded', 'application/json'],
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    app.addHook('onError', async (_request, _reply, error) => {
      if (error.statusCode !== undefined && error.statusCode < 500) options.count?.('malformed');
    });
    for (const url of ['/mcp/twilio/webhook', '/mcp/twilio/status']) {
      app.post(url, { bodyLimit: BODY_LIMIT_BYTES }, (request, reply) => handle(request, reply, options));
    }
  };
}

async function handle(request: FastifyRequest, reply: FastifyReply, options: TwilioWebhookOptions): Promise<FastifyReply> {
  const event = readEvent(request, options);
  if (event instanceof WebhookRefused) {
    options.count?.(event.reason);
    return reply.code(403).send();
  }
  if (event.kind === 'ignored') {
    options.count?.(event.why);
    return reply.code(204).send();
  }
  options.count?.(event.kind);
  if (event.kind === 'inbound' && event.badButton) options.count?.('bad_button');
  const outcome = await storeInTime(event, options);
  if (outcome === 'not_stored' || outcome === 'slow') {
    options.count?.(outcome);
    return reply.code(503).send();
  }
  // A receipt may well say what is known already: `sent` is in the answer to the call that made the message.
  if (outcome === 'repeat') options.count?.(event.kind === 'inbound' ? 'repeat' : 'nothing_new');
  return event.kind === 'status' ? reply.code(204).send() : reply.code(200).type('text/xml').send(EMPTY_TWIML);
}

function readEvent(request: FastifyRequest, options: TwilioWebhookOptions): TwilioEvent | WebhookRefused {
  const signature = request.headers['x-twilio-signature'];
  try {
    const params = verifyTwilioRequest({
      originalUrl: request.originalUrl,
      signature: typeof signature === 'string' ? signature : undefined,
      isJson: (request.headers['content-type'] ?? '').startsWith('application/json'),
      raw: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    }, options);
    const attemptId = new URL(request.originalUrl, 'http://unused').searchParams.get('attempt');
    return toTwilioEvent(params, attemptId, options.reading, options.now());
  } catch (error) {
    if (error instanceof WebhookRefused) return error;
    throw error;
  }
}

type Stored = 'new' | 'repeat' | 'not_stored';

/** Hands the event on, and doesn't wait longer than the answer may take: what is stored late is recognised when it comes again. */
async function storeInTime(event: StorableEvent, options: TwilioWebhookOptions): Promise<Stored | 'slow'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), options.answerWithinMs ?? ANSWER_WITHIN_MS);
  });
  return Promise.race([store(event, options.ingress), late]).finally(() => clearTimeout(timer));
}

async function store(event: StorableEvent, ingress: TwilioIngress): Promise<Stored> {
  try {
    const isNew = event.kind === 'inbound' ? await ingress.onInbound(event.event) : await ingress.onStatus(event.event);
    return isNew ? 'new' : 'repeat';
  } catch {
    return 'not_stored';
  }
}
