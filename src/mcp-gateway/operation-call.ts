import { respelt, withDropped } from '../gateway/operations/in-callers-spelling.ts';
import { aliasToToolCall, type MeantCall } from '../gateway/operations/to-tool-call.ts';
import { invalidArguments, type ToolFailure } from '../gateway/tool-error.ts';
import type { ToolOutcome } from './tool-caller.ts';

/** The service's own document's names for operations of one service each. */
export type OperationAlias = 'whatsapp_operation' | 'slack_operation' | 'fhir_integration';

/** The call that an operation means, or why it is none. Reckoned here as the gateway does it for REST. */
export function toMeantCall(alias: OperationAlias, operation: string, parameters: Readonly<Record<string, unknown>>): { ok: true; call: MeantCall } | { ok: false; failure: ToolFailure } {
  const meant = aliasToToolCall({ tool: alias, parameters: { ...parameters, operation } });
  if (meant === null) throw new Error(`${alias} has no operations`);
  return meant.ok ? meant : { ok: false, failure: invalidArguments(meant.problems).failure };
}

/** What came of it, told in the caller's words. */
export function inCallersWords(outcome: ToolOutcome, { dropped, spelt }: Pick<MeantCall, 'dropped' | 'spelt'>): ToolOutcome {
  return outcome.ok ? { ...outcome, data: withDropped(outcome.data, dropped) } : { ...outcome, failure: respelt(outcome.failure as ToolFailure, spelt) };
}
