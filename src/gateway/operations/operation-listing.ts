import { SEVERITIES } from '../../domain/severity.ts';
import type { Tool } from '../tool.ts';
import { listingOf, type JsonSchema, type ToolListing } from '../tool-schema.ts';
import { ALIASES, OPERATIONS, type Operation, type OperationService } from './operation-table.ts';
import { COMPLIANCE_LEVEL } from './protections.ts';
import { contextOf } from './to-tool-call.ts';

type Json = Record<string, unknown>;

const ALWAYS_ON = { const: true, description: 'It is always on, and cannot be turned off.' };

/** What each context parameter takes, by its name. */
const CONTEXT: Readonly<Record<string, Json | undefined>> = {
  department: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]{0,39}$', description: 'Code of a department, in lower case. Of an alert it is the unit; with a message it is kept.' },
  priority: { enum: SEVERITIES, description: 'low, medium, high or critical. Of an alert it is the severity; with a message it is kept, and hurries nothing.' },
  audit_enabled: ALWAYS_ON, phi_protection: ALWAYS_ON, anonymize_patient_data: ALWAYS_ON,
  medical_compliance: { type: 'string', pattern: `^[${[...COMPLIANCE_LEVEL].map((letter) => `${letter}${letter.toUpperCase()}`).join('][')}]$`, description: `${COMPLIANCE_LEVEL}, which is always kept.` },
};

const PATIENT_CONTEXT = { type: 'object', description: 'Nothing of it is kept, but a keyed reference of patient_id where the tool takes a patient.' };

/** Operations of a service as they are listed: each takes what its tool takes, in every spelling, and gives what that gives. */
export function operationListings(service: OperationService, tools: readonly Tool[]): ToolListing[] {
  return Object.entries(OPERATIONS[service]).flatMap(([name, operation]) => {
    const tool = tools.find((each) => each.name === operation.tool);
    if (!tool) return [];
    const { title, description, outputSchema, annotations } = listingOf(tool);
    return [{ name, title, description: `The same as ${tool.name}. ${description}`, inputSchema: inputOf(operation, tool), outputSchema, annotations }];
  });
}

/** The document's names for them: one for each service, which takes `operation` beside. */
export function aliasListings(tools: readonly Tool[]): ToolListing[] {
  return Object.entries(ALIASES).flatMap(([name, service]) => {
    const listings = operationListings(service, tools);
    const [first] = listings;
    if (!first) return [];
    const oneOf = listings.map((listing) => withOperation(listing.name, listing.inputSchema));
    const anyOf = [...new Set(listings.map(({ outputSchema }) => outputSchema))];
    return [{
      name, title: first.title, description: listings.map((listing) => `${listing.name}: ${listing.description}`).join('\n'), annotations: first.annotations,
      inputSchema: { type: 'object', oneOf }, outputSchema: anyOf.length === 1 ? first.outputSchema : { type: 'object', anyOf },
    }];
  });
}

function withOperation(name: string, { properties, ...schema }: JsonSchema): JsonSchema {
  return { ...schema, properties: { operation: { const: name }, ...(properties as Json) }, required: ['operation'] };
}

function inputOf(operation: Operation, tool: Tool): JsonSchema {
  const { properties } = listingOf(tool).inputSchema as JsonSchema & { properties: Json };
  const spelt = Object.entries(operation.takes).flatMap(([name, spellings]) => spellings.map((spelling) => [spelling, properties[name]]));
  const context = Object.fromEntries(contextOf(operation).map((name) => [name, CONTEXT[name]]));
  const medical = { type: 'object', properties: { patient_id: { description: 'As in patient_context.' }, ...context }, additionalProperties: false, description: 'The same as beside it.' };
  return {
    type: 'object', properties: { ...Object.fromEntries(spelt), ...context, patient_context: PATIENT_CONTEXT, medical_context: medical }, additionalProperties: false,
    allOf: [
      ...Object.entries(operation.takes).flatMap(([name, spellings]) => (isNeeded(name, operation, tool) ? [oneOfThem(name, spellings)] : atMostOne(spellings))),
      ...(operation.needsOneOf === undefined ? [] : [{ anyOf: operation.needsOneOf.flatMap((name) => operation.takes[name] ?? []).map((spelling) => ({ required: [spelling] })) }]),
    ],
  };
}

function isNeeded(name: string, { needs = [], given = {}, otherwise = {} }: Operation, tool: Tool): boolean {
  const { required = [] } = listingOf(tool).inputSchema as { required?: string[] };
  return !(name in given) && !(name in otherwise) && (needs.includes(name) || required.includes(name));
}

/** What is needed is there in one of its spellings, or stands in a context. */
function oneOfThem(name: string, spellings: readonly string[]): Json {
  const oneOf = spellings.map((spelling) => ({ required: [spelling] }));
  const within = (context: string, field: string): Json => ({ required: [context], properties: { [context]: { type: 'object', required: [field] } } });
  if (name === 'patient_id') return { anyOf: [...oneOf, within('patient_context', name), within('medical_context', name)] };
  return { oneOf };
}

function atMostOne(spellings: readonly string[]): Json[] {
  return spellings.flatMap((one, at) => spellings.slice(at + 1).map((other) => ({ not: { required: [one, other] } })));
}
