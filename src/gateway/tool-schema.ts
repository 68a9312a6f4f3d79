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
  return { type: 'object', ...json } as JsonSchema;
}
