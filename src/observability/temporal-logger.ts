import type { Level, Logger } from './logger.ts';

/** What Temporal's SDK logs with; the shape of @temporalio/common's Logger. */
export interface TemporalLogger {
  log(level: string, message: string, meta?: Record<string, unknown>): void;
  trace(message: string, meta?: Record<string, unknown>): void;
  debug(message: string, meta?: Record<string, unknown>): void;
  info(message: string, meta?: Record<string, unknown>): void;
  warn(message: string, meta?: Record<string, unknown>): void;
  error(message: string, meta?: Record<string, unknown>): void;
}

const LEVELS: Readonly<Record<string, Level>> = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' };
/** The SDK's own sentences are plain words; one with figures or quotes in it may carry something of ours. */
const PLAIN_WORDS = /^[A-Za-z ,.-]{1,60}$/;

/** An event's name, its prefix included, has 60 characters at most. */
const MAX_NAME = 50;

/** Temporal's SDK through our log: its sentences as event names (`activity_failed`), and of its details only ids of ours and the error. */
export function toTemporalLogger(logger: Logger): TemporalLogger {
  const log: TemporalLogger['log'] = (level, message, meta = {}) => {
    const name = PLAIN_WORDS.test(message) ? message.toLowerCase().replaceAll(/[^a-z]+/g, '_').slice(0, MAX_NAME) : 'message';
    const { workflowId, activityType, attempt, error } = meta;
    logger.event(
      `temporal.${name}`,
      {
        ...(typeof workflowId === 'string' ? { requestId: workflowId } : {}),
        ...(typeof activityType === 'string' ? { operation: activityType } : {}),
        ...(typeof attempt === 'number' ? { attempt } : {}),
        ...(error === undefined ? {} : { error }),
      },
      LEVELS[level] ?? 'info',
    );
  };
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  };
}
