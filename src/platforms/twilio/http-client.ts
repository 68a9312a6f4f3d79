import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import type Response from 'twilio/lib/http/response.js';
import { parseRetryAfter } from './retry-after.ts';

/** Where the APIs are, when not at Twilio: the sandbox. */
export interface TwilioBaseUrls {
  /** Stands for `https://api.twilio.com`. */
  api: string;
  /** Stands for `https://content.twilio.com`. */
  content: string;
}

/**
 * An answer that isn't a success. It holds no text of Twilio's, which may name a number or what was said; and unlike the
 * SDK's RestException it knows the headers of this very answer.
 */
export class TwilioHttpError extends Error {
  override readonly name = 'TwilioHttpError';
  readonly status: number;
  /** Twilio's error code, null when the answer had none (a proxy's page, say). */
  readonly code: number | null;
  readonly retryAfterMs: number | null;
  /** What Twilio's support asks for. https://www.twilio.com/docs/usage/twilios-response */
  readonly requestId: string | null;

  constructor(status: number, code: number | null, retryAfterMs: number | null, requestId: string | null) {
    super(`Twilio answered HTTP ${status}${code === null ? '' : `, code ${code}`}.`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.requestId = requestId;
  }
}

/** A thousand messages in a list are about 1 MB; an answer larger than this isn't Twilio's. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/**
 * The SDK's HTTP client with three changes: an absolute deadline (the SDK's timeout is one of silence, and a body that
 * trickles never ends it), errors that carry their own answer's headers, and base addresses that can be replaced.
 */
export class TwilioHttpClient extends twilio.RequestClient {
  readonly #baseUrls: TwilioBaseUrls | null;

  /** `timeoutMs`: the longest one request may take, from its start to the last byte of the answer. */
  constructor(timeoutMs: number, baseUrls: TwilioBaseUrls | null = null) {
    super({ timeout: timeoutMs, autoRetry: false });
    this.#baseUrls = baseUrls;
    this.axios.interceptors.request.use((config) => {
      config.signal = AbortSignal.timeout(timeoutMs);
      config.maxContentLength = MAX_ANSWER_BYTES;
      return config;
    });
  }

  /** Throws TwilioHttpError for every answer but 2xx, and what axios throws when there was no answer. */
  override async request<TData>(opts: RequestClient.RequestOptions<TData>): Promise<Response.default<TData>> {
    const answer = await super.request<TData>({ ...opts, uri: this.#addressOf(opts.uri) } as RequestClient.RequestOptions<TData>);
    if (answer.statusCode >= 200 && answer.statusCode < 300) return answer;
    const headers = (answer.headers ?? {}) as Record<string, unknown>;
    throw new TwilioHttpError(
      answer.statusCode,
      codeIn(answer.body),
      parseRetryAfter(headers['retry-after'], new Date()),
      typeof headers['twilio-request-id'] === 'string' ? headers['twilio-request-id'] : null,
    );
  }

  // Rewritten here and not by the SDK's `baseUrl`, because an edge or region (also TWILIO_EDGE, TWILIO_REGION) would garble
  // an address that isn't twilio.com.
  #addressOf(uri: string): string {
    if (this.#baseUrls === null) return uri;
    const url = new URL(uri);
    if (!url.hostname.endsWith('.twilio.com')) return uri;
    const base = url.hostname.startsWith('content.') ? this.#baseUrls.content : this.#baseUrls.api;
    return `${base.replace(/\/+$/, '')}${url.pathname}${url.search}`;
  }
}

function codeIn(body: unknown): number | null {
  let parsed: unknown = body;
  if (typeof body === 'string') {
    try {
      parsed = JSON.parse(body);
    } catch {
      return null;
    }
  }
  if (typeof parsed !== 'object' || parsed === null || !('code' in parsed)) return null;
  const code = Number(parsed.code);
  return Number.isInteger(code) && code > 0 ? code : null;
}
