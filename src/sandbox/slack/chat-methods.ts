import type { ChatPostEphemeralArguments, ChatPostMessageArguments, ChatUpdateArguments } from '@slack/web-api';
import type { Block, KnownBlock, MessageAttachment } from '@slack/types';
import type { Method, MethodContext, MethodTable } from './method.ts';
import { SlackError } from './slack-error.ts';
import { membersOf, toWireMessage } from './wire.ts';
import type { Conversation, SlackMessage, SlackMetadata } from './workspace-types.ts';

/** The fields of a message, whichever of Slack's alternatives the arguments are. */
interface Body {
  channel: string;
  text?: string;
  blocks?: (KnownBlock | Block)[];
  attachments?: MessageAttachment[];
  markdown_text?: string;
}

/** https://docs.slack.dev/reference/methods/chat.postMessage */
const postMessage: Method<ChatPostMessageArguments> = {
  token: 'bot',
  scopes: () => ['chat:write'],
  run(args, context) {
    const conversation = conversationToPostIn(args.channel, context);
    const threadTs = threadOf(args.thread_ts, conversation, context);
    const message = context.workspace.post({
      ...toContent(args),
      channel: conversation.id,
      threadTs,
      broadcast: threadTs !== null && args.reply_broadcast === true,
      metadata: (args.metadata as SlackMetadata | undefined) ?? null,
      ephemeralFor: null,
    });
    return { channel: message.channel, ts: message.ts, message: toWireMessage(message, { withMetadata: true }) };
  },
};

/** https://docs.slack.dev/reference/methods/chat.postEphemeral */
const postEphemeral: Method<ChatPostEphemeralArguments> = {
  token: 'bot',
  scopes: () => ['chat:write'],
  run(args, context) {
    const conversation = conversationToPostIn(args.channel, context);
    if (!context.workspace.user(args.user)) throw new SlackError('user_not_found');
    if (!membersOf(conversation, context.workspace).includes(args.user)) throw new SlackError('user_not_in_channel');
    const message = context.workspace.post({
      ...toContent(args),
      channel: conversation.id,
      threadTs: threadOf(args.thread_ts, conversation, context),
      broadcast: false,
      metadata: null,
      ephemeralFor: args.user,
    });
    return { message_ts: message.ts };
  },
};

/** What is left out stays as it was, except the text. https://docs.slack.dev/reference/methods/chat.update */
const update: Method<ChatUpdateArguments> = {
  token: 'bot',
  scopes: () => ['chat:write'],
  run(args, { workspace }) {
    const conversation = workspace.conversation(args.channel);
    if (!conversation || conversation.id !== args.channel) throw new SlackError('channel_not_found');
    if (conversation.kind === 'channel' && conversation.isArchived) throw new SlackError('is_archived');
    const message = workspace.message(conversation.id, args.ts);
    if (!message || message.deleted || message.ephemeralFor !== null) throw new SlackError('message_not_found');
    const content = toContent(args);
    const changed = workspace.change(message, {
      text: content.text,
      ...('blocks' in args ? { blocks: content.blocks } : {}),
      ...('attachments' in args ? { attachments: content.attachments } : {}),
      ...(args.metadata === undefined ? {} : { metadata: args.metadata }),
      ...(args.reply_broadcast === undefined ? {} : { broadcast: args.reply_broadcast }),
    });
    return { channel: changed.channel, ts: changed.ts, text: changed.text, message: toWireMessage(changed, { withMetadata: true }) };
  },
};

export const chatMethods = { 'chat.postMessage': postMessage, 'chat.postEphemeral': postEphemeral, 'chat.update': update } satisfies Partial<MethodTable>;

/** By id, `#name`, or a user's id, whose direct conversation is opened. */
function conversationToPostIn(reference: string, { workspace, scopes }: MethodContext): Conversation {
  if (workspace.user(reference)) return workspace.openIm(reference);
  const conversation = workspace.conversation(reference);
  if (!conversation) throw new SlackError('channel_not_found');
  if (conversation.kind === 'im') return conversation;
  if (!conversation.isMember && conversation.isPrivate) throw new SlackError('channel_not_found');
  if (conversation.isArchived) throw new SlackError('is_archived');
  if (!conversation.isMember && !scopes.has('chat:write.public')) throw new SlackError('not_in_channel');
  return conversation;
}

/** A reply to a reply belongs to the same thread. */
function threadOf(ts: string | undefined, conversation: Conversation, { workspace }: MethodContext): string | null {
  if (ts === undefined) return null;
  const parent = workspace.message(conversation.id, ts);
  if (!parent || parent.deleted || parent.ephemeralFor !== null) throw new SlackError('cannot_reply_to_message');
  return parent.threadTs ?? parent.ts;
}

function toContent(args: Body): Pick<SlackMessage, 'text' | 'blocks' | 'attachments'> {
  return {
    text: args.text ?? args.markdown_text ?? '',
    // The check of the request has held them to the known blocks.
    blocks: (args.blocks ?? []) as KnownBlock[],
    attachments: args.attachments ?? [],
  };
}
