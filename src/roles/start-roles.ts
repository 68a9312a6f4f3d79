import { dependenciesOf } from './activity-dependencies.ts';
import { awaitOthers } from './await-others.ts';
import { isTemporalWell } from './health.ts';
import { isListening } from '../launch/is-listening.ts';
import { claimPort } from '../launch/ports.ts';
import type { Role } from '../launch/roles.ts';
import type { Lifecycle, Part } from '../launch/lifecycle.ts';
import type { PlatformName } from '../domain/platform-name.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { openBallast } from '../ledger/ballast.ts';
import { createHeartbeat } from '../observability/heartbeat.ts';
import { startEmbeddedTemporal } from '../sandbox/temporal/embedded-temporal.ts';
import { SocketModePresses } from '../webhooks/slack/socket-mode-presses.ts';
import { gatewayPort, startGatewayRole } from './gateway-role.ts';
import { startHandOvers } from './hand-overs.ts';
import { openService } from './open-service.ts';
import { openStore, type Store } from './open-store.ts';
import { keepWorkers } from './keep-workers.ts';
import { HostWatch, startHostWatch } from './host-watch.ts';
import { runWorkers, type Workers, type WorkersOptions } from './run-workers.ts';
import { startPlatformChecks } from './platform-checks.ts';
import { sandboxPort, startSandboxRole, type SandboxPart } from './sandbox-role.ts';
import { activityNow } from './service-clock.ts';
import { platformNames, type ProcessContext, type ServiceContext } from './service-context.ts';
import { requireSearchAttributes } from './require-search-attributes.ts';
import { startRetention } from './retention.ts';
import { settleOnBoot } from './settle-on-boot.ts';
import { startSweeper } from './sweeper.ts';
import { startTwilioPolling } from './twilio-polling.ts';
import { startWatchdog, Watchdog } from './watchdog.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

/** What was started: what roles that work on alerts share, and the sandbox, each where one of the roles needs it. */
export interface Started {
  service: ServiceContext | null;
  workers: Workers | null;
  sandbox: SandboxPart['sandbox'] | null;
}

/** Starts the roles asked for, each after what it needs. */
export async function startRoles(context: ProcessContext, lifecycle: Lifecycle, roles: readonly Role[]): Promise<Started> {
  if (roles.includes('whatsapp-web')) throw new StartUpError('The role whatsapp-web is not part of this release.');
  // What is wrong with the configuration, or in the way of what is started last, is said before anything is started.
  const store = roles.some((role) => role !== 'temporal') ? await openStore(context) : null;
  if (store) await lifecycle.start('the ledger', async () => ({ stop: () => store.close() }));
  await claimPorts(context, roles);
  // Temporal starts in a process of its own and takes about as long as bundling, which keeps this one busy.
  const bundling = roles.includes('worker') ? bundleWorkflows(context.cacheDir) : null;
  bundling?.catch(() => {
    // It is awaited once what comes before it has started.
  });
  if (roles.includes('temporal')) await startTemporal(context, lifecycle);
  if (!store) return { service: null, workers: null, sandbox: null };
  const sandbox = roles.includes('sandbox') ? await startSandbox(context, lifecycle, store) : null;
  if (!roles.some((role) => role !== 'temporal' && role !== 'sandbox')) return { service: null, workers: null, sandbox };
  return { sandbox, ...(await startServiceRoles(context, lifecycle, store, roles, bundling)) };
}

/** Looks whether what will listen last can, so that nothing has to be stopped again when it can't. */
async function claimPorts({ settings }: ProcessContext, roles: readonly Role[]): Promise<void> {
  if (roles.includes('gateway')) await claimPort(gatewayPort(settings));
  if (roles.includes('sandbox') && settings.mode !== 'production') await claimPort(sandboxPort(settings));
}

async function startServiceRoles(context: ProcessContext, lifecycle: Lifecycle, store: Store, roles: readonly Role[], bundling: Promise<string> | null): Promise<Pick<Started, 'service' | 'workers'>> {
  await awaitOthers(context, roles);
  const bundle = bundling && (await context.progress.during('Bundling the workflows', () => bundling));
  const service = await lifecycle.start('the connection to Temporal', () => openService(context, store, { eagerStart: roles.includes('worker'), platformsWithWorkflows: withWorkflows(roles) }));
  // The worker sets them, and whoever takes alerts in starts workflows with them.
  if (roles.includes('worker') || roles.includes('gateway')) await requireSearchAttributes(service);
  const workers = await startWorkers(service, lifecycle, roles, bundle);
  if (roles.includes('gateway')) await startGateway(service, lifecycle);
  if (roles.includes('slack')) await startPresses(service, lifecycle);
  if (roles.includes('twilio')) await lifecycle.start('polling Twilio', () => startTwilioPolling(service));
  return { service, workers };
}

/** What roles do by themselves from time to time: finishing what was left undone, and telling whoever should know how things are. */
export async function startUpkeep({ service, workers }: Started, lifecycle: Lifecycle, roles: readonly Role[]): Promise<void> {
  if (!service) return;
  await lifecycle.start('the watch over the host', () => startHostWatch(new HostWatch({ ...service, ballast: openBallast(service.home.dir) })));
  await lifecycle.start('the platform checks', async () => startPlatformChecks(service));
  for (const name of platformNames(service).filter((platform) => roles.includes(platform))) settleInBackground(service, name);
  const served = servedBy(service, roles);
  if (served.length > 0) await lifecycle.start('the watchdog', async () => startWatchdog(new Watchdog(service, dependenciesOf(service, served)), service));
  if (!roles.includes('worker')) return;
  await lifecycle.start('the sweeper', async () => startSweeper(service));
  await lifecycle.start('the changes of shift', async () => startHandOvers(service));
  await lifecycle.start('the retention of messages', async () => startRetention(service));
  await startHeartbeat(service, lifecycle, workers);
}

/** Platforms whose role shares the process with the workflows' worker. */
function withWorkflows(roles: readonly Role[]): PlatformName[] {
  return roles.includes('worker') ? (['slack', 'twilio'] as const).filter((name) => roles.includes(name)) : [];
}

async function startTemporal({ settings, home, env, progress, logger, signal }: ProcessContext, lifecycle: Lifecycle): Promise<void> {
  if (settings.temporal.kind === 'external') {
    progress.say(`Temporal: using ${settings.temporal.address}.`);
    return;
  }
  const temporal = await lifecycle.start('Temporal', () => startEmbeddedTemporal({
    homeDir: home.dir, ip: '127.0.0.1', port: settings.ports.temporal, uiPort: settings.ports.temporalUi, namespace: settings.temporal.namespace,
    env, progress, signal,
    onEvent: (event) => {
      logger.event(`temporal.${event.kind}`, {}, 'warn');
      if (event.kind === 'restarted') publish();
    },
  }));
  const publish = (): void => {
    const pid = temporal.pid();
    if (pid !== null) home.endpoints.publish('temporal', { pid, url: temporal.address, uiUrl: temporal.uiUrl });
  };
  publish();
}

async function startSandbox(context: ProcessContext, lifecycle: Lifecycle, store: Store): Promise<SandboxPart['sandbox'] | null> {
  if (context.settings.mode === 'production') return null;
  const { sandbox } = await lifecycle.start('the sandbox', () => startSandboxRole(context, store.config.current().directory, store.ledger));
  context.home.endpoints.publish('sandbox', { pid: process.pid, url: sandbox.url });
  return sandbox;
}

async function startWorkers(service: ServiceContext, lifecycle: Lifecycle, roles: readonly Role[], bundle: string | null): Promise<Workers | null> {
  const platforms = servedBy(service, roles);
  if (bundle === null && platforms.length === 0) return null;
  const { progress, logger, temporalAddress } = service;
  return lifecycle.start('the workers', () => progress.during('Starting the workers', () => keepWorkers({
    start: () => runWorkers(workersFor(service, platforms, bundle)),
    isThere: () => isListening(temporalAddress),
    onEvent: (event) => logger.event(event === 'workers_renewed' ? 'workers.renewed' : 'workers.renewal_failed', {}, 'warn'),
  })));
}

/** The platforms that these roles serve, of those that are configured. */
function servedBy({ platforms }: Pick<ServiceContext, 'platforms'>, roles: readonly Role[]): ('slack' | 'twilio')[] {
  return (['slack', 'twilio'] as const).filter((name) => roles.includes(name) && platforms[name] !== undefined);
}

function workersFor(service: ServiceContext, served: readonly ('slack' | 'twilio')[], bundle: string | null): WorkersOptions {
  const { connection, settings, clock, taskQueue } = service;
  const deps = { ...dependenciesOf(service, served), now: activityNow(clock), passing: service.passing };
  return { connection, bundle, platforms: served, namespace: settings.temporal.namespace, taskQueue, deps };
}

async function startGateway(service: ServiceContext, lifecycle: Lifecycle): Promise<void> {
  const { url } = await lifecycle.start('the gateway', () => startGatewayRole(service));
  service.home.endpoints.publish('gateway', { pid: process.pid, url });
}

/** Buttons over Socket Mode, where there is an app token: no public address needed. */
async function startPresses({ platforms, inbox, logger }: ServiceContext, lifecycle: Lifecycle): Promise<void> {
  const { slack } = platforms;
  if (!slack?.appToken) return;
  const { appToken, apiUrl } = slack;
  await lifecycle.start("Slack's Socket Mode", async (): Promise<Part> => {
    const presses = new SocketModePresses({
      appToken,
      apiUrl: apiUrl ?? undefined,
      onPress: (press) => inbox.takePress(press),
      report: (problem, code) => logger.event(`slack.${problem}`, code === undefined ? {} : { reason: code }, problem === 'socket_connected' ? 'info' : 'warn'),
    });
    return { stop: () => presses.close() };
  });
}

/** What can't be settled now is settled by whoever claims it next. */
function settleInBackground(service: ServiceContext, name: PlatformName): void {
  const platform = name === 'slack' ? service.platforms.slack?.platform : service.platforms.twilio?.platform;
  if (platform) void settleOnBoot(service, name, platform).catch(() => service.logger.event('settle.failed', { platform: name }, 'warn'));
}

async function startHeartbeat(service: ServiceContext, lifecycle: Lifecycle, workers: Workers | null): Promise<void> {
  await lifecycle.start('the heartbeat', async (): Promise<Part> => {
    const heartbeat = createHeartbeat({
      url: service.settings.heartbeatUrl?.reveal() ?? null,
      checks: [
        { name: 'worker', ok: async () => workers?.polling() ?? false },
        { name: 'temporal', ok: () => isTemporalWell(service) },
        { name: 'ledger', ok: () => service.ledger.writable() },
      ],
    });
    return { stop: async () => heartbeat.stop() };
  });
}
