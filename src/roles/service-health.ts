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
  const { mode, parts, platforms, lastSuccess, limits, failing, problems, findings } = await readHealth(service, language);
  const isOwn = ({ sender }: { sender: string }): boolean => sender.startsWith(name);
  const own = {
    limits: limits.filter(isOwn), failing: failing.filter(isOwn),
    problems: problems.filter(({ platform }) => platform === name || platform === 'host'), findings: findings.filter(({ platform }) => platform === name),
  };
  const isWell = parts.temporal && own.failing.length === 0 && own.problems.length === 0 && own.findings.every(({ severity }) => severity !== 'error');
  const status = statusOf(platforms[name], parts.ledger, isWell);
  return {
    service: name, status, ready: status === 'ok' || status === 'degraded', mode, parts, lastSuccess: lastSuccess[name] ?? null,
    waiting: own.limits.reduce((sum, { waiting }) => sum + waiting, 0), ...own,
  };
}

/** A platform that no configuration can bring is no part of this release. */
function statusOf(state: Health['platforms'][string] | undefined, ledger: boolean, isWell: boolean): ServiceHealth['status'] {
  if (state === undefined) return 'not_released';
  if (state === 'not_configured') return state;
  if (!ledger) return 'down';
  return isWell ? 'ok' : 'degraded';
}
