import { z } from 'zod';

/** What our buttons ask for. The ids on the left are those that our messages carry; they outlive releases. */
const PRESSES = {
  vigia_acknowledge: 'acknowledge',
  vigia_decline: 'decline',
  vigia_resolve: 'resolve',
  vigia_give_back: 'giveBack',
  vigia_acknowledge_all: 'acknowledgeAll',
} as const;

export type PressAction = (typeof PRESSES)[keyof typeof PRESSES];

/** A button that a person pressed on one of our messages. */
export interface PressEvent {
  /** The same for one press however often and by whatever way it is delivered. At most 200 characters. */
  eventId: string;
  teamId: string;
  userId: string;
  channel: string;
  messageTs: string;
  actionId: keyof typeof PRESSES;
  action: PressAction;
  /** Our id of the notification whose message carried the button, or of the attempt for a digest; at most 255 characters. */
  notificationId: string;
  /** When it was pressed, by Slack's clock, ISO 8601. */
  at: string;
}

/**
 * Takes a press into our keeping. It must be stored before this resolves, because Slack is answered right after and
 * then forgets it; the same `eventId` comes more than once and has one effect. A rejection shows the person a warning.
 */
export type OnPress = (press: PressEvent) => Promise<void>;

/** Something that went wrong with what Slack sent, for the log: by name, never by content. */
export type Report = (problem: ReceiverProblem, code?: string) => void;

export type ReceiverProblem =
  | 'bad_signature' | 'foreign_team' | 'malformed' | 'unreadable_payload' | 'unknown_action' | 'press_not_recorded' | 'press_slow'
  | 'socket_connected' | 'socket_lost' | 'socket_refused';

const id = z.string().regex(/^[A-Z0-9]{2,32}$/);
const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** The part we use of https://docs.slack.dev/reference/interaction-payloads/block_actions-payload; `team` is null in an org-wide install. */
const payloadSchema = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id, team_id: id.optional() }),
  team: z.object({ id }).nullish(),
  enterprise: z.object({ id }).nullish(),
  container: z.object({ message_ts: timestamp, channel_id: id }),
});

const actionSchema = z.object({
  action_id: z.literal(Object.keys(PRESSES) as [keyof typeof PRESSES]),
  action_ts: timestamp,
  value: z.string().min(1).max(255),
});

/** Reads one action of an interaction; null when it is no press of a button of ours. */
export function parsePress(payload: unknown, pressed: unknown): PressEvent | null {
  const body = payloadSchema.safeParse(payload);
  const action = actionSchema.safeParse(pressed);
  if (!body.success || !action.success) return null;
  const { user, team, enterprise, container } = body.data;
  const teamId = team?.id ?? user.team_id ?? enterprise?.id;
  if (teamId === undefined) return null;
  const { action_id: actionId, action_ts: actionTs, value } = action.data;
  return {
    eventId: ['press', teamId, container.message_ts, actionId, user.id, actionTs].join(':'),
    teamId,
    userId: user.id,
    channel: container.channel_id,
    messageTs: container.message_ts,
    actionId,
    action: PRESSES[actionId],
    notificationId: value,
    at: new Date(Number(actionTs) * 1000).toISOString(),
  };
}
