import type { Route } from '../domain/platform-name.ts';
import type { Part } from '../launch/lifecycle.ts';
import { platformNames, type ServiceContext } from './service-context.ts';

/** How often what was left undone is looked for, milliseconds. */
const EVERY_MS = 2_000;

/** A message without a receipt by then counts as not having arrived, and the next route is taken. A proposal of ours. */
const RECEIPT_DEADLINE_MS = 60_000;

/** Routes that give receipts; Slack gives none. */
const RECEIPT_ROUTES: readonly Route[] = ['twilio', 'twilio-sms'];

/** Finishes what a crash or an outage left undone: alerts not started or not raised, replies not handed on, failures not told, receipts overdue. */
export function startSweeper(service: ServiceContext): Part {
  let stopped = false;
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(() => (stopped ? undefined : sweep(service)));
  }, EVERY_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** One look at everything. A part that fails is left for the next one, and doesn't keep the others from being looked at. */
export async function sweep(service: ServiceContext): Promise<void> {
  const tasks = [
    () => service.client.startUnstarted(),
    () => service.client.startUnstartedDirect(),
    () => service.client.raiseUnraised(),
    ...platformNames(service).map((platform) => () => service.inbox.processWaiting(platform)),
    ...platformNames(service).map((platform) => () => service.inbox.tellFailures(platform)),
    ...RECEIPT_ROUTES.map((route) => () => reportOverdue(service, route)),
  ];
  for (const task of tasks) {
    try {
      await task();
    } catch {
      service.logger.event('sweep.failed', {}, 'warn');
    }
  }
}

async function reportOverdue({ ledger, client, clock }: ServiceContext, route: Route): Promise<void> {
  const overdue = await ledger.overdueReceipts(route, new Date(clock.now().getTime() - RECEIPT_DEADLINE_MS));
  for (const { code, notificationId, attemptId } of overdue) await client.reportDelivery(code, { id: `overdue:${attemptId}`, notificationId, problem: 'overdue', code: null });
  // A digest is one attempt with several alerts: it is told once all of them have heard.
  for (const attemptId of new Set(overdue.map((message) => message.attemptId))) await ledger.markOverdueTold(attemptId);
}
