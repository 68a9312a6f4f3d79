import type { Part } from '../launch/lifecycle.ts';
import type { ServiceContext } from './service-context.ts';

/** How often what was counted goes into the ledger, milliseconds: a flood of forgeries costs one write in this time. */
const EVERY_MS = 5_000;

type Counting = Pick<ServiceContext, 'callbacks' | 'ledger' | 'logger'>;

/** Keeps what this process counts in the ledger, so that health says the sum of all, whichever process is asked. The last of it goes there at the end. */
export function keepCallbackCounts({ callbacks, ledger, logger }: Counting, everyMs = EVERY_MS): Part {
  const drain = async (): Promise<void> => callbacks.drain((counts) => ledger.addCallbackCounts(counts)).catch(() => logger.event('callbacks.not_written', {}, 'warn'));
  const timer = setInterval(() => void drain(), everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await drain();
    },
  };
}
