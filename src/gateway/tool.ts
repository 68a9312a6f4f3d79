import type { z } from 'zod';
import type { Scope } from '../domain/api-key.ts';
import type { ToolCall } from './gateway-context.ts';

/** Hints to whoever decides whether to call it; nothing relies on them. https://modelcontextprotocol.io/specification/2026-07-28/server/tools */
export interface ToolAnnotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** One thing that can be asked of this service, by whichever door. */
export interface Tool<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** snake_case, at most 40 characters: hosts put a prefix of their own before it. */
  name: string;
  title: string;
  description: string;
  /** A strict object: what it doesn't know is refused by name. Each field's description says what it takes, and is the hint when it is wrong. */
  input: Input;
  output: Output;
  annotations: ToolAnnotations;
  /** One of these is enough. */
  scopes: readonly Scope[];
  /** @throws ToolError, and what the client throws */
  run(call: ToolCall<z.output<Input>>): Promise<z.output<Output>>;
  /** Whether what came of it was taken in now, to be carried out by and by; false unless told. */
  accepts?(data: z.output<Output>): boolean;
}

/** Keeps a tool's own types while it is written; the registry needs none of them. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(tool: Tool<Input, Output>): Tool {
  return tool;
}
