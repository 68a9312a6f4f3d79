import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Settings } from '../config.ts';
import { inBoth } from '../domain/in-both.ts';
import type { Language } from '../domain/people.ts';
import { authenticate } from '../gateway/authenticate.ts';
import type { Caller } from '../gateway/gateway-context.ts';
import { serveMcpOnStdio } from '../gateway/mcp/stdio-door.ts';
import { ToolError } from '../gateway/tool-error.ts';
import type { Home } from '../launch/home.ts';
import { openCrashPoints } from '../launch/crash-points.ts';
import { createProgress } from '../launch/progress.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { createLogger } from '../observability/logger.ts';
import { TASK_QUEUE } from '../workflows/messages.ts';
import { createGateway } from './create-gateway.ts';
import { installRuntime } from './install-runtime.ts';
import { openService } from './open-service.ts';
import { openStore } from './open-store.ts';
import { ROLE_WORDS } from './role-words.ts';
import { openSandboxKey } from './sandbox-key.ts';
import { systemClock } from './service-clock.ts';
import { SERVICE_VERSION } from './service-version.ts';
import type { ProcessContext, ServiceContext } from './service-context.ts';

export interface McpOnStdioOptions {
  settings: Settings;
  env: NodeJS.ProcessEnv;
  home: Home;
  language: Language;
  /** Aborted when the person stops it. */
  signal: AbortSignal;
}

/**
 * Serves the tools to the program that started this process, until that hangs up. It works on the ledger and Temporal itself, as the gateway does,
 * so alerts are taken in while that is down. Standard output carries the protocol and nothing else.
 * @throws StartUpError
 */
export async function runMcpOnStdio({ signal, ...options }: McpOnStdioOptions): Promise<void> {
  const { settings, home, language } = options;
  const logger = createLogger({ level: settings.logLevel, role: 'mcp', file: home.file('vigia.log') });
  await installRuntime(logger);
  const context: ProcessContext = {
    ...options, logger, signal, progress: createProgress(process.stderr, language), clock: systemClock, taskQueue: TASK_QUEUE, cacheDir: home.file('cache'),
    passing: openCrashPoints({ file: settings.crashFile, temporalPid: () => home.endpoints.read().pids.temporal }),
  };
  const store = await openStore(context);
  try {
    const service = await openService(context, store, { eagerStart: false, platformsWithWorkflows: [] });
    try {
      await serveUntilHungUp(service);
    } finally {
      await service.stop();
    }
  } finally {
    await store.close();
    logger.close();
  }
}

async function serveUntilHungUp(service: ServiceContext): Promise<void> {
  const gateway = createGateway(service);
  const authorization = `Bearer ${await keyOf(service)}`;
  const caller = async (): Promise<Caller> => authenticate(gateway.context, authorization);
  await caller().catch((error: unknown) => {
    throw error instanceof ToolError ? new StartUpError(inBoth(ROLE_WORDS, (words) => words.keyRefused)) : error;
  });
  const { close } = serveMcpOnStdio({ gateway, version: SERVICE_VERSION, caller });
  await hungUp(process.stdin, process.stdout, service.signal);
  await close();
}

/** Of the environment; in the sandbox its own, where there is none. @throws StartUpError */
async function keyOf(service: ServiceContext): Promise<string> {
  const { apiKey, mode } = service.settings;
  if (apiKey !== null) return apiKey.reveal();
  if (mode === 'production') throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.keyMissing));
  return (await openSandboxKey(service)).written;
}

/** Whichever end of the pipe is closed first, or the person who stops it. */
async function hungUp(input: Readable, output: Writable, signal: AbortSignal): Promise<void> {
  if (input.readableEnded || input.destroyed) return;
  await Promise.race([once(input, 'end', { signal }), once(input, 'close', { signal }), once(output, 'close', { signal })]).catch(() => {});
}
