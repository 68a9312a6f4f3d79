/** What went wrong, as the gateway tells it, or as this client does where the gateway could not be asked. */
export interface GatewayFailure {
  /** The gateway's own, or `unreachable`, `timed_out`, `unexpected_answer`, `invalid_options`, `closed`. */
  code: string;
  /** The first parameter that is wrong, as the gateway spells it. */
  field?: string;
  message: string;
  /** What to do about it. */
  hint: string;
  /** Whether the same call may go well later. */
  retryable: boolean;
  /** Seconds to wait before that. */
  retryAfterS?: number;
  /** The scope that would do, where the key lacks it. */
  scope?: string;
  /** Every parameter that is wrong. */
  problems?: readonly { field: string; problem: string; hint: string }[];
}

/** A call that came to nothing. Its message holds nothing of what was sent, the key least of all. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly failure: GatewayFailure;
  readonly code: string;
  readonly hint: string;
  readonly retryable: boolean;
  /** To give to whoever runs the service; null where the call never came there. */
  readonly requestId: string | null;

  constructor(failure: GatewayFailure, requestId: string | null = null) {
    super(`${failure.code}: ${failure.message} ${failure.hint}`);
    this.failure = failure;
    this.code = failure.code;
    this.hint = failure.hint;
    this.retryable = failure.retryable;
    this.requestId = requestId;
  }
}

/** An answer that is none of this gateway's, such as a proxy's. */
export function unexpectedAnswer(what: string, retryable = false): GatewayFailure {
  return { code: 'unexpected_answer', message: `The gateway's address answered ${what}.`, hint: 'Check that gatewayUrl is the address of Vigia\'s gateway.', retryable };
}
