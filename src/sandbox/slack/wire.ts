import { APP } from './workspace-types.ts';
import type { Conversation, SlackMessage, SlackUser } from './workspace-types.ts';
import type { Workspace } from './workspace.ts';

type Wire = { [field: string]: unknown };

/** A message as Slack gives it out. https://docs.slack.dev/reference/events/message */
export function toWireMessage(message: SlackMessage, { withMetadata, replies = [] }: { withMetadata: boolean; replies?: readonly SlackMessage[] }): Wire {
  const last = replies.at(-1);
  return {
    type: 'message',
    user: APP.botUserId,
    bot_id: APP.botId,
    app_id: APP.appId,
    team: APP.teamId,
    text: message.text,
    ts: message.ts,
    blocks: message.blocks,
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    bot_profile: { id: APP.botId, app_id: APP.appId, name: APP.botName, deleted: false, team_id: APP.teamId },
    ...(message.editedTs === null ? {} : { edited: { user: APP.botUserId, ts: message.editedTs } }),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs, parent_user_id: APP.botUserId }),
    ...(last ? { thread_ts: message.ts, reply_count: replies.length, reply_users: [APP.botUserId], latest_reply: last.ts } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}

/** https://docs.slack.dev/reference/objects/user-object */
export function toWireUser(user: SlackUser): Wire {
  return {
    id: user.id,
    team_id: APP.teamId,
    name: handleOf(user),
    real_name: user.name,
    deleted: false,
    is_bot: false,
    is_app_user: false,
    tz: user.timeZone ?? 'Etc/UTC',
    profile: { real_name: user.name, display_name: user.name, ...(user.email === undefined ? {} : { email: user.email }), team: APP.teamId },
  };
}

/** A user's handle: `Ana Soto` is `ana.soto`. */
export function handleOf(user: SlackUser): string {
  return user.name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '.').replace(/^\.|\.$/g, '');
}

/** https://docs.slack.dev/reference/objects/conversation-object */
export function toWireConversation(conversation: Conversation, workspace: Workspace): Wire {
  if (conversation.kind === 'im') {
    const { id, user } = conversation;
    const kind = { is_im: true, is_channel: false, is_group: false, is_mpim: false };
    return { id, user, created: 0, ...kind, is_archived: false, is_org_shared: false, is_open: true, is_user_deleted: false };
  }
  const { id, name, isPrivate, isArchived, isMember } = conversation;
  return {
    id,
    name,
    name_normalized: name,
    created: 0,
    creator: workspace.users()[0]?.id ?? APP.botUserId,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: isArchived,
    is_general: false,
    is_shared: false,
    is_org_shared: false,
    is_member: isMember,
    num_members: membersOf(conversation, workspace).length,
    context_team_id: APP.teamId,
  };
}

/** Everybody is in every channel; the bot where it was invited. */
export function membersOf(conversation: Conversation, workspace: Workspace): string[] {
  if (conversation.kind === 'im') return [conversation.user, APP.botUserId];
  return [...workspace.users().map(({ id }) => id), ...(conversation.isMember ? [APP.botUserId] : [])];
}
