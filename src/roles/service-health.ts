import type { Language } from '../domain/people.ts';
import { readHealth, type Health } from './health.ts';
import type { ServiceContext } from './service-context.ts';
import type { PlatformService } from './wanted-ports.ts';

/** One platform's part of the truth, and of what it works with. */
export interface ServiceHealth extends Pick<Health, 'mode' | 'parts' | 'limits' | 'failing' | 'problems' | 'findings'> {
  service: PlatformService;
  /** As the whole service's; `not_configured` and `not_released`: nothing can go by it. */
  status: Health['status'] | 'not_configured' | 'not_released';
  /** Whether it takes calls. */
  ready: boolean;
  /** When it last took a message; null where none is known. */
  lastSuccess: string | null;
  /** Messages that wait for room on its senders. */
  waiting: number;
}

export async function readServiceHealth(service: ServiceContext, name: PlatformService, language?: Language): Promise<ServiceHealth> {
  const health = await readHealth(service, language);
  const own = ownOf(health, name);
  const status = platformStatus(health, name);
  return {
    service: name, status, ready: status === 'ok' || status === 'degraded', mode: health.mode, parts: health.parts, lastSuccess: health.lastSuccess[name] ?? null,
    waiting: own.limits.reduce((sum, { waiting }) => sum + waiting, 0), ...own,
  };
}

/** How one platform is: the same wherever it is told. One that no configuration can bring is no part of this release. */
export function platformStatus(health: Health, name: string): ServiceHealth['status'] {
  const state = health.platforms[name];
  if (state === undefined) return 'not_released';
  if (state === 'not_configured') return state;
  if (!health.parts.ledger) return 'down';
  return isWell(health, name) ? 'ok' : 'degraded';
}

/** What of a health concerns one platform. What ails the host ails them all. */
function ownOf({ limits, failing, problems, findings }: Health, name: string): Pick<ServiceHealth, 'limits' | 'failing' | 'problems' | 'findings'> {
  const isOwn = ({ sender }: { sender: string }): boolean => sender.startsWith(name);
  return {
    limits: limits.filter(isOwn), failing: failing.filter(isOwn),
    problems: problems.filter(({ platform }) => platform === name || platform === 'host'), findings: findings.filter(({ platform }) => platform === name),
  };
}

function isWell(health: Health, name: string): boolean {
  const { failing, problems, findings } = ownOf(health, name);
  return health.parts.temporal && failing.length === 0 && problems.length === 0 && findings.every(({ severity }) => severity !== 'error');
}
