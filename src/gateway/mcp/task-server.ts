import { Server } from '@modelcontextprotocol/server';

/** The SDK knows no tasks yet, and fills every answer to a call up with an empty `content`: a task has none. */
export class TaskServer extends Server {
  protected override _wrapHandler(method: string, handler: Parameters<Server['_wrapHandler']>[1]): ReturnType<Server['_wrapHandler']> {
    const wrapped = super._wrapHandler(method, handler);
    if (method !== 'tools/call') return wrapped;
    return async (request, ctx) => {
      const { content, ...result } = await wrapped(request, ctx);
      return result['resultType'] === 'task' ? result : { ...result, content };
    };
  }
}
