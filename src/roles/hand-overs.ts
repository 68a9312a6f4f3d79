import type { AlertClient } from '../client.ts';
import type { LiveConfig } from '../config/live-config.ts';
import type { AlertView } from '../domain/alert.ts';
import { handOverDue } from '../domain/hand-over-due.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ServiceContext } from './service-context.ts';

/** How often owners' shifts are looked at, milliseconds: offers go out a quarter of an hour ahead. */
const EVERY_MS = 30_000;

/** Alerts read at once. */
const BATCH = 200;

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

export type HandOverContext = Pick<ServiceContext, 'clock' | 'hospital' | 'logger'> & {
  client: Pick<AlertClient, 'ask'>; ledger: Pick<Ledger, 'heldAlerts'>; config: Pick<LiveConfig, 'current'>;
};

/**
 * One look at everything that somebody holds, a batch at a time. Asked again by another process it is the same request, and has one
 * effect. An alert that can't be asked now doesn't keep the others from being offered.
 */
export async function offerToNextShift(context: HandOverContext, batch = BATCH): Promise<void> {
  let alerts: AlertView[];
  let after: string | null = null;
  do {
    alerts = await context.ledger.heldAlerts(after, batch);
    for (const alert of alerts) await offerWhenDue(context, alert).catch(() => context.logger.event('hand_over.failed', { code: alert.code }, 'warn'));
    after = alerts.at(-1)?.code ?? null;
  } while (alerts.length === batch);
}

async function offerWhenDue({ client, clock, config, hospital }: HandOverContext, alert: AlertView): Promise<void> {
  const due = handOverDue(alert, hospital(), config.current().policy.shiftEnd.offerBefore, clock.now());
  if (!due) return;
  await client.ask(alert.code, {
    // Taken again, or after an undo, it is a request of its own: one that was carried out is answered from memory.
    id: ['shift-end', alert.code, due.owner, due.until.toISOString(), due.heldSince].join(':'),
    kind: 'handOver', by: { kind: 'operator', id: 'shift-end' }, via: 'api', until: due.until.toISOString(), ...(due.to === null ? {} : { to: due.to }),
  });
}
