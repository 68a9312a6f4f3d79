import type { ToolOutcome } from './tool-caller.ts';
import type { GatewayFailure } from './gateway-error.ts';

/**
 * `success`: done, or accepted for good. `duplicate`: it was there before, and this is that. `pending`: accepted for good, and it begins as soon as
 * Temporal has taken it. `error`: `error` says what, and what to do.
 */
export type MCPStatus = 'success' | 'error' | 'duplicate' | 'pending';

/** What every call is answered, as the service's own document has it. */
export interface MCPResponse<Data = unknown> {
  status: MCPStatus;
  /** Null where the call never came to the service. */
  request_id: string | null;
  service: 'vigia';
  /** The tool that was called. */
  tool: string;
  /** Null in case of an error. */
  data: Data | null;
  error: GatewayFailure | null;
  /** Seconds from the call to its answer, all tries included. */
  response_time: number;
}

/** Never throws: an error is a value. */
export function toResponse<Data>(tool: string, outcome: ToolOutcome, tookMs: number): MCPResponse<Data> {
  const head = { request_id: outcome.requestId, service: 'vigia' as const, tool, response_time: Math.round(tookMs) / 1_000 };
  return outcome.ok ? { status: statusOf(outcome.data), ...head, data: outcome.data as Data, error: null } : { status: 'error', ...head, data: null, error: outcome.failure };
}

function statusOf(data: unknown): MCPStatus {
  const { duplicate, started, answer } = (data ?? {}) as { duplicate?: unknown; started?: unknown; answer?: { outcome?: unknown } };
  if (started === false || answer?.outcome === 'recorded') return 'pending';
  return duplicate === true ? 'duplicate' : 'success';
}
