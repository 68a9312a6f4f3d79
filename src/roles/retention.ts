import type { Part } from '../launch/lifecycle.ts';
import type { ServiceContext } from './service-context.ts';

const DAY_MS = 24 * 60 * 60_000;

type Retaining = Pick<ServiceContext, 'ledger' | 'settings' | 'clock' | 'logger'>;

/** Once a day, and at the start, takes the text out of messages that are older than they are to be kept. That they were is kept. */
export function startRetention(service: Retaining): Part {
  void purgeOld(service);
  const timer = setInterval(() => void purgeOld(service), DAY_MS);
  return { stop: async () => clearInterval(timer) };
}

/** Answers how many messages lost their text; a failure is left for the next day. */
export async function purgeOld({ ledger, settings, clock, logger }: Retaining): Promise<number> {
  try {
    return await ledger.purgeHistory(new Date(clock.now().getTime() - settings.historyDays * DAY_MS));
  } catch {
    logger.event('retention.failed', {}, 'warn');
    return 0;
  }
}
