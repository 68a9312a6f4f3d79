import type { z } from 'zod';
import type { Scope } from '../domain/api-key.ts';
import type { RequestKind } from '../domain/request.ts';
import type { ToolCall } from './gateway-context.ts';

/** Hints to whoever decides whether to call it; nothing relies on them. https://modelcontextprotocol.io/specification/2026-07-28/server/tools */
export interface ToolAnnotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** A call of another tool. */
export interface ToolUse {
  tool: string;
  args: Readonly<Record<string, unknown>>;
}

/** How something stands that goes on after its call was answered. Times in ISO 8601. */
export interface FollowedState {
  createdAt: string;
  lastUpdatedAt: string;
  /** One sentence, for whoever waits. */
  statusMessage: string;
  /** What the call comes to in the end, in the form that its tool promises; null while it goes on. */
  data: unknown;
}

/** What a call goes on as after its answer, for callers that can follow it as a task. All of it is done by calls of tools, so that it is allowed, counted and told as they are. */
export interface Following<Data> {
  /** By which it is found again, without a secret; null where the answer was the end of it. */
  begun(data: Data): string | null;
  /** The call that tells how it stands. */
  look(handle: string): ToolUse;
  /** What that call told. */
  read(handle: string, told: unknown, timeZone: string): FollowedState;
  /** The call that asks for its end. */
  cancel(handle: string): ToolUse;
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
  /** What it asks of an alert, where it does: whom an alert refuses that may not call it. */
  asks?: RequestKind;
  /** @throws ToolError, and what the client throws */
  run(call: ToolCall<z.output<Input>>): Promise<z.output<Output>>;
  /** Whether what came of it was taken in now, to be carried out by and by; false unless told. */
  accepts?(data: z.output<Output>): boolean;
  follow?: Following<z.output<Output>>;
}

/** Keeps a tool's own types while it is written; the registry needs none of them. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(tool: Tool<Input, Output>): Tool {
  return tool;
}
