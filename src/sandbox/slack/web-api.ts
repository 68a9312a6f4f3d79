import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decideOutcome, deliver } from '../fault-answer.ts';
import type { Answer } from '../fault-answer.ts';
import type { SandboxContext } from '../simulator.ts';
import { chatMethods } from './chat-methods.ts';
import { checkRequest, isMethodName } from './check-request.ts';
import type { CheckedRequest } from './check-request.ts';
import { conversationMethods } from './conversation-methods.ts';
import type { Method, MethodContext, MethodTable } from './method.ts';
import { SlackError } from './slack-error.ts';
import type { SlackTokens } from './tokens.ts';
import { userMethods } from './user-methods.ts';

type Fields = { [name: string]: unknown };

const METHODS: MethodTable = { ...chatMethods, ...conversationMethods, ...userMethods };

/** Largest request taken, bytes. */
const MAX_BODY = 1_048_576;

export interface WebApiOptions {
  context: SandboxContext;
  methodContext: MethodContext;
  tokens: SlackTokens;
  /** Told of every finding of the check. */
  onViolation(text: string): void;
}

/** Routes of Slack's Web API below `/slack/api/`. https://docs.slack.dev/apis/web-api/using-the-slack-web-api */
export async function registerWebApi(app: FastifyInstance, options: WebApiOptions): Promise<void> {
  await app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      const asText = { parseAs: 'string', bodyLimit: MAX_BODY } as const;
      scope.addContentTypeParser<string>('application/x-www-form-urlencoded', asText, async (_request: FastifyRequest, body: string) =>
        Object.fromEntries(new URLSearchParams(body)));
      scope.addContentTypeParser<string>('application/json', asText, async (_request: FastifyRequest, body: string) => parseJson(body));
      scope.addContentTypeParser<string>('*', asText, async () => ({}));
      scope.route<{ Params: { method: string } }>({
        method: ['GET', 'POST'],
        url: '/:method',
        handler: async (request, reply) => answer(request, reply, request.params.method, options),
      });
    },
    { prefix: '/slack/api' },
  );
}

/** Slack takes an object only; what isn't one is answered by the method as a request without arguments. */
function parseJson(body: string): Fields {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}

async function answer(request: FastifyRequest, reply: FastifyReply, method: string, options: WebApiOptions): Promise<FastifyReply> {
  const { context, tokens } = options;
  const raw: Fields = { ...(request.query as Fields), ...((request.body ?? {}) as Fields) };
  const to = typeof raw['channel'] === 'string' ? raw['channel'] : typeof raw['users'] === 'string' ? raw['users'] : null;
  const checked = isMethodName(method) ? checkRequest(method, raw) : null;
  const toAnswer = (fields: Fields): Answer => ({ status: 200, headers: headersFor(method, options), body: JSON.stringify(fields) });
  const outcome = decideOutcome(context.faults.next({ platform: 'slack', operation: method, to, body: raw }), {
    process: () => toAnswer(call(method, checked, tokens.kindOf(request.headers.authorization, raw['token']), options)),
    platformError: (code, fields) => toAnswer({ ok: false, error: String(code), ...fields }),
  });
  const error = errorIn(outcome.answer);
  context.journal.append({
    platform: 'slack',
    operation: method,
    to,
    body: raw,
    status: outcome.answer?.status ?? 0,
    ...(error === null ? {} : { error }),
    ...(checked && checked.violations.length > 0 ? { violations: checked.violations } : {}),
    ...(outcome.fault ? { fault: outcome.fault.kind, taken: outcome.own !== null && errorIn(outcome.own) === null } : {}),
  });
  checked?.violations.forEach(options.onViolation);
  context.changed();
  deliver(reply, outcome);
  return reply;
}

/** What the method itself answers, `ok: false` included. */
function call(method: string, checked: CheckedRequest | null, token: ReturnType<SlackTokens['kindOf']>, options: WebApiOptions): Fields {
  try {
    if (token.error !== null) throw new SlackError(token.error);
    if (checked === null || !isMethodName(method)) throw new SlackError('unknown_method', { req_method: method });
    const definition = METHODS[method] as Method<object>;
    // auth.test answers for whichever token asks.
    if (token.kind !== definition.token && method !== 'auth.test') throw new SlackError('not_allowed_token_type');
    if (checked.error) throw checked.error;
    requireScopes(definition, checked.args, options.methodContext);
    return { ok: true, ...definition.run(checked.args, options.methodContext) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { ok: false, error: error.code, ...error.fields };
  }
}

/** Slack's `error` in an answer, if it is one of Slack's and whole. */
function errorIn(answer: Answer | null): string | null {
  try {
    const { error } = JSON.parse(answer?.body ?? 'null') as { error?: unknown };
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}

function requireScopes(definition: Method<object>, args: Fields, context: MethodContext): void {
  const missing = definition.scopes(args, context).filter((scope) => !context.scopes.has(scope));
  if (missing.length > 0) throw new SlackError('missing_scope', { needed: missing.join(','), provided: [...context.scopes].join(',') });
}

function headersFor(method: string, { methodContext, tokens }: WebApiOptions): Record<string, string> {
  const app = method === 'apps.connections.open';
  return {
    'content-type': 'application/json; charset=utf-8',
    'x-oauth-scopes': app ? tokens.appScopes.join(',') : [...methodContext.scopes].join(','),
  };
}
