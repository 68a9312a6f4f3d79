import type { ServiceStatus } from '../gateway/service-status.ts';
import type { Health } from './health.ts';

/** What a caller is told of the service's health: the same truth, by service, without what only its operator needs. */
export function toServiceStatus({ status, mode, parts, platforms, lastSuccess, failing, limits, unstarted, problems }: Health): ServiceStatus {
  const isFailing = (name: string): boolean => failing.some(({ sender }) => sender.startsWith(name));
  const messaging = Object.entries(platforms).map(([name, state]) =>
    [name, { type: 'messaging' as const, healthy: state !== 'not_configured' && !isFailing(name), state, lastSuccess: lastSuccess[name] ?? null }] as const);
  return {
    status, mode,
    services: {
      ...Object.fromEntries(messaging),
      // No release has it yet; whoever looks for it is told so.
      'whatsapp-web': { type: 'messaging', healthy: false, state: 'not_released', lastSuccess: null },
      temporal: { type: 'workflows', healthy: parts.temporal, state: parts.temporal ? 'up' : 'down' },
      worker: { type: 'workflows', healthy: parts.worker, state: parts.worker ? 'up' : 'down' },
      ledger: { type: 'store', healthy: parts.ledger, state: parts.ledger ? 'up' : 'down' },
    },
    limits: limits.map(({ sender, limit, used, waiting, freeAt }) => ({ sender, limit, used, waiting, freeAt })),
    unstarted,
    problems: problems.map(({ platform, code, since, words }) => ({ platform, code, since, message: words.en })),
  };
}
