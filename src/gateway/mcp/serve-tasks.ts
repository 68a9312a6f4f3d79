import { CLIENT_CAPABILITIES_META_KEY, MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode, type CallToolResult, type Server, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { callTool, type CallRequest, type Gateway, type ToolReply } from '../call-tool.ts';
import type { Caller } from '../gateway-context.ts';
import type { FollowedState, Following, ToolUse } from '../tool.ts';
import { newRequestId } from '../new-request-id.ts';
import { readTaskId, taskIdOf } from './task-id.ts';
import type { Served } from './served.ts';
import { tellFailure, toCallToolResult } from './tool-result.ts';

/** https://github.com/modelcontextprotocol/ext-tasks/blob/main/specification/draft/tasks.md */
export const TASKS_EXTENSION = 'io.modelcontextprotocol/tasks';

/** How often a client is to ask, milliseconds: people take minutes. */
const POLL_EVERY_MS = 5_000;

const DECLARING = z.looseObject({ [CLIENT_CAPABILITIES_META_KEY]: z.looseObject({ extensions: z.looseObject({ [TASKS_EXTENSION]: z.looseObject({}) }) }) });

const PARAMS = { params: z.looseObject({ taskId: z.string() }) };

/** The methods of tasks, for clients of the revision that has them: each is the call of a tool, and no more than that. */
export function serveTasks(server: Server, served: Served): void {
  const { gateway } = served;
  server.setRequestHandler('tasks/get', PARAMS, async ({ taskId }, ctx) => {
    const task = await findTask(served, taskId, ctx);
    const requestId = newRequestId();
    return describeTask(gateway, task, await use(served, task.caller, task.follow.look(task.handle), requestId, ctx), requestId);
  });
  // Nothing is ever asked of whoever follows: answers that nobody waits for are ignored, as the extension has it.
  server.setRequestHandler('tasks/update', PARAMS, async ({ taskId }, ctx) => {
    await findTask(served, taskId, ctx);
    return {};
  });
  server.setRequestHandler('tasks/cancel', PARAMS, async ({ taskId }, ctx) => {
    const { caller: by, follow, handle } = await findTask(served, taskId, ctx);
    await use(served, by, follow.cancel(handle), newRequestId(), ctx);
    return {};
  });
}

/** A call's answer as a task, where it goes on and its caller has said with this very request that it can follow one; null otherwise. */
export function asTask(gateway: Gateway, { caller, tool, requestId }: Pick<CallRequest, 'caller' | 'tool' | 'requestId'>, reply: ToolReply, ctx: ServerContext): CallToolResult | null {
  const follow = gateway.tools.find(({ name }) => name === tool)?.follow;
  const handle = reply.ok && follow ? follow.begun(reply.data) : null;
  if (!reply.ok || !follow || handle === null || !canFollow(ctx)) return null;
  const taskId = taskIdOf(gateway.context, caller, { tool, handle });
  return { ...describeTask(gateway, { taskId, follow, handle }, reply.data, requestId), resultType: 'task' } as unknown as CallToolResult;
}

interface Task {
  taskId: string;
  caller: Caller;
  follow: Following<never>;
  handle: string;
}

/** @throws ProtocolError -32021 where the request doesn't declare the extension, -32602 for what is no task of this caller */
async function findTask({ gateway, caller }: Served, taskId: string, ctx: ServerContext): Promise<Task> {
  if (!canFollow(ctx)) throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { extensions: { [TASKS_EXTENSION]: {} } } });
  const by = await caller();
  const { tool, handle = '' } = readTaskId(gateway.context, by, taskId) ?? {};
  const follow = gateway.tools.find(({ name }) => name === tool)?.follow;
  if (!follow) throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Whoever calls has no task of this id. The id comes with the answer to the call that began the task.');
  return { taskId, caller: by, follow, handle };
}

/** What a call that a task stands for tells. @throws ProtocolError in the tool's own words */
async function use({ gateway, door }: Served, caller: Caller, { tool, args }: ToolUse, requestId: string, ctx: ServerContext): Promise<unknown> {
  const reply = await callTool(gateway, { requestId, door, tool, args, caller, signal: ctx.mcpReq.signal });
  if (!reply.ok) throw new ProtocolError(ProtocolErrorCode.InternalError, tellFailure(reply.error));
  return reply.data;
}

function describeTask(gateway: Gateway, { taskId, follow, handle }: Omit<Task, 'caller'>, told: unknown, requestId: string): Record<string, unknown> {
  const { data, ...state }: FollowedState = follow.read(handle, told, gateway.context.configuration().directory.timeZone);
  const ending = data === null ? { status: 'working' } : { status: 'completed', result: toCallToolResult({ ok: true, data, accepted: false }, requestId) };
  return { taskId, ttlMs: null, pollIntervalMs: POLL_EVERY_MS, ...ending, ...state };
}

function canFollow({ mcpReq }: ServerContext): boolean {
  return DECLARING.safeParse(mcpReq.envelope).success;
}
