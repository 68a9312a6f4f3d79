import type { Settings } from '../config.ts';
import { inBoth } from '../domain/in-both.ts';
import { authenticate } from '../gateway/authenticate.ts';
import type { Gateway } from '../gateway/call-tool.ts';
import type { Caller } from '../gateway/gateway-context.ts';
import { ToolError } from '../gateway/tool-error.ts';
import { openCrashPoints } from '../launch/crash-points.ts';
import type { Home } from '../launch/home.ts';
import type { Progress } from '../launch/progress.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { createLogger } from '../observability/logger.ts';
import { TASK_QUEUE } from '../workflows/messages.ts';
import { createGateway } from './create-gateway.ts';
import { installRuntime } from './install-runtime.ts';
import { openService } from './open-service.ts';
import { openStore } from './open-store.ts';
import { requireOwnLedger } from './require-own-ledger.ts';
import { ROLE_WORDS } from './role-words.ts';
import { openSandboxKey } from './sandbox-key.ts';
import { systemClock } from './service-clock.ts';
import type { ProcessContext, ServiceContext } from './service-context.ts';

export interface OnHostOptions {
  settings: Settings;
  env: NodeJS.ProcessEnv;
  home: Home;
  progress: Progress;
  signal: AbortSignal;
}

/** What a program on the service's own host works with. */
export interface GatewayOnHost {
  gateway: Gateway;
  /** Who calls, asked for each call. @throws ToolError for a key that is good no more */
  caller(): Promise<Caller>;
  close(): Promise<void>;
}

/**
 * The gateway's tools in a process of the service's own host, on the ledger and Temporal themselves: alerts are taken in while the gateway is down.
 * @throws StartUpError also for a key that is refused
 */
export async function openGatewayOnHost(options: OnHostOptions): Promise<GatewayOnHost> {
  const { settings, home } = options;
  const logger = createLogger({ level: settings.logLevel, role: 'mcp', file: home.file('vigia.log') });
  const opened: (() => Promise<void> | void)[] = [() => logger.close()];
  const close = async (): Promise<void> => {
    for (const undo of opened.splice(0).reverse()) await undo();
  };
  try {
    await installRuntime(logger);
    const context: ProcessContext = {
      ...options, logger, clock: systemClock, taskQueue: TASK_QUEUE, cacheDir: home.file('cache'),
      passing: openCrashPoints({ file: settings.crashFile, temporalPid: () => home.endpoints.read().pids.temporal }),
    };
    const store = await openStore(context);
    opened.push(() => store.close());
    await requireOwnLedger(context, store);
    const service = await openService(context, store, { eagerStart: false, platformsWithWorkflows: [] });
    opened.push(() => service.stop());
    return { ...(await asCaller(service)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function asCaller(service: ServiceContext): Promise<Pick<GatewayOnHost, 'gateway' | 'caller'>> {
  const gateway = createGateway(service);
  const authorization = `Bearer ${await keyOf(service)}`;
  const caller = async (): Promise<Caller> => authenticate(gateway.context, authorization);
  await caller().catch((error: unknown) => {
    throw error instanceof ToolError ? new StartUpError(inBoth(ROLE_WORDS, (words) => words.keyRefused)) : error;
  });
  return { gateway, caller };
}

/** Of the environment; in the sandbox its own, where there is none. @throws StartUpError */
async function keyOf(service: ServiceContext): Promise<string> {
  const { apiKey, mode } = service.settings;
  if (apiKey !== null) return apiKey.reveal();
  if (mode === 'production') throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.keyMissing));
  return (await openSandboxKey(service)).written;
}
