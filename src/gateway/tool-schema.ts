import { z } from 'zod';
import type { Tool } from './tool.ts';

export type JsonSchema = Record<string, unknown> & { type: 'object' };

/** A tool as it is listed: plain JSON, made once. */
export interface ToolListing {
  name: string;
  title: string;
  description: string;
  inputSchema: JsonSchema;
  outputSchema: JsonSchema;
  annotations: Tool['annotations'];
}

const listings = new WeakMap<Tool, ToolListing>();

export function listingOf(tool: Tool): ToolListing {
  const known = listings.get(tool);
  if (known) return known;
  const { name, title, description, annotations } = tool;
  const listing = { name, title, description, inputSchema: toJsonSchema(tool.input, 'input'), outputSchema: toJsonSchema(tool.output, 'output'), annotations };
  listings.set(tool, listing);
  return listing;
}

/** MCP wants an object at the top, also where it is one of several. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return toPortable({ type: 'object', ...json }) as JsonSchema;
}

/** Clients that turn schemas into a narrower dialect know neither a list of types nor an empty schema: both are written out. */
function toPortable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toPortable);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { type, ...rest } = schema as Record<string, unknown>;
  const parts = Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, key === 'additionalProperties' && isEmpty(part) ? true : toPortable(part)]));
  if (!Array.isArray(type)) return type === undefined ? parts : { type: toPortable(type), ...parts };
  const { description, ...bounds } = parts;
  const anyOf = type.map((each: unknown) => (each === 'null' ? { type: each } : { type: each, ...bounds }));
  return { anyOf, ...(description === undefined ? {} : { description }) };
}

function isEmpty(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0;
}
