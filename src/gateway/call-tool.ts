import { mayAsk } from '../domain/request.ts';
import { actorOf } from './actor-of.ts';
import type { Caller, GatewayContext } from './gateway-context.ts';
import type { CallLimit } from './call-limit.ts';
import { codeIn, type CallWatch, type Door } from './call-record.ts';
import { checkArguments } from './check-arguments.ts';
import { classifyError } from './classify-error.ts';
import { didYouMean } from './did-you-mean.ts';
import type { KeyGuesses } from './key-guesses.ts';
import type { Prompt } from './mcp/prompts.ts';
import type { Resources } from './mcp/resources.ts';
import { OPERATION_NAMES } from './operations/operation-table.ts';
import { respelt, withDropped } from './operations/in-callers-spelling.ts';
import type { MeantCall } from './operations/to-tool-call.ts';
import type { Tool } from './tool.ts';
import { ToolError, type ToolFailure } from './tool-error.ts';
import type { UnderWay } from './under-way.ts';

/** What every door hands over to. */
export interface Gateway extends CallWatch {
  tools: readonly Tool[];
  /** What MCP offers beside the tools. */
  resources: Resources;
  prompts: readonly Prompt[];
  context: GatewayContext;
  limit: CallLimit;
  /** Calls that only read, and may wait for a change, under way for each caller. */
  reading: UnderWay;
  guesses: KeyGuesses;
  /** Told of what nobody foresaw. */
  onDefect(error: unknown, requestId: string | null): void;
}

export interface CallRequest {
  requestId: string;
  door: Door;
  tool: string;
  args: unknown;
  caller: Caller;
  signal: AbortSignal;
  /** Where the door knows `tool` by a name of its own: what it means. @throws ToolError */
  meant?(): MeantCall;
  /** For a door that can tell something before the answer. */
  progress?(message: string): void;
}

/** `accepted`: taken in now, to be carried out by and by. */
export type ToolReply = { ok: true; data: unknown; accepted: boolean } | { ok: false; error: ToolFailure };

/** The one way to a tool, whatever the door: who may, how often, with what, and in which words it fails. Never throws. */
export async function callTool(gateway: Gateway, request: CallRequest): Promise<ToolReply> {
  const { requestId, door, caller } = request;
  const startedMs = performance.now();
  const called = { tool: 'unknown' };
  const reply = await run(gateway, request, called).catch(toFailed(gateway, requestId));
  gateway.onCall({
    requestId, door, caller: caller.name, tool: called.tool, ...(reply.ok ? { status: 'ok', ...codeIn(reply.data) } : { status: reply.error.code }),
    durationMs: Math.round(performance.now() - startedMs),
  });
  return reply;
}

function toFailed(gateway: Gateway, requestId: string): (error: unknown) => ToolReply {
  return (error) => ({ ok: false, error: explainError(gateway, error, requestId) });
}

/** What to tell of an error; one that nobody foresaw is told to whoever runs the service as well. */
export function explainError(gateway: Pick<Gateway, 'onDefect'>, error: unknown, requestId: string | null): ToolFailure {
  const failure = classifyError(error);
  if (failure.code === 'internal') gateway.onDefect(error, requestId);
  return failure;
}

/** @throws ToolError `rate_limited` */
async function bounded<T>({ reading }: Pick<Gateway, 'reading'>, caller: Caller, work: () => Promise<T>): Promise<T> {
  const end = reading.begin(caller.keyId);
  if (!end) throw new ToolError({ code: 'rate_limited', message: `This ${credentialOf(caller)} has too many calls under way.`, hint: 'Wait for one to be answered, then repeat the same call.', retryable: true, retryAfterS: 1 });
  try {
    return await work();
  } finally {
    end();
  }
}

/** `called` is told what was called as soon as that is one of the names there are. */
async function run(gateway: Gateway, request: CallRequest, called: { tool: string }): Promise<ToolReply> {
  takeCall(gateway, request.caller);
  if (!request.meant) return runTool(gateway, request, called);
  if (OPERATION_NAMES.has(request.tool)) called.tool = request.tool;
  const { tool, args, spelt, dropped } = request.meant();
  const reply = await runTool(gateway, { ...request, tool, args }, called).catch(toFailed(gateway, request.requestId));
  return reply.ok ? { ...reply, data: withDropped(reply.data, dropped) } : { ok: false, error: respelt(reply.error, spelt) };
}

async function runTool(gateway: Gateway, { tool: name, args, caller, signal, progress = () => {} }: CallRequest, called: { tool: string }): Promise<ToolReply> {
  const tool = gateway.tools.find((each) => each.name === name);
  if (!tool) throw unknownTool(name, toolsFor(gateway, caller).map((each) => each.name));
  called.tool = name;
  if (!mayCall(tool, caller)) throw notAllowed(tool, caller);
  const work = async (): Promise<unknown> => tool.run({ context: gateway.context, args: checkArguments(tool.input, args), caller, signal, progress });
  // Whoever waits for much must still be able to raise an alert.
  const data = tool.annotations.readOnlyHint ? await bounded(gateway, caller, work) : await work();
  return { ok: true, data, accepted: tool.accepts?.(data) ?? false };
}

/** Without its name, which is the caller's own word. */
function unknownTool(name: string, known: readonly string[]): ToolError {
  return new ToolError({ code: 'unknown_tool', field: 'tool', message: 'There is no tool of this name.', hint: `${didYouMean(name, known)}There are ${known.join(', ')}.`, retryable: false });
}

/** The tools that a caller may call, always in the same order. */
export function toolsFor({ tools }: Pick<Gateway, 'tools'>, caller: Caller): Tool[] {
  return tools.filter((tool) => mayCall(tool, caller));
}

/** Counts a call, or whatever costs as much as one, against its key or token. @throws ToolError `rate_limited` */
export function takeCall({ limit }: Pick<Gateway, 'limit'>, caller: Caller): void {
  const room = limit.take(caller.keyId, performance.now());
  if (room.ok) return;
  throw new ToolError({ code: 'rate_limited', message: `This ${credentialOf(caller)} has made too many calls.`, hint: `Wait ${room.retryAfterS} s, then repeat the same call.`, retryable: true, retryAfterS: room.retryAfterS });
}

export function mayCall({ scopes, asks }: Tool, caller: Caller): boolean {
  return hasScope(scopes, caller) && (asks === undefined || mayAsk(actorOf(caller).kind, asks));
}

function hasScope(scopes: Tool['scopes'], caller: Caller): boolean {
  return scopes.some((scope) => caller.scopes.includes(scope));
}

/** The scope is named only where it was that which lacked: no other would help one that raises alerts. */
function notAllowed({ name, scopes }: Tool, caller: Caller): ToolError {
  const [scope] = scopes;
  const lacks = !hasScope(scopes, caller);
  const takes = lacks ? `That takes one with ${scopes.join(' or ')}` : 'That takes one that does not raise alerts';
  return new ToolError({ code: 'not_allowed', message: `This ${credentialOf(caller)} may not call ${name}.`, hint: `${takes}: ask whoever runs the service.`, retryable: false, ...(lacks && scope ? { scope } : {}) });
}

/** What it came with, in words. */
function credentialOf({ byToken }: Caller): string {
  return byToken ? 'token' : 'API key';
}
