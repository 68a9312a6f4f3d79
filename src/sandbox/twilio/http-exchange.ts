import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decideOutcome, deliver } from '../fault-answer.ts';
import type { Answer } from '../fault-answer.ts';
import type { SandboxContext } from '../simulator.ts';
import { verifyCredentials } from './account.ts';
import { TwilioApiError } from './api-error.ts';
import { OPERATIONS } from './operations.ts';
import type { Operation, OperationContext } from './operations.ts';
import { createSchemaCheck } from './schema-check.ts';
import type { CheckedPart, SchemaCheck } from './schema-check.ts';
import type { Form } from './take-message.ts';

/** What came of taking a request, told to the journal beside what arrived. */
interface Exchange { error?: string; violations: string[] }

interface Part { path: Record<string, string>; query: Record<string, string>; body: Form }

function parseForm(text: string): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = form[name];
    form[name] = before === undefined ? value : [...[before].flat(), value];
  }
  return form;
}

function toAnswer(status: number, json: unknown): Answer {
  const body = json === undefined ? '' : JSON.stringify(json);
  return { status, headers: { 'content-type': 'application/json;charset=utf-8' }, body };
}

function errorAnswer(error: TwilioApiError, extra: Record<string, unknown> = {}): Answer {
  return toAnswer(error.body.status, { ...error.body, ...extra });
}

/** Takes one request by the documents and by the operation's own rules. */
function processRequest(
  operation: Operation, part: Part, request: FastifyRequest, context: OperationContext, schema: SchemaCheck, exchange: Exchange,
): Answer {
  const check = (which: CheckedPart, value: unknown): string[] => {
    const found = schema.check(operation.id, which, value).map((finding) => `${which}: ${finding}`);
    exchange.violations.push(...found);
    return found;
  };
  try {
    verifyCredentials(context.account, request.headers.authorization, operation.needs);
    const named = part.path['AccountSid'] ?? (operation.id === 'FetchAccount' ? part.path['Sid'] : undefined);
    if (named !== undefined && named !== context.account.accountSid) throw new TwilioApiError(20003);
    const broken = [...check('path', part.path), ...check('query', part.query), ...check('body', part.body)];
    const input = { ...part, baseUrl: `http://${request.host}/twilio` };
    operation.refuse?.(input, context);
    if (broken.length > 0) throw new TwilioApiError(20001, broken[0]);
    const json = operation.run(input, context);
    check('answer', json);
    return toAnswer(operation.method === 'DELETE' ? 204 : operation.method === 'POST' ? 201 : 200, json);
  } catch (error) {
    if (!(error instanceof TwilioApiError)) throw error;
    exchange.error = String(error.body.code);
    return errorAnswer(error);
  }
}

/** Serves Twilio's REST API under `/twilio`; every request goes to the journal before it is answered. */
export async function registerTwilioApi(
  app: FastifyInstance, sandbox: SandboxContext, context: OperationContext, onViolations: (found: string[]) => void,
): Promise<void> {
  const schema = createSchemaCheck();

  function handle(operation: Operation, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const part: Part = {
      path: request.params as Record<string, string>,
      query: request.query as Record<string, string>,
      body: (request.body ?? {}) as Form,
    };
    const body = operation.method === 'POST' ? part.body : { ...part.path, ...part.query };
    const to = [part.body['To'] ?? part.query['To'] ?? []].flat()[0] ?? null;
    const exchange: Exchange = { violations: [] };
    const fault = sandbox.faults.next({ platform: 'twilio', operation: operation.name, to, body });
    const outcome = decideOutcome(fault, {
      process: () => processRequest(operation, part, request, context, schema, exchange),
      platformError(code, fields) {
        exchange.error = String(code);
        return errorAnswer(new TwilioApiError(Number(code)), fields);
      },
    });
    const named = exchange.violations.map((finding) => `${operation.name}: ${finding}`);
    sandbox.journal.append({
      platform: 'twilio', operation: operation.name, to, body, status: outcome.answer?.status ?? 0,
      ...(exchange.error === undefined ? {} : { error: exchange.error }),
      ...(named.length === 0 ? {} : { violations: named }),
      ...(fault === null ? {} : { fault: fault.kind, taken: outcome.own !== null && outcome.own.status < 300 }),
    });
    if (named.length > 0) onViolations(named);
    sandbox.changed();
    deliver(reply, outcome);
    return reply;
  }

  function refuseUnknown(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const finding = `${request.method} ${request.url.split('?')[0] ?? ''}: the sandbox doesn't simulate this`;
    sandbox.journal.append({ platform: 'twilio', operation: 'unknown', to: null, body: request.body ?? {}, status: 404, violations: [finding] });
    onViolations([finding]);
    deliver(reply, { answer: errorAnswer(new TwilioApiError(20404)), fault: null, own: null });
    return reply;
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) => done(null, parseForm(String(text))));
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'));
    for (const operation of OPERATIONS) {
      scope.route({ method: operation.method, url: operation.url, handler: async (request, reply) => handle(operation, request, reply) });
    }
    scope.setNotFoundHandler(async (request, reply) => refuseUnknown(request, reply));
  }, { prefix: '/twilio' });
}
