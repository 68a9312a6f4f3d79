import type { GatewayFailure } from './gateway-error.ts';

export interface CallHow {
  /** Ends the wait for the answer. What was asked for may happen all the same. */
  signal: AbortSignal;
  /** How long one try may take, milliseconds. */
  timeoutMs: number;
}

/** What came of one call. `requestId`: null where it never came to the service. */
export type ToolOutcome = { ok: true; data: unknown; requestId: string | null } | { ok: false; failure: GatewayFailure; requestId: string | null };

export interface ListedTool {
  name: string;
  description?: string | undefined;
  inputSchema: unknown;
  outputSchema?: unknown;
}

/** One way to the service's tools. Each call is one try. @throws GatewayError where that doesn't come so far, and the signal's reason */
export interface ToolCaller {
  call(tool: string, parameters: Readonly<Record<string, unknown>>, how: CallHow): Promise<ToolOutcome>;
  /** The tools that this caller may call. @throws GatewayError */
  tools(how: CallHow): Promise<ListedTool[]>;
  close(): Promise<void>;
}
