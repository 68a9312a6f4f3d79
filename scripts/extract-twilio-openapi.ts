/**
 * Reduces Twilio's published OpenAPI documents to the operations that the sandbox simulates, and writes them as a module.
 *
 *   npm pack @twilio/cli-core@8.3.2        (in a folder outside this repository; unpack it)
 *   node scripts/extract-twilio-openapi.ts <folder with twilio_api_v2010.json and twilio_content_v1.json>
 *
 * Descriptions and examples are left out: what a field is called and what it may hold is all that the check needs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const SOURCE = '@twilio/cli-core 8.3.2 (npm, MIT; the documents themselves say Apache 2.0)';
const TARGET = new URL('../src/sandbox/twilio/openapi.generated.ts', import.meta.url);

const WANTED: Record<string, readonly string[]> = {
  'twilio_api_v2010.json': ['FetchAccount', 'CreateMessage', 'FetchMessage', 'ListMessage'],
  'twilio_content_v1.json': [
    'CreateContent', 'FetchContent', 'ListContent', 'DeleteContent', 'ListContentAndApprovals', 'CreateApprovalCreate', 'FetchApprovalFetch',
  ],
};
const LEFT_OUT = new Set(['description', 'summary', 'examples', 'example', 'title', 'x-twilio']);
const METHODS = ['get', 'post', 'put', 'delete'] as const;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

interface Parameter { name: string; in: 'path' | 'query'; required?: boolean; schema: Json }
interface Media { schema: Json }
interface SpecOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
}
interface Spec {
  paths: Record<string, Partial<Record<(typeof METHODS)[number], SpecOperation>>>;
  components: { schemas: JsonObject };
}

/** A schema without its prose, with its references pointing into the reduced document. `inProperties`: keys are field names. */
function reduceSchema(value: Json, seen: Set<string>, inProperties = false): Json {
  if (Array.isArray(value)) return value.map((item) => reduceSchema(item, seen));
  if (value === null || typeof value !== 'object') return value;
  const reduced: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (!inProperties && LEFT_OUT.has(key)) continue;
    if (key === '$ref' && typeof child === 'string') {
      const name = child.split('/').at(-1) ?? '';
      seen.add(name);
      reduced[key] = `#/$defs/${name}`;
    } else {
      reduced[key] = reduceSchema(child, seen, !inProperties && key === 'properties');
    }
  }
  return reduced;
}

/** One object schema for all the parameters of a kind; names that aren't listed are refused. */
function parameterSchema(parameters: Parameter[], seen: Set<string>): Json {
  return {
    type: 'object',
    additionalProperties: false,
    required: parameters.filter((parameter) => parameter.required).map((parameter) => parameter.name),
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, reduceSchema(parameter.schema, seen)])),
  };
}

/**
 * Shuts a schema to names that it doesn't list, which the documents leave open. Twilio answers with every field of a resource,
 * null where it has no value, so there all are required too.
 */
function closeDefinition(name: string, schema: Json): Json {
  const isResource = /^(api\.v2010|content\.v1)\b/.test(name);
  const isRequest = /^Content\w+Request$|^types$/.test(name);
  if (!(isResource || isRequest) || schema === null || typeof schema !== 'object' || Array.isArray(schema)) return schema;
  const closed = { ...schema, additionalProperties: false };
  return isResource ? { ...closed, required: Object.keys((schema['properties'] ?? {}) as JsonObject) } : closed;
}

function reduceOperation(operation: SpecOperation, seen: Set<string>): Json {
  const parameters = operation.parameters ?? [];
  const [mediaType, media] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [status, answer] = Object.entries(operation.responses)[0] ?? [];
  const answerSchema = answer?.content?.['application/json']?.schema;
  const body = media === undefined ? null : reduceSchema(media.schema, seen);
  const closed = body !== null && typeof body === 'object' && !Array.isArray(body) && 'properties' in body;
  return {
    path: parameterSchema(parameters.filter((parameter) => parameter.in === 'path'), seen),
    query: parameterSchema(parameters.filter((parameter) => parameter.in === 'query'), seen),
    mediaType: mediaType ?? null,
    body: closed ? { ...body, additionalProperties: false } : body,
    status: Number(status),
    answer: answerSchema === undefined ? null : reduceSchema(answerSchema, seen),
  };
}

function extract(folder: string): { operations: JsonObject; definitions: JsonObject } {
  const operations: JsonObject = {};
  const definitions: JsonObject = {};
  for (const [file, wanted] of Object.entries(WANTED)) {
    const spec = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Spec;
    const seen = new Set<string>();
    const all = Object.values(spec.paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
    for (const id of wanted) {
      const operation = all.find((candidate) => candidate.operationId === id);
      if (operation === undefined) throw new Error(`${file} has no operation ${id}: is it the right version?`);
      operations[id] = reduceOperation(operation, seen);
    }
    // A Set grows while it is walked, so what the definitions refer to is taken too.
    for (const name of seen) definitions[name] = closeDefinition(name, reduceSchema(spec.components.schemas[name] ?? {}, seen));
  }
  return { operations, definitions };
}

function toLines(entries: JsonObject): string {
  return Object.entries(entries).map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)},`).join('\n');
}

function main(): void {
  const folder = parseArgs({ allowPositionals: true }).positionals[0];
  if (folder === undefined) throw new Error('Name the folder that holds twilio_api_v2010.json and twilio_content_v1.json.');
  const { operations, definitions } = extract(folder);
  writeFileSync(TARGET, `/**
 * Generated by scripts/extract-twilio-openapi.ts; don't edit.
 * Reduced from Twilio's OpenAPI documents (api v2010, content v1) as published in ${SOURCE}.
 */
export const TWILIO_OPENAPI = {
  operations: {
${toLines(operations)}
  },
  definitions: {
${toLines(definitions)}
  },
};
`);
}

main();
