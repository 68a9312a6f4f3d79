import { renderProblem } from '../config/config-problem.ts';
import type { ServiceStatus } from '../gateway/service-status.ts';
import type { Health } from './health.ts';
import { platformStatus } from './service-health.ts';

/** What a caller is told of the service's health: the same truth, by service, without what only its operator needs. */
export function toServiceStatus(health: Health): ServiceStatus {
  const { status, mode, parts, platforms, lastSuccess, limits, unstarted } = health;
  const messaging = Object.entries(platforms).map(([name, state]) =>
    [name, { type: 'messaging' as const, healthy: platformStatus(health, name) === 'ok', state, lastSuccess: lastSuccess[name] ?? null }] as const);
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
    problems: problemsOf(health),
  };
}

/** All that makes a part less than well, and needs a person. */
function problemsOf({ problems, findings, config }: Health): ServiceStatus['problems'] {
  return [
    ...problems.map(({ platform, code, since, words }) => ({ platform, code, since, message: words.en })),
    ...findings.filter(({ severity }) => severity === 'error').map(({ platform, words }) => ({ platform, code: 'check_failed', since: null, message: words.en })),
    ...config.problems.map((problem) => ({ platform: 'host', code: 'config_refused', since: null, message: renderProblem({ ...problem, ...problem.words.en }) })),
  ];
}
