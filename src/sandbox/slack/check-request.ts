import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { findLimitBreaks } from './block-limits.ts';
import type { MethodName } from './method-arguments.ts';
import { SlackError } from './slack-error.ts';
import { SLACK_TYPES } from './types.generated.ts';

type Fields = { [name: string]: unknown };

/** A request read by Slack's types. `error` is what Slack would answer; `violations` says what was wrong, one finding a line. */
export interface CheckedRequest {
  args: Fields;
  error: SlackError | null;
  violations: string[];
}

type Reading = 'string' | 'boolean' | 'number' | 'json';

interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: { [name: string]: Schema };
  anyOf?: Schema[];
}

/** Longest text of a message, and of its Markdown. https://docs.slack.dev/reference/methods/chat.postMessage */
const MAX_TEXT = 40_000;
const MAX_MARKDOWN = 12_000;

const BODY_FIELDS = ['text', 'blocks', 'attachments', 'markdown_text'];
/** One schema that holds them all, so that what several methods use is compiled once. */
const ROOT = 'slack-types';
const METHOD_PREFIX = 'method ';
const ajv = createAjv();
const readings = new Map<string, { [name: string]: Reading }>();

function createAjv(): Ajv {
  // Ajv's optimizer takes longer than all the checks of a day together.
  const created = new Ajv({ strict: false, verbose: true, inlineRefs: false, code: { optimize: false } });
  const methods = Object.entries(SLACK_TYPES.methods).map(([name, schema]) => [`${METHOD_PREFIX}${name}`, schema]);
  const blocks = { type: 'array', items: { $ref: '#/definitions/AnyBlock' } };
  created.addSchema({ $id: ROOT, definitions: { ...SLACK_TYPES.definitions, ...Object.fromEntries(methods), blocks } });
  return created;
}

/** Compiles the checks that messages need, which takes some tenths of a second, so that no first message waits for it. */
export function prepareChecks(): void {
  for (const name of ['blocks', 'MessageMetadata', 'chat.postMessage', 'chat.update']) {
    validatorOf(isMethodName(name) ? `${METHOD_PREFIX}${name}` : name);
  }
}

/** Whether the method is one that is simulated. */
export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(SLACK_TYPES.methods, name);
}

/** Decodes a request as Slack does (lists and objects are JSON inside the form) and checks it against Slack's own types and limits. */
export function checkRequest(method: MethodName, raw: Fields): CheckedRequest {
  const args: Fields = {};
  for (const [name, value] of Object.entries(raw)) {
    const decoded = decode(value, readingsOf(method)[name] ?? 'string');
    if (decoded === undefined) return rejected(method, args, formatError(name), [`not JSON [json-pointer:/${name}]`]);
    args[name] = decoded;
  }
  const found = findProblem(method, args);
  return found ? rejected(method, args, found.code, found.messages) : { args, error: null, violations: [] };
}

interface Problem {
  code: string;
  messages: string[];
}

function findProblem(method: MethodName, args: Fields): Problem | null {
  if (method.startsWith('chat.')) {
    const problem = findProblemOfBody(args);
    if (problem) return problem;
  }
  const validate = validatorOf(`${METHOD_PREFIX}${method}`);
  if (validate(args)) return null;
  return { code: 'invalid_arguments', messages: [describe(mostTelling(validate.errors), '')] };
}

function findProblemOfBody(args: Fields): Problem | null {
  if (BODY_FIELDS.every((name) => isEmpty(args[name]))) return { code: 'no_text', messages: ['no text, blocks or attachments'] };
  if (lengthOf(args['text']) > MAX_TEXT) return { code: 'msg_too_long', messages: [`must be less than ${MAX_TEXT + 1} characters [json-pointer:/text]`] };
  if (lengthOf(args['markdown_text']) > MAX_MARKDOWN) {
    return { code: 'msg_too_long', messages: [`must be less than ${MAX_MARKDOWN + 1} characters [json-pointer:/markdown_text]`] };
  }
  return findProblemOfBlocks(args['blocks']) ?? findProblemOfMetadata(args['metadata']);
}

function findProblemOfBlocks(blocks: unknown): Problem | null {
  if (blocks === undefined) return null;
  const validate = validatorOf('blocks');
  if (!validate(blocks)) return { code: 'invalid_blocks', messages: [describe(mostTelling(validate.errors), '/blocks')] };
  const breaks = findLimitBreaks(blocks as unknown[]);
  if (breaks.length === 0) return null;
  return { code: 'invalid_blocks', messages: breaks.map(({ message, pointer }) => `${message} [json-pointer:/blocks${pointer}]`) };
}

/** An empty object is none. https://docs.slack.dev/messaging/message-metadata */
function findProblemOfMetadata(metadata: unknown): Problem | null {
  if (metadata === undefined || (typeof metadata === 'object' && metadata !== null && Object.keys(metadata).length === 0)) return null;
  const validate = validatorOf('MessageMetadata');
  return validate(metadata) ? null : { code: 'invalid_metadata_schema', messages: [describe(mostTelling(validate.errors), '/metadata')] };
}

function validatorOf(definition: string): ValidateFunction {
  const validate = ajv.getSchema(`${ROOT}#/definitions/${encodeURIComponent(definition)}`);
  if (!validate) throw new Error(`no schema for ${definition}`);
  return validate as ValidateFunction;
}

/** Of a failed choice ajv names every branch; the error furthest down is about the branch that was meant. */
function mostTelling(errors: ErrorObject[] | null | undefined): ErrorObject | undefined {
  const told = (errors ?? []).filter(({ keyword }) => !['if', 'anyOf', 'not'].includes(keyword));
  return told.sort((left, right) => depth(right) - depth(left))[0] ?? errors?.[0];
}

function depth({ instancePath }: ErrorObject): number {
  return instancePath.split('/').length;
}

function describe(error: ErrorObject | undefined, prefix: string): string {
  if (!error) return `not valid [json-pointer:${prefix}]`;
  return `${sentence(error)} [json-pointer:${prefix}${error.instancePath}]`;
}

/** In Slack's own words. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
function sentence({ keyword, params, instancePath, data, message, propertyName }: ErrorObject): string {
  if (keyword === 'required') return `missing required field: ${String(params['missingProperty'])}`;
  if (keyword === 'additionalProperties') return `invalid additional property: ${String(params['additionalProperty'])}`;
  if (propertyName !== undefined) return `invalid additional property: ${propertyName}`;
  if (keyword === 'enum' && instancePath.endsWith('/type')) return `unsupported type: ${String(data)}`;
  if (keyword === 'type') return `must provide a ${String(params['type'])}`;
  return message ?? 'not valid';
}

function rejected(method: MethodName, args: Fields, code: string, messages: string[]): CheckedRequest {
  const told = messages.map((message) => `[ERROR] ${message}`);
  const fields = code === 'no_text' || code === 'msg_too_long' ? {} : { errors: messages, response_metadata: { messages: told } };
  return { args, error: new SlackError(code, fields), violations: messages.map((message) => `${method}: ${code}: ${message}`) };
}

function formatError(name: string): string {
  if (name === 'blocks') return 'invalid_blocks_format';
  return name === 'metadata' ? 'invalid_metadata_format' : 'invalid_arguments';
}

function decode(value: unknown, reading: Reading): unknown {
  if (typeof value !== 'string') return value;
  if (reading === 'boolean') return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;
  if (reading === 'number') return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
  if (reading === 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function readingsOf(method: MethodName): { [name: string]: Reading } {
  const known = readings.get(method);
  if (known) return known;
  const schema = resolve((SLACK_TYPES.methods[method] ?? {}) as Schema);
  const found: { [name: string]: Reading } = {};
  for (const branch of [schema, ...(schema.anyOf ?? [])]) {
    for (const [name, property] of Object.entries(branch.properties ?? {})) {
      if (!['', 'not'].includes(Object.keys(property).join())) found[name] = readingOf(property);
    }
  }
  readings.set(method, found);
  return found;
}

function readingOf(schema: Schema): Reading {
  const literal = typeof (schema.const ?? schema.enum?.[0]);
  const type = schema.type ?? literal;
  return type === 'string' || type === 'boolean' || type === 'number' ? type : 'json';
}

function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : ((SLACK_TYPES.definitions[name] ?? {}) as Schema);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}
