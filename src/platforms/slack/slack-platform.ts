import type { ChatPostMessageArguments, WebClient } from '@slack/web-api';
import type { Failure } from '../../domain/failure.ts';
import type { RenderedMessage } from '../../domain/message.ts';
import { PlatformError } from '../platform-error.ts';
import { BEGIN_WITHIN_MS } from '../platform.ts';
import type { LookedUp, LookUp, Outbound, Platform, PlatformCheck, ProviderRef, Sent } from '../platform.ts';
import { checkSlack, type SlackCredentials } from './check-slack.ts';
import { ConversationFinder } from './conversation-finder.ts';
import { findAttempt } from './find-attempt.ts';
import { toBlocks, toFallbackText } from './message-blocks.ts';
import { METADATA_EVENT_TYPE } from './metadata.ts';
import { type OwnSlackTeam, OwnTeamFinder } from './own-team.ts';
import { callSlack, createSlackClient, REQUEST_TIMEOUT_MS } from './slack-api.ts';
import { FORMAT_CODES } from './slack-error-codes.ts';

/** Kinds that ask somebody to act now; in a thread they are shown in the channel too, where people see them. */
const PAGES: ReadonlySet<RenderedMessage['kind']> = new Set(['page', 'reminder', 'fail_safe', 'attend_reminder', 'added', 'drill', 'digest']);

export interface SlackPlatformOptions extends SlackCredentials {
  /** Where the Web API is; Slack's own when absent. */
  apiUrl?: string | undefined;
  /** Longest one request may take, milliseconds. */
  timeoutMs?: number | undefined;
  /** The name under which this bot's messages count against its limit. */
  sender?: string | undefined;
  /** Hears of a message whose blocks Slack refused and that went out without what was refused. */
  onDefect?: ((failure: Failure) => void) | undefined;
}

/** Slack by its Web API. Needs `chat:write`; `check` says what each further scope adds. */
export class SlackPlatform implements Platform {
  readonly name = 'slack';
  readonly callTimeoutMs: number;
  readonly #client: WebClient;
  readonly #options: SlackPlatformOptions;
  readonly #conversations: ConversationFinder;
  readonly #ownTeam: OwnTeamFinder;

  constructor(options: SlackPlatformOptions) {
    const timeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#options = options;
    this.#client = createSlackClient({ token: options.botToken, apiUrl: options.apiUrl, timeoutMs });
    this.#conversations = new ConversationFinder(this.#client);
    this.#ownTeam = new OwnTeamFinder(this.#client);
    // One request, and at most one more as plain text.
    this.callTimeoutMs = BEGIN_WITHIN_MS + 2 * timeoutMs + 1_000;
  }

  /** One bot, one limit, wherever it posts. */
  senderFor(): string {
    return this.#options.sender ?? 'slack';
  }

  /** Posts one message: to a person by their user id, which is their direct messages, or to a channel by id or `#name`. */
  async send(outbound: Outbound): Promise<Sent> {
    const { destination, message, attemptId, notificationId, thread } = outbound;
    const sent = await this.#post({
      // A thread lives in the conversation it began in, whose id we have then.
      channel: thread?.conversation ?? destination.address,
      message, attemptId, notificationId, thread,
    });
    this.#conversations.remember(destination.address, sent.ref.conversation);
    return sent;
  }

  /** Tells one person in a channel something that the others don't see, such as what their press came to. */
  async answerEphemeral(channel: string, user: string, answer: RenderedMessage, about: string | null = null): Promise<void> {
    const buttons = about === null || answer.actions.length === 0 ? {} : { blocks: toBlocks(answer, about) };
    await callSlack(() => this.#client.chat.postEphemeral({ channel, user, text: toFallbackText(answer), ...buttons }));
  }

  /** Rewrites a message in place. Its metadata stays, so it can still be looked up. */
  async update(ref: ProviderRef, message: RenderedMessage, notificationId: string): Promise<void> {
    await callSlack(() => this.#client.chat.update({
      channel: ref.conversation,
      ts: ref.id,
      text: toFallbackText(message),
      blocks: toBlocks(message, notificationId),
    }));
  }

  /** Searches the conversation's history since `startedAt` for the attempt's id. Needs the history scopes. */
  async lookUp(outbound: LookedUp, startedAt: Date): Promise<LookUp> {
    const deadline = performance.now() + this.callTimeoutMs - (this.#options.timeoutMs ?? REQUEST_TIMEOUT_MS);
    try {
      const conversation = outbound.thread?.conversation ?? await this.#conversations.find(outbound.destination, deadline);
      if (conversation === null) return { found: 'no' };
      const id = await findAttempt(this.#client, { conversation, thread: outbound.thread, attemptId: outbound.attemptId, startedAt, deadline });
      return id === null ? { found: 'no' } : { found: 'yes', sent: this.#sent({ id, conversation }) };
    } catch (error) {
      if (error instanceof PlatformError) return { found: 'unknown', failure: error.failure };
      throw error;
    }
  }

  async check(): Promise<PlatformCheck> {
    return checkSlack(this.#client, this.#options);
  }

  /** The workspace of the bot's token; null when Slack can't say within a second. Never rejects. */
  async ownTeam(): Promise<OwnSlackTeam | null> {
    return this.#ownTeam.find();
  }

  async #post(post: Post): Promise<Sent> {
    try {
      return await this.#postOnce(post, { blocks: true, metadata: true });
    } catch (error) {
      const failure = error instanceof PlatformError ? error.failure : null;
      if (failure === null || !FORMAT_CODES.has(failure.code)) throw error;
      // Slack refused the form and posted nothing. The words matter more than the buttons.
      this.#options.onDefect?.(failure);
      const metadataWasRefused = failure.code.includes('metadata');
      return this.#postOnce(post, { blocks: metadataWasRefused, metadata: !metadataWasRefused });
    }
  }

  async #postOnce(post: Post, parts: { blocks: boolean; metadata: boolean }): Promise<Sent> {
    const answer = await callSlack(() => this.#client.chat.postMessage(toArguments(post, parts)));
    if (answer.ts === undefined || answer.channel === undefined) {
      throw new PlatformError('slack', { kind: 'settle_first', code: 'unreadable_answer' });
    }
    return this.#sent({ id: answer.ts, conversation: answer.channel });
  }

  #sent(ref: ProviderRef): Sent {
    // Slack gives no receipts: `sent` is all that will ever be known.
    return { ref, sender: this.senderFor(), state: 'sent' };
  }
}

interface Post {
  channel: string;
  message: RenderedMessage;
  attemptId: string;
  notificationId: string;
  thread: ProviderRef | undefined;
}

function toArguments({ channel, message, attemptId, notificationId, thread }: Post, parts: { blocks: boolean; metadata: boolean }): ChatPostMessageArguments {
  const metadata = { event_type: METADATA_EVENT_TYPE, event_payload: { attempt_id: attemptId } };
  const common = { channel, text: toFallbackText(message), unfurl_links: false, unfurl_media: false, ...(parts.metadata ? { metadata } : {}) };
  const content = parts.blocks ? { ...common, blocks: toBlocks(message, notificationId) } : common;
  return thread === undefined ? content : { ...content, thread_ts: thread.id, reply_broadcast: PAGES.has(message.kind) };
}
