import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Language } from '../domain/people.ts';
import { serveMcpOnStdio } from '../gateway/mcp/stdio-door.ts';
import { createProgress } from '../launch/progress.ts';
import { openGatewayOnHost, type OnHostOptions } from './gateway-on-host.ts';
import { SERVICE_VERSION } from './service-version.ts';

/** `signal`: aborted when the person stops it. */
export interface McpOnStdioOptions extends Omit<OnHostOptions, 'progress'> {
  language: Language;
}

/**
 * Serves the tools to the program that started this process, until that hangs up. Standard output carries the protocol and nothing else.
 * @throws StartUpError
 */
export async function runMcpOnStdio({ language, ...options }: McpOnStdioOptions): Promise<void> {
  const { gateway, caller, close } = await openGatewayOnHost({ ...options, progress: createProgress(process.stderr, language) });
  try {
    const served = serveMcpOnStdio({ gateway, version: SERVICE_VERSION, caller });
    await hungUp(process.stdin, process.stdout, options.signal);
    await served.close();
  } finally {
    await close();
  }
}

/** Whichever end of the pipe is closed first, or the person who stops it. */
async function hungUp(input: Readable, output: Writable, signal: AbortSignal): Promise<void> {
  if (input.readableEnded || input.destroyed) return;
  await Promise.race([once(input, 'end', { signal }), once(input, 'close', { signal }), once(output, 'close', { signal })]).catch(() => {});
}
