import { SCOPES } from '../../domain/api-key.ts';
import { ALIASES, serviceAnswering } from '../operations/operation-table.ts';
import type { JsonSchema, ToolListing } from '../tool-schema.ts';
import type { ToolErrorCode } from '../tool-error.ts';
import { HTTP_STATUS } from './http-status.ts';

type Json = Record<string, unknown>;

const REASONS: Record<number, string> = {
  400: 'The call is not as its tool takes it: field, what is wrong and what to do.', 401: 'No valid API key or access token came with it.', 403: 'The key or token may not call this tool, or not from there.',
  404: 'There is no such tool or alert.', 409: 'The idempotency key was used for something else.', 413: 'The body is too large.',
  429: 'The caller has made too many calls: come back after Retry-After.', 500: 'A defect.', 501: 'What it takes is not set up on this service.', 503: 'Nothing can be taken in at the moment: repeat the same call.',
};

/** What REST takes and gives, as OpenAPI 3.1, made of the listings of all that may be called. https://spec.openapis.org/oas/v3.1.1.html */
export function createOpenApi(listings: readonly ToolListing[], version: string): Json {
  return {
    openapi: '3.1.1',
    info: { title: 'Vigia Messaging', version, description: 'Raises, shows and answers clinical alerts. The same tools are at /mcp.' },
    security: [{ apiKey: [] }],
    paths: {
      '/tools/call': { post: callOperation(listings.map(({ name }) => name)) },
      '/tools': { get: { operationId: 'listTools', summary: 'The tools that this key may call', responses: { 200: { description: 'Each with its schemas.', content: json(TOOL_LIST) }, ...failures([401, 403, 429, 500, 503]) } } },
    },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (vigia_…), or an access token where the service takes them: GET /.well-known/oauth-protected-resource says from whom.' } },
      schemas: {
        ...Object.fromEntries(listings.flatMap(({ name, description, inputSchema, outputSchema }) => [
          [`${name}_call`, callSchema(name, description, inputSchema)], [`${name}_result`, outputSchema],
        ])),
        Failure: FAILURE, FailedReply: replySchema('error', { type: 'null' }, ref('Failure')),
      },
    },
  };
}

function callOperation(names: readonly string[]): Json {
  const data = { anyOf: names.map((name) => ref(`${name}_result`)) };
  const done = { content: json(replySchema('success', data, { type: 'null' })) };
  return {
    operationId: 'callTool', summary: 'Calls one tool',
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,128}$' }, description: 'The same as the parameter idempotency_key; of no effect where a tool has none.' }],
    requestBody: { required: true, content: json({ oneOf: names.map((name) => ref(`${name}_call`)), discriminator: { propertyName: 'tool', mapping: Object.fromEntries(names.map((name) => [name, `#/components/schemas/${name}_call`])) } }) },
    responses: {
      200: { description: 'Done, or known already.', ...done }, 202: { description: 'An alert or a message was accepted: it is on disk.', ...done },
      ...failures([...new Set(Object.values(HTTP_STATUS))].filter((status) => status !== HTTP_STATUS.method_not_allowed).sort()),
    },
  };
}

function callSchema(name: string, description: string, parameters: JsonSchema): Json {
  const required = (parameters['required'] as string[] | undefined) ?? [];
  // What is needed can stand in a part of the schema: then an empty object doesn't fit it either.
  const isNeeded = required.length > 0 || parameters['oneOf'] !== undefined || parameters['allOf'] !== undefined;
  return { type: 'object', description, properties: { tool: { const: name }, parameters }, required: ['tool', ...(isNeeded ? ['parameters'] : [])], additionalProperties: false };
}

function replySchema(status: 'success' | 'error', data: Json, error: Json): Json {
  const properties = {
    status: { const: status }, request_id: { type: 'string' }, service: SERVICE, tool: { type: ['string', 'null'] }, data, error,
    response_time: { type: 'number', description: 'seconds' },
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function failures(statuses: readonly number[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, { description: REASONS[status] ?? 'It failed.', content: json(ref('FailedReply')) }]));
}

function json(schema: Json): Json {
  return { 'application/json': { schema } };
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

const LISTED: Json = {
  type: 'object', required: ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'], additionalProperties: false,
  properties: { name: { type: 'string' }, title: { type: 'string' }, description: { type: 'string' }, inputSchema: { type: 'object' }, outputSchema: { type: 'object' }, annotations: { type: 'object' } },
};

const TOOL_LIST: Json = {
  type: 'object', required: ['tools', 'aliases'], additionalProperties: false,
  properties: { tools: { type: 'array', items: LISTED }, aliases: { type: 'array', items: LISTED, description: "the document's names for operations of one service each" } },
};

const SERVICE: Json = { enum: ['vigia', ...Object.keys(ALIASES).map(serviceAnswering)], description: 'what has answered: vigia, or the service whose operation was called' };

const TEXT: Json = { type: 'string' };

const FAILURE: Json = {
  type: 'object', additionalProperties: false, required: ['code', 'message', 'hint', 'retryable'],
  properties: {
    code: { enum: Object.keys(HTTP_STATUS) as ToolErrorCode[] }, field: TEXT, message: TEXT, hint: { type: 'string', description: 'what to do about it' },
    retryable: { type: 'boolean', description: 'the same call may go well later' }, retryAfterS: { type: 'number' },
    scope: { enum: SCOPES, description: 'the scope that would do, where it was that which lacked' },
    problems: { type: 'array', items: { type: 'object', required: ['field', 'problem', 'hint'], properties: { field: TEXT, problem: TEXT, hint: TEXT } } },
  },
};
