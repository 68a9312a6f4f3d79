import { type FetchFunction, WebClient } from '@slack/web-api';
import { PlatformError } from '../platform-error.ts';
import { classifySlackError } from './classify-slack-error.ts';
import { quietLogger } from './quiet-logger.ts';

/** Longest one request may take unless told otherwise, milliseconds. Slack answers in well under a second. */
export const REQUEST_TIMEOUT_MS = 8_000;

export interface SlackApiOptions {
  token: string;
  /** Where the Web API is, such as a simulator's `http://127.0.0.1:8090/slack/api/`; Slack's own when absent. */
  apiUrl?: string | undefined;
  timeoutMs?: number | undefined;
}

/**
 * Slack's client without its own patience: by default it tries ten times over half an hour, never times out, and one
 * limited channel pauses every other call. Waiting and trying again are Temporal's part here.
 */
export function createSlackClient({ token, apiUrl, timeoutMs = REQUEST_TIMEOUT_MS }: SlackApiOptions): WebClient {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    fetch: fetchKeepingCauses,
    logger: quietLogger,
  });
}

/** The SDK turns an error of another realm into text; wrapped in one of ours its cause stays and can be classified. */
const fetchKeepingCauses: FetchFunction = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (cause) {
    throw new Error('the request failed', { cause });
  }
};

/** Makes one call; whatever it throws comes out as a PlatformError. */
export async function callSlack<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw new PlatformError('slack', classifySlackError(error));
  }
}
