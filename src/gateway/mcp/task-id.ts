import { timingSafeEqual } from 'node:crypto';
import type { Caller, GatewayContext } from '../gateway-context.ts';

/** What a task is of: a tool, and what its call goes on as. */
export interface TaskOf {
  tool: string;
  handle: string;
}

const WRITTEN = /^([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{43})$/;

/**
 * Names a task so that nothing has to be kept of it: what it is of, and a keyed digest of that and of whose it is. It lasts as long as what it
 * is of, whichever process is asked, and nobody can make one up or use another's.
 */
export function taskIdOf(context: Pick<GatewayContext, 'digest'>, caller: Pick<Caller, 'name'>, { tool, handle }: TaskOf): string {
  const body = Buffer.from(JSON.stringify([tool, handle])).toString('base64url');
  return `${body}.${sealOf(context, caller, body)}`;
}

/** Null for what is no task of this caller. */
export function readTaskId(context: Pick<GatewayContext, 'digest'>, caller: Pick<Caller, 'name'>, taskId: string): TaskOf | null {
  const [, body, seal] = WRITTEN.exec(taskId) ?? [];
  if (body === undefined || seal === undefined || !timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(context, caller, body)))) return null;
  const [tool, handle] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [string, string];
  return { tool, handle };
}

/** By the key's name, as idempotency keys go: a key that is rotated goes on with its tasks. */
function sealOf({ digest }: Pick<GatewayContext, 'digest'>, { name }: Pick<Caller, 'name'>, body: string): string {
  return digest('task', JSON.stringify([name, body]));
}
