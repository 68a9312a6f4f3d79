import type { WebClient } from '@slack/web-api';
import type { Destination } from '../../domain/people.ts';
import { callSlack } from './slack-api.ts';
import { pagesUntil } from './pages.ts';

/** A conversation's own id, as opposed to a user's (U, W) or a `#name`. */
const CONVERSATION_ID = /^[CGD][A-Z0-9]{2,}$/;

/** The most that Slack lists at once (https://docs.slack.dev/reference/methods/conversations.list). */
const PAGE_SIZE = 999;

/**
 * Finds the conversation behind an address. A post may name a user or `#name`, but history is read by conversation id.
 * Listing needs `im:read` for people, `channels:read` and `groups:read` for channels: no scope to open anything.
 */
export class ConversationFinder {
  readonly #client: WebClient;
  readonly #known = new Map<string, string>();

  constructor(client: WebClient) {
    this.#client = client;
  }

  remember(address: string, conversation: string): void {
    this.#known.set(address, conversation);
  }

  /**
   * @returns null when the bot never spoke there, so that no message of it can be there.
   * @throws PlatformError when Slack can't be asked, also when `deadline` (of `performance.now()`) comes first.
   */
  async find(destination: Destination, deadline: number): Promise<string | null> {
    if (CONVERSATION_ID.test(destination.address)) return destination.address;
    const known = this.#known.get(destination.address);
    if (known !== undefined) return known;
    const found = await this.#list(destination, deadline);
    if (found !== null) this.remember(destination.address, found);
    return found;
  }

  async #list({ kind, address }: Destination, deadline: number): Promise<string | null> {
    const name = address.replace(/^#/, '');
    const types = kind === 'person' ? 'im' : 'public_channel,private_channel';
    return pagesUntil(deadline, async (cursor) => {
      const answer = await callSlack(() => this.#client.conversations.list({ types, limit: PAGE_SIZE, ...(cursor === '' ? {} : { cursor }) }));
      const match = answer.channels?.find((channel) => (kind === 'person' ? channel.user === address : channel.name === name));
      return { found: match?.id ?? null, next: answer.response_metadata?.next_cursor ?? '' };
    });
  }
}
