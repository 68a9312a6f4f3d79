import { inBoth } from '../domain/in-both.ts';
import type { Lifecycle } from '../launch/lifecycle.ts';
import { claimPort } from '../launch/ports.ts';
import type { Role } from '../launch/roles.ts';
import { StartUpError } from '../launch/start-up-error.ts';
import { startEmbeddedTemporal } from '../sandbox/temporal/embedded-temporal.ts';
import type { KeptWorkers } from './keep-workers.ts';
import { openStore, type Store } from './open-store.ts';
import { PART_NAMES } from './part-names.ts';
import { ROLE_WORDS } from './role-words.ts';
import { requireApiKey } from './require-api-key.ts';
import { requireOwnLedger } from './require-own-ledger.ts';
import type { SandboxKey } from './sandbox-key.ts';
import type { SandboxPart } from './sandbox-role.ts';
import type { ProcessContext, ServiceContext } from './service-context.ts';
import { gatewayPort, sandboxPort, servicePort, servicesWith } from './wanted-ports.ts';

/** What was started: what roles that work on alerts share, and the sandbox, each where one of the roles needs it. */
export interface Started {
  service: ServiceContext | null;
  workers: KeptWorkers | null;
  sandboxKey: SandboxKey | null;
  sandbox: SandboxPart['sandbox'] | null;
}

/**
 * Starts the roles asked for, each after what it needs. What a role needs is loaded with it: most of the time that a process takes to
 * start goes into loading, and each is started anew at every deploy.
 */
export async function startRoles(context: ProcessContext, lifecycle: Lifecycle, roles: readonly Role[]): Promise<Started> {
  if (roles.includes('whatsapp-web')) throw new StartUpError(inBoth(ROLE_WORDS, (words) => words.notReleased('whatsapp-web')));
  // What is wrong with the configuration, or in the way of what is started last, is said before anything is started.
  const store = roles.some((role) => role !== 'temporal') ? await openStore(context) : null;
  if (store) await lifecycle.start(PART_NAMES.ledger, async () => ({ stop: () => store.close() }));
  if (store) await requireOwnLedger(context, store);
  if (store && roles.includes('gateway')) await requireApiKey(context, store);
  await claimPorts(context, roles);
  // Temporal starts in a process of its own and takes about as long as bundling, which keeps this one busy.
  const bundling = roles.includes('worker') ? bundle(context) : null;
  bundling?.catch(() => {
    // It is awaited once what comes before it has started.
  });
  if (roles.includes('temporal')) await startTemporal(context, lifecycle);
  if (!store) return { service: null, workers: null, sandbox: null, sandboxKey: null };
  const sandbox = roles.includes('sandbox') ? await startSandbox(context, lifecycle, store) : null;
  if (!roles.some((role) => role !== 'temporal' && role !== 'sandbox')) return { service: null, workers: null, sandbox, sandboxKey: null };
  const { startServiceRoles } = await import('./start-service-roles.ts');
  return { sandbox, ...(await startServiceRoles(context, lifecycle, store, roles, bundling)) };
}

/** Loads what these roles need, which takes most of the time of a start, and starts nothing. */
export async function loadRoles(context: Pick<ProcessContext, 'cacheDir'>, roles: readonly Role[]): Promise<void> {
  if (roles.includes('sandbox')) await import('./sandbox-role.ts');
  if (roles.some((role) => role !== 'temporal' && role !== 'sandbox')) await Promise.all([import('./start-service-roles.ts'), import('./start-upkeep.ts')]);
  if (roles.includes('worker')) await bundle(context);
}

async function bundle({ cacheDir }: Pick<ProcessContext, 'cacheDir'>): Promise<string> {
  const { bundleWorkflows } = await import('./workflow-bundle.ts');
  return bundleWorkflows(cacheDir);
}

/** Looks whether what will listen last can, so that nothing has to be stopped again when it can't. */
async function claimPorts({ settings }: ProcessContext, roles: readonly Role[]): Promise<void> {
  if (roles.includes('gateway')) await claimPort(gatewayPort(settings));
  for (const service of servicesWith(roles)) await claimPort(servicePort(settings, service));
  if (roles.includes('sandbox') && settings.mode !== 'production') await claimPort(sandboxPort(settings));
}

async function startTemporal({ settings, home, env, progress, logger, signal }: ProcessContext, lifecycle: Lifecycle): Promise<void> {
  if (settings.temporal.kind === 'external') {
    const { address } = settings.temporal;
    progress.say(inBoth(ROLE_WORDS, (words) => words.usingTemporal(address)));
    return;
  }
  const temporal = await lifecycle.start(PART_NAMES.temporal, () => startEmbeddedTemporal({
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
  const { startSandboxRole } = await import('./sandbox-role.ts');
  const { sandbox } = await lifecycle.start(PART_NAMES.sandbox, () => startSandboxRole(context, store.config.current().directory, store.ledger));
  context.home.endpoints.publish('sandbox', { pid: process.pid, url: sandbox.url });
  return sandbox;
}

