import { serviceAnswering, type AnsweringService } from '../gateway/operations/operation-table.ts';
import type { ToolOutcome } from './tool-caller.ts';
import type { GatewayFailure } from './gateway-error.ts';

/**
 * `success`: done, or accepted for good, be it now or before (`data.duplicate`), begun or not yet (`data.started`): what a program does next
 * must not hang on how busy the service is. `error`: `error` says what, and what to do.
 */
export type MCPStatus = 'success' | 'error';

/** What every call is answered, as the service's own document has it. */
export interface MCPResponse<Data = unknown> {
  status: MCPStatus;
  /** Null where the call never came to the service. */
  request_id: string | null;
  /** What has answered: `vigia`, or the service whose operation was called. */
  service: AnsweringService;
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
  const head = { request_id: outcome.requestId, service: serviceAnswering(tool), tool, response_time: Math.round(tookMs) / 1_000 };
  return outcome.ok ? { status: 'success', ...head, data: outcome.data as Data, error: null } : { status: 'error', ...head, data: null, error: outcome.failure };
}
