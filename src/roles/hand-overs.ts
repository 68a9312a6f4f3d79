import { handOverDue } from '../domain/hand-over-due.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { ServiceContext } from './service-context.ts';

/** How often owners' shifts are looked at, milliseconds: offers go out a quarter of an hour ahead. */
const EVERY_MS = 30_000;

/** Alerts looked through at once, the most urgent first. */
const LOOKED_THROUGH = 500;

/** Offers alerts to the next shift before their owners' ends. */
export function startHandOvers(service: ServiceContext): Part {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => offerToNextShift(service)).catch(() => service.logger.event('hand_over.failed', {}, 'warn'));
  }, EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * One look at everything that somebody holds. Asked again by another process it is the same request, and has one effect. An alert
 * that can't be asked now doesn't keep the others from being offered.
 */
export async function offerToNextShift({ client, clock, config, hospital, logger }: ServiceContext): Promise<void> {
  const leadMs = config.current().policy.shiftEnd.offerBefore;
  for (const alert of await client.list({ open: true, limit: LOOKED_THROUGH })) {
    const due = handOverDue(alert, hospital(), leadMs, clock.now());
    if (!due) continue;
    const asked = client.ask(alert.code, {
      id: `shift-end:${alert.code}:${due.owner}:${due.until.toISOString()}`,
      kind: 'handOver', by: { kind: 'operator', id: 'shift-end' }, via: 'api', until: due.until.toISOString(), ...(due.to === null ? {} : { to: due.to }),
    });
    await asked.catch(() => logger.event('hand_over.failed', { code: alert.code }, 'warn'));
  }
}
