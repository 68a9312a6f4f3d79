import { AlertNotFoundError, DirectConflictError, IdempotencyConflictError, NotRecordedError, TemporalUnreachableError } from '../client.ts';
import { isLedgerError } from '../ledger/ledger.ts';
import { ToolError, type ToolFailure } from './tool-error.ts';

/** How soon to come back when something of ours doesn't answer, seconds. */
const COME_BACK_S = 5;

/** What to tell of anything that went wrong: our own words where we know them. */
export function classifyError(error: unknown): ToolFailure {
  if (error instanceof ToolError) return error.failure;
  if (error instanceof AlertNotFoundError) return notFound();
  if (error instanceof IdempotencyConflictError) {
    return {
      code: 'key_reused', field: 'idempotency_key', retryable: false,
      message: `idempotency_key was used before for something else (alert ${error.alertCode})`, hint: 'Give each finding a key of its own; use the same one only to repeat the same call.',
    };
  }
  if (error instanceof DirectConflictError) {
    return {
      code: 'key_reused', field: 'idempotency_key', retryable: false,
      message: `idempotency_key was used before for something else (message ${error.messageCode})`, hint: 'Give each message a key of its own; use the same one only to repeat the same call.',
    };
  }
  if (error instanceof NotRecordedError) {
    return { code: 'not_recorded', message: notRecorded(error), hint: 'Have people called now, by telephone. Repeat the same call until it is accepted.', retryable: true, retryAfterS: COME_BACK_S };
  }
  if (error instanceof TemporalUnreachableError) {
    return { code: 'unavailable', message: 'The alerts do not answer at the moment, so nothing was done.', hint: 'Repeat the same call.', retryable: true, retryAfterS: COME_BACK_S };
  }
  if (isLedgerError(error)) {
    return { code: 'unavailable', message: 'The ledger cannot be used at the moment, so nothing was taken in.', hint: 'Repeat the same call; tell whoever runs the service if it stays so.', retryable: true, retryAfterS: COME_BACK_S };
  }
  return { code: 'internal', message: 'The call failed unexpectedly.', hint: 'That is a defect: tell whoever runs the service the request_id.', retryable: false };
}

/** Without where the ledger is, which is for whoever runs the service. */
function notRecorded({ code, reached }: NotRecordedError): string {
  const done = reached.length === 0 ? 'nobody could be paged directly either' : `${reached.join(', ')} were paged directly, and nothing will follow`;
  return `The critical alert ${code} could not be recorded; ${done}.`;
}

export function notFound(): ToolFailure {
  return { code: 'alert_not_found', field: 'code', message: 'No alert has this code.', hint: 'list_alerts shows those there are.', retryable: false };
}
