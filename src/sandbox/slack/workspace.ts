import { join } from 'node:path';
import { openJsonLines } from '../json-lines.ts';
import type { Conversation, SlackChannel, SlackMessage, SlackUser } from './workspace-types.ts';
import { createTimestamps, withBlockIds } from './timestamps.ts';

export interface WorkspaceOptions {
  users: readonly SlackUser[];
  channels: readonly SlackChannel[];
  /** Folder that keeps the messages over a restart; null: in memory. */
  home: string | null;
  now: () => Date;
  changed: () => void;
}

export type NewMessage = Pick<SlackMessage, 'channel' | 'threadTs' | 'broadcast' | 'text' | 'blocks' | 'attachments' | 'metadata' | 'ephemeralFor'>;
export type MessageChange = Partial<Pick<SlackMessage, 'text' | 'blocks' | 'attachments' | 'metadata' | 'deleted' | 'broadcast'>>;

/** What the simulated Slack knows: people, conversations and messages. */
export interface Workspace {
  /** How often the sandbox was started on this home, from 1: ids that must never come twice carry it. */
  readonly run: number;
  users(): SlackUser[];
  user(id: string): SlackUser | null;
  conversations(): Conversation[];
  /** By id, by `#name` or by name. */
  conversation(reference: string): Conversation | null;
  /** The direct conversation with a user, opened when there is none. */
  openIm(user: string): Conversation;
  /** Every message, in order; deleted and ephemeral ones too. */
  messages(): SlackMessage[];
  message(channel: string, ts: string): SlackMessage | null;
  post(message: NewMessage): SlackMessage;
  change(message: SlackMessage, change: MessageChange): SlackMessage;
  /** Changes a channel while the sandbox runs, as somebody in Slack would: archive it, take the bot out. */
  changeChannel(id: string, change: Partial<SlackChannel>): void;
  close(): void;
}

type Kept = { kind: 'run' } | { kind: 'im'; id: string; user: string } | { kind: 'message'; message: SlackMessage };

const USER_ID = /^[UW][A-Z0-9]{8,}$/;
const CHANNEL_ID = /^C[A-Z0-9]{8,}$/;

/** Opens the workspace, with the messages that are kept in the home. */
export function openWorkspace({ users, channels, home, now, changed }: WorkspaceOptions): Workspace {
  for (const { id } of users) requireId(id, USER_ID, 'user id: U and at least 8 capital letters or digits');
  for (const { id } of channels) requireId(id, CHANNEL_ID, 'channel id: C and at least 8 capital letters or digits');
  const file = openJsonLines<Kept>(home === null ? null : join(home, 'slack.jsonl'));
  const people = new Map(users.map((user) => [user.id, user]));
  const rooms = new Map(channels.map((channel) => [channel.id, channel]));
  const ims = new Map<string, string>();
  const messages = new Map<string, SlackMessage>();
  let run = 1;
  for (const kept of file.loaded) {
    if (kept.kind === 'run') run += 1;
    else if (kept.kind === 'im') ims.set(kept.id, kept.user);
    else messages.set(keyOf(kept.message), kept.message);
  }
  file.append({ kind: 'run' });
  const nextTs = createTimestamps({ now, last: newestStamp(messages.values()) });
  const keep = (message: SlackMessage): SlackMessage => {
    messages.set(keyOf(message), message);
    file.append({ kind: 'message', message });
    changed();
    return message;
  };
  const conversations = (): Conversation[] => [
    ...[...rooms.values()].map(toConversation),
    ...[...ims].map(([id, user]) => ({ kind: 'im' as const, id, user })),
  ];
  return {
    run,
    users: () => [...people.values()],
    user: (id) => people.get(id) ?? null,
    conversations,
    conversation(reference) {
      const name = reference.replace(/^#/, '');
      return conversations().find((found) => found.id === reference || (found.kind === 'channel' && found.name === name)) ?? null;
    },
    openIm(user) {
      const known = [...ims].find(([, owner]) => owner === user);
      if (known) return { kind: 'im', id: known[0], user };
      const id = `D${String(ims.size + 1).padStart(9, '0')}`;
      ims.set(id, user);
      file.append({ kind: 'im', id, user });
      return { kind: 'im', id, user };
    },
    messages: () => [...messages.values()],
    message: (channel, ts) => messages.get(`${channel} ${ts}`) ?? null,
    post(message) {
      const ts = nextTs();
      return keep({ ...message, ts, blocks: withBlockIds(message.blocks, ts), editedTs: null, edits: 0, deleted: false });
    },
    change(message, change) {
      const editedTs = nextTs();
      const blocks = change.blocks ? withBlockIds(change.blocks, editedTs) : message.blocks;
      return keep({ ...message, ...change, blocks, editedTs, edits: message.edits + 1 });
    },
    changeChannel(id, change) {
      const room = rooms.get(id);
      if (!room) throw new Error(`no channel ${id}`);
      rooms.set(id, { ...room, ...change });
      changed();
    },
    close: file.close,
  };
}

/** The newest `ts` in use, edits included; text order is time's, because all have the same width. */
function newestStamp(messages: Iterable<SlackMessage>): string | null {
  const stamps = [...messages].flatMap(({ ts, editedTs }) => [ts, editedTs ?? ts]).sort();
  return stamps.at(-1) ?? null;
}

function keyOf({ channel, ts }: SlackMessage): string {
  return `${channel} ${ts}`;
}

function toConversation({ id, name, isPrivate = false, isMember = true, isArchived = false }: SlackChannel): Conversation {
  return { kind: 'channel', id, name, isPrivate, isMember, isArchived };
}

function requireId(id: string, shape: RegExp, wanted: string): void {
  if (!shape.test(id)) throw new Error(`sandbox: ${JSON.stringify(id)} is not a Slack ${wanted}`);
}
