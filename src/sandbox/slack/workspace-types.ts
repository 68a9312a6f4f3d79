import type { KnownBlock, MessageAttachment } from '@slack/types';

/** A person, as the sandbox is told of one. */
export interface SlackUser {
  /** `U` or `W` and at least eight letters and digits. */
  id: string;
  name: string;
  email?: string;
  /** IANA time zone. */
  timeZone?: string;
}

/** A channel, as the sandbox is told of one. The bot is a member unless told otherwise. */
export interface SlackChannel {
  /** `C` and at least eight letters and digits. */
  id: string;
  /** Without `#`. */
  name: string;
  isPrivate?: boolean;
  isMember?: boolean;
  isArchived?: boolean;
}

export interface SlackMetadata {
  event_type?: string;
  event_payload?: { [key: string]: unknown };
}

/** A message as the workspace keeps it. */
export interface SlackMessage {
  channel: string;
  ts: string;
  /** `ts` of the message it answers; null when it stands alone. */
  threadTs: string | null;
  /** A thread's reply that is shown in the channel too. */
  broadcast: boolean;
  text: string;
  blocks: KnownBlock[];
  attachments: MessageAttachment[];
  metadata: SlackMetadata | null;
  /** `ts` of the last edit. */
  editedTs: string | null;
  edits: number;
  /** The only user who sees it; null when all of the channel do. */
  ephemeralFor: string | null;
  deleted: boolean;
}

/** A place to post in. */
export type Conversation =
  | { kind: 'channel'; id: string; name: string; isPrivate: boolean; isMember: boolean; isArchived: boolean }
  | { kind: 'im'; id: string; user: string };

/** Who and where the simulated app is. Ids have Slack's shapes. */
export const APP = {
  teamId: 'T0SANDBOX1',
  teamDomain: 'sandbox',
  teamName: 'Sandbox',
  appId: 'A0SANDBOX1',
  botId: 'B0SANDBOX1',
  botUserId: 'U0SANDBOT1',
  botName: 'vigia',
} as const;
