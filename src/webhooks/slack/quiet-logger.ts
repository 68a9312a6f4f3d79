import { LogLevel, type Logger } from '@slack/bolt';

/**
 * A logger that says nothing. Slack's packages log requests, answers and socket frames, and those hold what was in a
 * message; we report by our own codes instead.
 */
export const quietLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
