import type { Route } from '../domain/platform-name.ts';
import type { Part } from '../launch/lifecycle.ts';
import type { KeptWorkers } from './keep-workers.ts';
import { platformNames, type ServiceContext } from './service-context.ts';

/** How often what was left undone is looked for, milliseconds. */
const EVERY_MS = 2_000;

/** A message without a receipt by then counts as not having arrived, and the next route is taken. A proposal of ours. */
const RECEIPT_DEADLINE_MS = 60_000;

/** Routes that give receipts; Slack gives none. */
const RECEIPT_ROUTES: readonly Route[] = ['twilio', 'twilio-sms'];

/**
 * Finishes what a crash or an outage left undone: alerts not started or not raised, replies not handed on, failures not told, receipts
 * overdue. It looks at once, for whatever was killed has left the most undone, and then from time to time. Each kind goes by itself, so
 * that one which waits for an answer holds up no other. When Temporal is back all are looked for at once, and alerts are started beside
 * an earlier look: what that one asks for may stand in the connection's back-off for seconds.
 */
export function startSweeper(service: ServiceContext, workers: Pick<KeptWorkers, 'onReturn'>): Part {
  const kinds = kindsOf(service).map((sweepKind) => new Sweeping(sweepKind, () => service.logger.event('sweep.failed', {}, 'warn')));
  const look = (): void => kinds.forEach((kind) => kind.look());
  const timer = setInterval(look, EVERY_MS);
  look();
  const returned = new Set<Promise<unknown>>();
  workers.onReturn(() => {
    const starting = service.client.startUnstarted({ onTheirWayToo: true }).catch(() => service.logger.event('sweep.failed', {}, 'warn'));
    returned.add(starting);
    void starting.finally(() => returned.delete(starting));
    look();
  });
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all([...returned, ...kinds.map((kind) => kind.stop())]);
    },
  };
}

/** One look at everything. A kind that fails is left for the next one, and doesn't keep the others from being looked at. */
export async function sweep(service: ServiceContext): Promise<void> {
  for (const sweepKind of kindsOf(service)) {
    try {
      await sweepKind();
    } catch {
      service.logger.event('sweep.failed', {}, 'warn');
    }
  }
}

function kindsOf(service: ServiceContext): (() => Promise<unknown>)[] {
  return [
    () => service.client.startUnstarted(),
    () => service.client.startUnstartedDirect(),
    () => service.client.raiseUnraised(),
    ...platformNames(service).map((platform) => () => service.inbox.processWaiting(platform)),
    ...platformNames(service).map((platform) => () => service.inbox.tellFailures(platform)),
    ...RECEIPT_ROUTES.map((route) => () => reportOverdue(service, route)),
  ];
}

/** One kind of what may be left undone: looked for once at a time. */
class Sweeping {
  readonly #sweepKind: () => Promise<unknown>;
  readonly #failed: () => void;
  #running: Promise<unknown> | null = null;
  #stopped = false;

  constructor(sweepKind: () => Promise<unknown>, failed: () => void) {
    this.#sweepKind = sweepKind;
    this.#failed = failed;
  }

  look(): void {
    if (this.#running || this.#stopped) return;
    this.#running = this.#sweepKind().catch(this.#failed).finally(() => {
      this.#running = null;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }
}

async function reportOverdue({ ledger, client, clock }: ServiceContext, route: Route): Promise<void> {
  const overdue = await ledger.overdueReceipts(route, RECEIPT_DEADLINE_MS, clock.now());
  for (const { code, notificationId, attemptId } of overdue) await client.reportDelivery(code, { id: `overdue:${attemptId}`, notificationId, problem: 'overdue', code: null });
  // A digest is one attempt with several alerts: it is told once all of them have heard.
  for (const attemptId of new Set(overdue.map((message) => message.attemptId))) await ledger.markOverdueTold(attemptId);
}
