import type { PlatformName } from '../domain/platform-name.ts';
import type { Lifecycle, Part } from '../launch/lifecycle.ts';
import type { Role } from '../launch/roles.ts';
import { openBallast } from '../ledger/ballast.ts';
import { createHeartbeat } from '../observability/heartbeat.ts';
import { dependenciesOf } from './activity-dependencies.ts';
import { startHandOvers } from './hand-overs.ts';
import { isTemporalWell } from './health.ts';
import { HostWatch, startHostWatch } from './host-watch.ts';
import { PART_NAMES } from './part-names.ts';
import { startPlatformChecks } from './platform-checks.ts';
import { startRetention } from './retention.ts';
import type { Workers } from './run-workers.ts';
import { servedBy } from './served-by.ts';
import { platformNames, type ServiceContext } from './service-context.ts';
import { settleOnBoot } from './settle-on-boot.ts';
import type { ServiceRoles } from './start-service-roles.ts';
import { startSweeper } from './sweeper.ts';
import { startWatchdog, Watchdog } from './watchdog.ts';

/** What roles do by themselves from time to time: finishing what was left undone, and telling whoever should know how things are. */
export async function startUpkeep({ service, workers }: Pick<ServiceRoles, 'service' | 'workers'>, lifecycle: Lifecycle, roles: readonly Role[]): Promise<void> {
  await lifecycle.start(PART_NAMES.hostWatch, () => startHostWatch(new HostWatch({ ...service, ballast: openBallast(service.home.dir) })));
  await lifecycle.start(PART_NAMES.platformChecks, async () => startPlatformChecks(service));
  for (const name of platformNames(service).filter((platform) => roles.includes(platform))) settleInBackground(service, name);
  const served = servedBy(service, roles);
  if (served.length > 0) await lifecycle.start(PART_NAMES.watchdog, async () => startWatchdog(new Watchdog(service, dependenciesOf(service, served)), service));
  if (!roles.includes('worker') || !workers) return;
  await lifecycle.start(PART_NAMES.sweeper, async () => startSweeper(service, workers));
  await lifecycle.start(PART_NAMES.handOvers, async () => startHandOvers(service));
  await lifecycle.start(PART_NAMES.retention, async () => startRetention(service));
  await startHeartbeat(service, lifecycle, workers);
}

/** What can't be settled now is settled by whoever claims it next. */
function settleInBackground(service: ServiceContext, name: PlatformName): void {
  const platform = name === 'slack' ? service.platforms.slack?.platform : service.platforms.twilio?.platform;
  if (platform) void settleOnBoot(service, name, platform).catch(() => service.logger.event('settle.failed', { platform: name }, 'warn'));
}

async function startHeartbeat(service: ServiceContext, lifecycle: Lifecycle, workers: Workers | null): Promise<void> {
  await lifecycle.start(PART_NAMES.heartbeat, async (): Promise<Part> => {
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
