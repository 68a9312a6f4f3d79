import type { Failure } from '../../domain/failure.ts';
import { PlatformError } from '../platform-error.ts';
import { knownTwilioFailure } from './error-table.ts';

/** Errors of the network that come before the request is written: nothing was sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN']);

/** The certificate or the handshake was refused: somebody's proxy or clock is wrong, and nothing was sent. */
const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|EPROTO)/;

/** Given up by a deadline, ours (ERR_CANCELED) or the SDK's. */
const TIMED_OUT = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED', 'ESOCKETTIMEDOUT']);

/**
 * What to do about whatever the SDK threw. It reads shapes and not classes, so that the SDK's own RestException and
 * TwilioServiceException, our TwilioHttpError and axios's errors go by one table. What it doesn't know is `settle_first`:
 * a message may be on its way.
 */
export function classifyTwilioError(error: unknown): Failure {
  if (error instanceof PlatformError) return error.failure;
  if (typeof error !== 'object' || error === null) return { kind: 'settle_first', code: 'unclassified' };
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status === 'number' && !isNetworkError(error)) {
    return classifyAnswer(status, code, (error as { retryAfterMs?: unknown }).retryAfterMs);
  }
  if (error instanceof SyntaxError || (error as { name?: unknown }).name === 'SyntaxError') {
    // A success whose body isn't JSON: the message may well have been taken.
    return { kind: 'settle_first', code: 'not_json' };
  }
  return classifyNetwork(error, typeof code === 'string' ? code : '');
}

function isNetworkError(error: object): boolean {
  return (error as { isAxiosError?: unknown }).isAxiosError === true;
}

function classifyAnswer(status: number, code: unknown, retryAfterMs: unknown): Failure {
  const known = Number.isInteger(code) ? knownTwilioFailure(String(code)) : null;
  const failure = byStatus(status, known, Number.isInteger(code) && code !== 0 ? String(code) : null);
  // What the answer itself says of waiting goes before what the table says.
  return typeof retryAfterMs === 'number' && retryAfterMs >= 0 ? { ...failure, retryAfterMs } : failure;
}

function byStatus(status: number, known: Failure | null, code: string | null): Failure {
  const name = code ?? `http_${status}`;
  // Whatever the code says: a server that fails may have done half of its work.
  if (status >= 500) return { kind: 'settle_first', code: name };
  if (known !== null) return known;
  if (status === 429) return { kind: 'retry_after', code: name };
  if (status === 408) return { kind: 'settle_first', code: name };
  // A redirect comes from a proxy or a sign-in page, never from Twilio's API; 401 and 403 won't mend themselves.
  if (status < 400 || status === 401 || status === 403 || status === 407) return { kind: 'page_operator', code: name };
  return { kind: 'fail_over', code: name };
}

function classifyNetwork(error: object, code: string): Failure {
  const syscall = (error as { syscall?: unknown }).syscall ?? (error as { cause?: { syscall?: unknown } }).cause?.syscall;
  if (syscall === 'connect' || syscall === 'getaddrinfo' || NOT_CONNECTED.has(code)) {
    return { kind: 'retry_after', code: 'unreachable' };
  }
  if (TLS.test(code)) return { kind: 'page_operator', code: 'tls' };
  if (TIMED_OUT.has(code)) return { kind: 'settle_first', code: 'timeout' };
  if (code === 'ECONNRESET' || code === 'EPIPE') return { kind: 'settle_first', code: 'connection_reset' };
  return { kind: 'settle_first', code: 'unclassified' };
}

/** The same failure for a call that only reads: nothing can have been sent, so an unknown outcome may simply be asked again. */
export function ofReading(failure: Failure): Failure {
  return failure.kind === 'settle_first' ? { ...failure, kind: 'retry_after' } : failure;
}
