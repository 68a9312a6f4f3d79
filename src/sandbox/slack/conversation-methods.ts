import type {
  ConversationsHistoryArguments, ConversationsInfoArguments, ConversationsListArguments, ConversationsMembersArguments,
  ConversationsOpenArguments, ConversationsRepliesArguments,
} from '@slack/web-api';
import { paginate, scopePrefix } from './method.ts';
import type { Method, MethodContext, MethodTable } from './method.ts';
import { SlackError } from './slack-error.ts';
import { membersOf, toWireConversation, toWireMessage } from './wire.ts';
import type { Conversation, SlackMessage } from './workspace-types.ts';

const LIST_TYPES: { [type: string]: { scope: string; holds(conversation: Conversation): boolean } } = {
  public_channel: { scope: 'channels:read', holds: (found) => found.kind === 'channel' && !found.isPrivate },
  // A private channel is only there for its members.
  private_channel: { scope: 'groups:read', holds: (found) => found.kind === 'channel' && found.isPrivate && found.isMember },
  im: { scope: 'im:read', holds: (found) => found.kind === 'im' },
  mpim: { scope: 'mpim:read', holds: () => false },
};

/** https://docs.slack.dev/reference/methods/conversations.list */
const list: Method<NonNullable<ConversationsListArguments>> = {
  token: 'bot',
  scopes: ({ types }) => typesOf(types).map((type) => LIST_TYPES[type]?.scope ?? []).flat(),
  run({ types, exclude_archived: excludeArchived, ...page }, { workspace }) {
    const wanted = typesOf(types).map((type) => LIST_TYPES[type]);
    if (wanted.includes(undefined)) throw new SlackError('invalid_types');
    const found = workspace.conversations()
      .filter((conversation) => wanted.some((type) => type?.holds(conversation)))
      .filter((conversation) => !(excludeArchived === true && conversation.kind === 'channel' && conversation.isArchived));
    const { page: shown, nextCursor } = paginate(found, page);
    return { channels: shown.map((conversation) => toWireConversation(conversation, workspace)), response_metadata: { next_cursor: nextCursor } };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.open */
const open: Method<ConversationsOpenArguments> = {
  token: 'bot',
  scopes: () => ['im:write'],
  run(args, { workspace }) {
    const users = 'users' in args && typeof args.users === 'string' ? args.users.split(',') : [];
    const given = 'channel' in args ? workspace.conversation(args.channel) : null;
    const [user] = users;
    if (!given && user === undefined) throw new SlackError('channel_not_found');
    if (users.length > 1) throw new SlackError('not_enough_users');
    if (user !== undefined && !workspace.user(user)) throw new SlackError('user_not_found');
    const conversation = given ?? workspace.openIm(user ?? '');
    return { channel: args.return_im === true ? toWireConversation(conversation, workspace) : { id: conversation.id } };
  },
};

/** https://docs.slack.dev/reference/methods/conversations.info */
const info: Method<ConversationsInfoArguments> = {
  token: 'bot',
  scopes: (args, context) => scopeFor(args.channel, 'read', context),
  run: ({ channel }, context) => ({ channel: toWireConversation(visible(channel, context), context.workspace) }),
};

/** https://docs.slack.dev/reference/methods/conversations.members */
const members: Method<ConversationsMembersArguments> = {
  token: 'bot',
  scopes: (args, context) => scopeFor(args.channel, 'read', context),
  run({ channel, ...page }, context) {
    const { page: shown, nextCursor } = paginate(membersOf(visible(channel, context), context.workspace), page);
    return { members: shown, response_metadata: { next_cursor: nextCursor } };
  },
};

/** Newest first, without the replies in threads. https://docs.slack.dev/reference/methods/conversations.history */
const history: Method<ConversationsHistoryArguments> = {
  token: 'bot',
  scopes: (args, context) => scopeFor(args.channel, 'history', context),
  run(args, context) {
    const conversation = readable(args.channel, context);
    const all = messagesOf(conversation, context);
    const shown = all.filter((message) => (message.threadTs === null || message.broadcast) && isInRange(message, args)).reverse();
    return toPage(shown, all, args);
  },
};

/** A thread, its parent first. https://docs.slack.dev/reference/methods/conversations.replies */
const replies: Method<ConversationsRepliesArguments> = {
  token: 'bot',
  scopes: (args, context) => scopeFor(args.channel, 'history', context),
  run(args, context) {
    const conversation = readable(args.channel, context);
    const all = messagesOf(conversation, context);
    const asked = all.find(({ ts }) => ts === args.ts);
    if (!asked) throw new SlackError('thread_not_found');
    const root = asked.threadTs ?? asked.ts;
    const shown = all.filter((message) => message.ts === root || (message.threadTs === root && isInRange(message, args)));
    return toPage(shown, all, args);
  },
};

export const conversationMethods = {
  'conversations.list': list,
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
} satisfies Partial<MethodTable>;

function typesOf(types = 'public_channel'): string[] {
  return types.split(',').map((type) => type.trim());
}

/** An unknown channel needs none: it answers `channel_not_found`. */
function scopeFor(channel: string, verb: 'read' | 'history', { workspace }: MethodContext): string[] {
  const conversation = workspace.conversation(channel);
  return conversation ? [`${scopePrefix(conversation)}:${verb}`] : [];
}

function visible(channel: string, { workspace }: MethodContext): Conversation {
  const conversation = workspace.conversation(channel);
  const hidden = conversation?.kind === 'channel' && conversation.isPrivate && !conversation.isMember;
  if (!conversation || conversation.id !== channel || hidden) throw new SlackError('channel_not_found');
  return conversation;
}

function readable(channel: string, context: MethodContext): Conversation {
  const conversation = visible(channel, context);
  if (conversation.kind === 'channel' && !conversation.isMember) throw new SlackError('not_in_channel');
  return conversation;
}

function messagesOf({ id }: Conversation, { workspace }: MethodContext): SlackMessage[] {
  return workspace.messages().filter((message) => message.channel === id && !message.deleted && message.ephemeralFor === null);
}

/** `oldest` and `latest` themselves are left out unless `inclusive`. */
function isInRange({ ts }: SlackMessage, { oldest, latest, inclusive = false }: { oldest?: string; latest?: string; inclusive?: boolean }): boolean {
  if (inclusive && (ts === oldest || ts === latest)) return true;
  return (oldest === undefined || Number(ts) > Number(oldest)) && (latest === undefined || Number(ts) < Number(latest));
}

type PageArguments = Pick<ConversationsHistoryArguments, 'include_all_metadata' | 'limit' | 'cursor'>;

function toPage(shown: SlackMessage[], all: SlackMessage[], args: PageArguments): { [field: string]: unknown } {
  const { page, nextCursor } = paginate(shown, args);
  const messages = page.map((message) => toWireMessage(message, {
    withMetadata: args.include_all_metadata === true,
    replies: all.filter(({ threadTs }) => threadTs === message.ts),
  }));
  const more = nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } };
  return { messages, has_more: nextCursor !== '', ...more };
}
