import { aliasToToolCall, type MeantCall } from '../gateway/operations/to-tool-call.ts';
import type { GatewayFailure } from './gateway-error.ts';
import type { ToolOutcome } from './tool-caller.ts';

type Problem = NonNullable<GatewayFailure['problems']>[number];

/** The call that an operation of the service's own document means, or why it is none. Reckoned here as the gateway does it for REST. */
export function toMeantCall(alias: 'whatsapp_operation' | 'slack_operation' | 'fhir_integration', operation: string, parameters: Readonly<Record<string, unknown>>): { ok: true; call: MeantCall } | { ok: false; failure: GatewayFailure } {
  const meant = aliasToToolCall({ tool: alias, parameters: { ...parameters, operation } });
  if (meant === null) throw new Error(`${alias} has no operations`);
  return meant.ok ? meant : { ok: false, failure: invalidArguments(meant.problems) };
}

/** What came of it, told in the caller's words. */
export function inCallersWords(outcome: ToolOutcome, { dropped, spelt }: Pick<MeantCall, 'dropped' | 'spelt'>): ToolOutcome {
  if (outcome.ok) return dropped.length === 0 ? outcome : { ...outcome, data: withDropped(outcome.data as Record<string, unknown>, dropped) };
  const { failure } = outcome;
  if (!failure.problems || Object.keys(spelt).length === 0) return outcome;
  const problems = failure.problems.map((problem) => ({ ...problem, field: spelt[problem.field] ?? problem.field }));
  return { ...outcome, failure: { ...invalidArguments(problems), code: failure.code } };
}

function withDropped(data: Record<string, unknown>, dropped: readonly string[]): Record<string, unknown> {
  return { ...data, dropped: [...((data['dropped'] as string[] | undefined) ?? []), ...dropped] };
}

/** In the gateway's own words. */
function invalidArguments(problems: readonly Problem[]): GatewayFailure {
  const [first] = problems;
  return {
    code: 'invalid_arguments', ...(first ? { field: first.field } : {}),
    message: `${problems.map(({ field, problem }) => `${field} ${problem}`).join('; ')}.`,
    hint: problems.map(({ field, hint }) => (problems.length === 1 ? hint : `${field}: ${hint}`)).join(' '),
    retryable: false, problems,
  };
}
