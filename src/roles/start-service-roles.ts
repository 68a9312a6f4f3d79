import { inBoth } from '../domain/in-both.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { isListening } from '../launch/is-listening.ts';
import type { Lifecycle, Part } from '../launch/lifecycle.ts';
import type { Role } from '../launch/roles.ts';
import { SocketModePresses } from '../webhooks/slack/socket-mode-presses.ts';
import { dependenciesOf } from './activity-dependencies.ts';
import { awaitOthers } from './await-others.ts';
import { slackIntake } from './callback-intake.ts';
import { createGateway } from './create-gateway.ts';
import { startGatewayRole } from './gateway-role.ts';
import { keepCallbackCounts } from './keep-callback-counts.ts';
import { keepWorkers, type KeptWorkers } from './keep-workers.ts';
import { openService } from './open-service.ts';
import { startPlatformService } from './platform-service.ts';
import type { Store } from './open-store.ts';
import { PART_NAMES } from './part-names.ts';
import { requireSearchAttributes } from './require-search-attributes.ts';
import { ROLE_WORDS } from './role-words.ts';
import { runWorkers, type WorkersOptions } from './run-workers.ts';
import type { SandboxKey } from './sandbox-key.ts';
import { servedBy } from './served-by.ts';
import { activityNow } from './service-clock.ts';
import type { ProcessContext, ServiceContext } from './service-context.ts';
import { startTwilioPolling } from './twilio-polling.ts';
import { servicesWith, type PlatformService } from './wanted-ports.ts';

/** What roles that work on alerts share, and their workers where they have any. */
export interface ServiceRoles {
  service: ServiceContext;
  workers: KeptWorkers | null;
  /** Of the gateway in the sandbox; null where neither is here. */
  sandboxKey: SandboxKey | null;
}

/** Starts the roles that work on alerts, on the store that is open. */
export async function startServiceRoles(context: ProcessContext, lifecycle: Lifecycle, store: Store, roles: readonly Role[], bundling: Promise<string> | null): Promise<ServiceRoles> {
  await awaitOthers(context, roles);
  const bundle = bundling && (await context.progress.during(inBoth(ROLE_WORDS, (words) => words.bundling), () => bundling));
  const service = await lifecycle.start(PART_NAMES.connection, () => openService(context, store, { eagerStart: roles.includes('worker'), platformsWithWorkflows: withWorkflows(roles) }));
  // The worker sets them, and whoever takes alerts in, as each of the others does, starts workflows with them.
  await requireSearchAttributes(service);
  const workers = await startWorkers(service, lifecycle, roles, bundle);
  // Before whatever counts, so that it is stopped after that.
  await lifecycle.start(PART_NAMES.callbackCounts, async () => keepCallbackCounts(service));
  const sandboxKey = await startDoors(service, lifecycle, roles);
  if (roles.includes('slack')) await startPresses(service, lifecycle);
  if (roles.includes('twilio')) await lifecycle.start(PART_NAMES.twilioPolling, () => startTwilioPolling(service));
  return { service, workers, sandboxKey };
}

/** Platforms whose role shares the process with the workflows' worker. */
function withWorkflows(roles: readonly Role[]): PlatformName[] {
  return roles.includes('worker') ? (['slack', 'twilio'] as const).filter((name) => roles.includes(name)) : [];
}

async function startWorkers(service: ServiceContext, lifecycle: Lifecycle, roles: readonly Role[], bundle: string | null): Promise<KeptWorkers | null> {
  const platforms = servedBy(service, roles);
  if (bundle === null && platforms.length === 0) return null;
  const { progress, logger, temporalAddress } = service;
  return lifecycle.start(PART_NAMES.workers, () => progress.during(inBoth(ROLE_WORDS, (words) => words.startingWorkers), () => keepWorkers({
    start: () => runWorkers(workersFor(service, platforms, bundle)),
    isThere: () => isListening(temporalAddress),
    onEvent: (event) => logger.event(event === 'workers_renewed' ? 'workers.renewed' : 'workers.renewal_failed', {}, 'warn'),
  })));
}

function workersFor(service: ServiceContext, served: readonly ('slack' | 'twilio')[], bundle: string | null): WorkersOptions {
  const { connection, settings, clock, taskQueue } = service;
  const deps = { ...dependenciesOf(service, served, activityNow(clock)), passing: service.passing };
  return { connection, bundle, platforms: served, namespace: settings.temporal.namespace, taskQueue, deps };
}

const SERVICE_NAMES = { twilio: PART_NAMES.twilioService, slack: PART_NAMES.slackService, 'whatsapp-web': PART_NAMES.whatsappWebService } as const;

/** The gateway and the platforms' own services, as the roles have them: all of a process count calls together. */
async function startDoors(service: ServiceContext, lifecycle: Lifecycle, roles: readonly Role[]): Promise<SandboxKey | null> {
  const { endpoints } = service.home;
  const gateway = createGateway(service);
  const urls = new Map<PlatformService, string>();
  for (const name of servicesWith(roles)) urls.set(name, (await lifecycle.start(SERVICE_NAMES[name], () => startPlatformService(service, gateway, name))).url);
  for (const name of ['twilio', 'slack'] as const) {
    const url = urls.get(name);
    if (url !== undefined) endpoints.publish(name, { pid: process.pid, url });
  }
  if (!roles.includes('gateway')) return null;
  const { url, sandboxKey } = await lifecycle.start(PART_NAMES.gateway, () => startGatewayRole(service, gateway));
  const whatsappWebUrl = urls.get('whatsapp-web');
  endpoints.publish('gateway', { pid: process.pid, url, ...(whatsappWebUrl === undefined ? {} : { whatsappWebUrl }) });
  return sandboxKey;
}

/** Buttons over Socket Mode, where there is an app token: no public address needed. */
async function startPresses(service: ServiceContext, lifecycle: Lifecycle): Promise<void> {
  const { slack } = service.platforms;
  if (!slack?.appToken) return;
  const { appToken, apiUrl } = slack;
  await lifecycle.start(PART_NAMES.socketMode, async (): Promise<Part> => {
    const presses = new SocketModePresses({ appToken, apiUrl: apiUrl ?? undefined, ...slackIntake(service) });
    return { stop: () => presses.close() };
  });
}

