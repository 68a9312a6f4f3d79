import { IllegalStateError } from '@temporalio/common';
import type { Logger } from '../observability/logger.ts';

/** Temporal's native part, before anything connects with it. Signals are the lifecycle's: it stops the parts in order. A process that has one already keeps that. */
export async function installRuntime(logger: Logger): Promise<void> {
  const [{ Runtime }, { toTemporalLogger }] = await Promise.all([import('@temporalio/worker'), import('../observability/temporal-logger.ts')]);
  try {
    Runtime.install({ logger: toTemporalLogger(logger), shutdownSignals: [], telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'WARN' } } } });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
