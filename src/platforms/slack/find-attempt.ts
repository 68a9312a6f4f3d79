import type { WebClient } from '@slack/web-api';
import type { ProviderRef } from '../platform.ts';
import { attemptIdOf } from './metadata.ts';
import { pagesUntil } from './pages.ts';
import { callSlack } from './slack-api.ts';

/** Our clock may be ahead of Slack's by this much and the message is still found, milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/** Messages a page; Slack recommends no more than 200 (https://docs.slack.dev/reference/methods/conversations.history). */
const PAGE_SIZE = 200;

export interface AttemptSearch {
  conversation: string;
  /** The message it was posted under: replies are not part of a conversation's history. */
  thread: ProviderRef | undefined;
  attemptId: string;
  startedAt: Date;
  /** Of `performance.now()`, milliseconds. */
  deadline: number;
}

/**
 * The `ts` of the message that carries this attempt's id, or null when there is none.
 * @throws PlatformError when Slack can't be asked: `missing_scope` without the history scopes.
 */
export async function findAttempt(client: WebClient, search: AttemptSearch): Promise<string | null> {
  const oldest = ((search.startedAt.getTime() - CLOCK_SKEW_MS) / 1000).toFixed(6);
  const { conversation: channel, thread } = search;
  return pagesUntil(search.deadline, async (cursor) => {
    const page = { channel, oldest, include_all_metadata: true, limit: PAGE_SIZE, ...(cursor === '' ? {} : { cursor }) };
    const answer = await callSlack(() => (thread === undefined
      ? client.conversations.history(page)
      : client.conversations.replies({ ...page, ts: thread.id })));
    const match = answer.messages?.find((message) => attemptIdOf(message.metadata) === search.attemptId);
    return { found: match?.ts ?? null, next: answer.response_metadata?.next_cursor ?? '' };
  });
}
