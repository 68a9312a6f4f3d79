import { createHmac } from 'node:crypto';
import type { ActResult } from '../simulator.ts';

/** A call that the provider makes to us, and what came of it. */
export interface WebhookCall {
  kind: 'status' | 'inbound';
  /** As configured, fragment included. */
  url: string;
  params: Record<string, string>;
  /** HTTP status of the last try; 0 when nothing answered. */
  status: number;
  /** Every try's answer, the body cut at 2,000 characters. */
  answers: ActResult['answers'];
}

export interface WebhookRequest {
  kind: WebhookCall['kind'];
  url: string;
  params: Record<string, string>;
  authToken: string;
  /** The same over retries of one event. */
  idempotencyToken: string;
}

type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

interface Policy { retries: number; on: Set<string>; timeoutMs: number }

/** Most retries that a URL can ask for, and the time a call may take. https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const MAX_RETRIES = 5;
const MAX_TIMEOUT_MS = 15_000;
const MAX_ANSWER_CHARS = 2000;

/** X-Twilio-Signature of a form post. https://www.twilio.com/docs/usage/webhooks/webhooks-security */
export function signWebhook(authToken: string, url: string, params: Record<string, string>): string {
  const signed = Object.keys(params).sort().map((name) => `${name}${params[name] ?? ''}`).join('');
  return createHmac('sha1', authToken).update(`${url}${signed}`, 'utf8').digest('base64');
}

/** Retries as the URL's fragment asks: one on a failed connection unless it says otherwise. */
function toPolicy(fragment: string): Policy {
  const overrides = new URLSearchParams(fragment);
  const retries = Math.min(Number(overrides.get('rc') ?? 1), MAX_RETRIES);
  const timeoutMs = Math.min(Number(overrides.get('rt') ?? MAX_TIMEOUT_MS), MAX_TIMEOUT_MS);
  return { retries, on: new Set((overrides.get('rp') ?? 'ct').split(',')), timeoutMs };
}

function retryReason(outcome: Try): RetryReason | null {
  if (outcome.status === 0) return outcome.timedOut ? 'rt' : 'ct';
  if (outcome.status >= 500) return '5xx';
  return outcome.status >= 400 ? '4xx' : null;
}

interface Try { status: number; timedOut: boolean; body: string; tookMs: number }

async function post(url: string, request: WebhookRequest, timeoutMs: number): Promise<Try> {
  const startedMs = performance.now();
  const tookMs = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      // A redirect turns a POST into a GET at Twilio too; whoever answers one is told by its status.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': signWebhook(request.authToken, url, request.params),
        'i-twilio-idempotency-token': request.idempotencyToken,
      },
      body: new URLSearchParams(request.params).toString(),
    });
    const body = (await response.text()).slice(0, MAX_ANSWER_CHARS);
    return { status: response.status, timedOut: false, body, tookMs: tookMs() };
  } catch (error) {
    return { status: 0, timedOut: error instanceof Error && error.name === 'TimeoutError', body: '', tookMs: tookMs() };
  }
}

/** Posts a signed webhook by Twilio's rules; never throws, because a provider doesn't care. */
export async function callWebhook(request: WebhookRequest): Promise<WebhookCall> {
  const [url = '', fragment = ''] = request.url.split('#', 2);
  const policy = toPolicy(fragment);
  const answers: WebhookCall['answers'] = [];
  for (;;) {
    const outcome = await post(url, request, policy.timeoutMs);
    answers.push({ via: 'http', status: outcome.status, body: outcome.body, tookMs: outcome.tookMs });
    const reason = retryReason(outcome);
    const again = reason !== null && (policy.on.has(reason) || policy.on.has('all'));
    if (again && answers.length <= policy.retries) continue;
    return { kind: request.kind, url: request.url, params: request.params, status: outcome.status, answers };
  }
}
