import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { Failure } from '../../domain/failure.ts';
import { SLACK_CODE_KINDS } from './slack-error-codes.ts';

/** What a code looks like; whatever else stands in its place (a proxy's page, cut JSON) is not passed on. */
const CODE_SHAPE = /^[a-z][a-z0-9_]{1,63}$/;

/** Names of scopes, as Slack lists those that are needed: `chat:write,im:write`. */
const SCOPES_SHAPE = /^[a-z:._,]{1,200}$/;

/** Wait when Slack limits us and doesn't say for how long. Its limits count per minute and per second. */
const UNNAMED_RATE_LIMIT_WAIT_MS = 30_000;

/** No connection came about, so no request left. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT',
]);

/** The other end could not prove that it is Slack (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)|^HOSTNAME_MISMATCH$/;

/**
 * Says what to do about anything that a call by @slack/web-api 8.2 with `retries: 0`, `rejectRateLimitedCalls` and a
 * `timeout` throws. Only codes come out, never an error's own text: that may hold a URL, a page or what was sent.
 */
export function classifySlackError(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'retry_after', code: 'ratelimited', retryAfterMs: error.retryAfter * 1000 };
  }
  if (error instanceof WebAPIPlatformError) return classifyAnswer(error);
  if (error instanceof WebAPIHTTPError) return classifyStatus(error);
  if (error instanceof WebAPIRequestError) return classifyTransport(error.original);
  // A 429 without Retry-After has no class and no code of its own in 8.2.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain a valid timeout')) {
    return { kind: 'retry_after', code: 'ratelimited', retryAfterMs: UNNAMED_RATE_LIMIT_WAIT_MS };
  }
  // What is thrown while the body is read comes as it is; Slack had the request then.
  return classifyTransport(error);
}

/** Status 200 and `ok` not true: a code, or whatever stood in the answer's place. */
function classifyAnswer(error: WebAPIPlatformError): Failure {
  const { error: code, needed, response_metadata: metadata } = error.data as { error?: unknown; needed?: unknown; response_metadata?: { retryAfter?: number } };
  if (typeof code !== 'string' || !CODE_SHAPE.test(code)) return { kind: 'settle_first', code: 'unreadable_answer' };
  const scopes = code === 'missing_scope' && typeof needed === 'string' && SCOPES_SHAPE.test(needed) ? { detail: needed } : {};
  const failure: Failure = { kind: SLACK_CODE_KINDS.get(code) ?? 'fail_over', code, ...scopes };
  const seconds = metadata?.retryAfter;
  return failure.kind === 'retry_after' && seconds !== undefined ? { ...failure, retryAfterMs: seconds * 1000 } : failure;
}

/** Slack itself answers 200 and 429; any other status comes from its front or from a proxy on the way. */
function classifyStatus(error: WebAPIHTTPError): Failure {
  const code = `http_${error.statusCode}`;
  if (error.statusCode >= 500 || error.statusCode === 408) {
    const seconds = Number.parseInt(String(error.headers['retry-after'] ?? ''), 10);
    return Number.isNaN(seconds) ? { kind: 'settle_first', code } : { kind: 'settle_first', code, retryAfterMs: seconds * 1000 };
  }
  return { kind: 'page_operator', code };
}

function classifyTransport(error: unknown): Failure {
  const names = [...causes(error)];
  if (names.some((name) => NEVER_SENT.has(name))) return { kind: 'retry_after', code: 'no_connection' };
  if (names.some((name) => CERTIFICATE.test(name))) return { kind: 'page_operator', code: 'bad_certificate' };
  if (names.includes('unexpected redirect')) return { kind: 'page_operator', code: 'redirected' };
  if (names.includes('TimeoutError') || names.includes('AbortError')) return { kind: 'settle_first', code: 'timeout' };
  return { kind: 'settle_first', code: 'connection_lost' };
}

/** Codes and names along the chain of causes, by shape: an error that fetch made may come from another realm. */
function* causes(error: unknown): Generator<string> {
  let current = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, name, message, cause } = current as { code?: unknown; name?: unknown; message?: unknown; cause?: unknown };
    if (typeof code === 'string') yield code;
    if (typeof name === 'string') yield name;
    // A redirect has only its message.
    if (message === 'unexpected redirect') yield message;
    current = cause;
  }
}
