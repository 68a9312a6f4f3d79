import type { Lifecycle } from './lifecycle.ts';

/**
 * Last resorts. An exception that nobody caught leaves the process in an unknown state: everything is stopped, in order, and the
 * exit code is 1. A promise that nobody waited for doesn't: Slack's and WhatsApp's libraries are known to leave one behind when a
 * connection drops, and alerts must go on, so it is only reported.
 * @returns takes the guards away.
 */
export function guardProcess(lifecycle: Pick<Lifecycle, 'stop'>, report: (what: 'uncaught_exception' | 'unhandled_rejection', error: unknown) => void): () => void {
  const onException = (error: unknown): void => {
    report('uncaught_exception', error);
    void lifecycle.stop(1);
  };
  const onRejection = (error: unknown): void => report('unhandled_rejection', error);
  process.on('uncaughtException', onException).on('unhandledRejection', onRejection);
  return () => {
    process.off('uncaughtException', onException).off('unhandledRejection', onRejection);
  };
}
