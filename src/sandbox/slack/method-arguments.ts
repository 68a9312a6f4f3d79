import type {
  AppsConnectionsOpenArguments,
  AuthTestArguments,
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ConversationsHistoryArguments,
  ConversationsInfoArguments,
  ConversationsListArguments,
  ConversationsMembersArguments,
  ConversationsOpenArguments,
  ConversationsRepliesArguments,
  UsersInfoArguments,
  UsersListArguments,
  UsersLookupByEmailArguments,
} from '@slack/web-api';

/**
 * The methods that are simulated, each with its arguments as Slack itself types them. `types.generated.ts` is JSON Schema
 * made of this interface by scripts/extract-slack-types.ts; a test holds the two together.
 */
export interface MethodArguments {
  'apps.connections.open': AppsConnectionsOpenArguments;
  'auth.test': AuthTestArguments;
  'chat.postEphemeral': ChatPostEphemeralArguments;
  'chat.postMessage': ChatPostMessageArguments;
  'chat.update': ChatUpdateArguments;
  'conversations.history': ConversationsHistoryArguments;
  'conversations.info': ConversationsInfoArguments;
  'conversations.list': ConversationsListArguments;
  'conversations.members': ConversationsMembersArguments;
  'conversations.open': ConversationsOpenArguments;
  'conversations.replies': ConversationsRepliesArguments;
  'users.info': UsersInfoArguments;
  'users.list': UsersListArguments;
  'users.lookupByEmail': UsersLookupByEmailArguments;
}

export type MethodName = keyof MethodArguments;
