import { z } from 'zod';
import { ControlError } from '../control-error.ts';
import { handleOf } from './wire.ts';
import type { SlackMessage, SlackUser } from './workspace-types.ts';
import type { Workspace } from './workspace.ts';

const schema = z.strictObject({
  platform: z.literal('slack').optional(),
  /** Who presses: a user's id, name or handle. */
  user: z.string().min(1),
  /** Where: a channel's id or `#name`, or `dm` for the direct conversation; anywhere by default. */
  channel: z.string().min(1).optional(),
  ts: z.string().optional(),
  /** The newest message that shows this alert code. */
  code: z.string().optional(),
  /** The button: its action id, the last words of it (`acknowledge`, `give_back`), or its text. */
  action: z.string().min(1),
  via: z.enum(['socket', 'http']).optional(),
  /** Presses at once, each a press of its own. */
  times: z.number().int().min(1).max(20).default(1),
  forge: z.strictObject({
    signature: z.enum(['wrong', 'missing']).optional(),
    /** Seconds by which the timestamp is old; below 0 it is in the future. The signature fits it. */
    ageSeconds: z.number().int().default(0),
    /** Byte-identical copies, sent one after the other: a replay, or an envelope delivered again. */
    copies: z.number().int().min(1).max(5).default(1),
    /** Another workspace, in which the same app is installed: Slack signs for the app, so the signature fits. */
    team: z.string().regex(/^T[A-Z0-9]{2,}$/).optional(),
  }).prefault({}),
});

export type PressInput = z.input<typeof schema>;
export type Press = z.output<typeof schema>;

/** A press with the person, the message and the button that it means. */
export interface FoundPress {
  press: Press;
  user: SlackUser;
  message: SlackMessage;
  button: { action_id: string; block_id: string; value?: string; text: unknown };
}

/** Reads a press and finds what it is about. Throws ControlError 400 (not understood), 404 (not there) or 409 (not theirs). */
export function findPress(untrusted: unknown, workspace: Workspace): FoundPress {
  const parsed = schema.safeParse(untrusted);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ControlError(400, `press: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}`);
  }
  const press = parsed.data;
  const user = workspace.users().find((found) => [found.id, found.name, handleOf(found)].includes(press.user));
  if (!user) throw new ControlError(404, `press: no user ${press.user}`);
  const messages = candidates(press, user, workspace);
  for (const message of messages) {
    const button = buttonsOf(message).find((found) => isMeant(found, press.action));
    if (button) return { press, user, message, button };
  }
  throw new ControlError(404, messages.length === 0 ? 'press: no such message' : `press: no button ${press.action} on it`);
}

/** Messages the person can see and may mean, newest first. */
function candidates(press: Press, user: SlackUser, workspace: Workspace): SlackMessage[] {
  const channel = channelOf(press, user, workspace);
  const open = new Map(workspace.conversations().map((conversation) => [conversation.id, conversation]));
  return workspace.messages().filter((message) => {
    const place = open.get(message.channel);
    if (!place || message.deleted || (place.kind === 'im' && place.user !== user.id)) return false;
    if (message.ephemeralFor !== null && message.ephemeralFor !== user.id) return false;
    if (channel !== null && message.channel !== channel) return false;
    if (press.ts !== undefined && message.ts !== press.ts) return false;
    return press.code === undefined || JSON.stringify([message.text, message.blocks]).includes(press.code);
  }).reverse();
}

function channelOf({ channel }: Press, user: SlackUser, workspace: Workspace): string | null {
  if (channel === undefined) return null;
  if (channel === 'dm') return workspace.openIm(user.id).id;
  const conversation = workspace.conversation(channel);
  if (!conversation) throw new ControlError(404, `press: no channel ${channel}`);
  if (conversation.kind === 'im' && conversation.user !== user.id) throw new ControlError(409, `press: ${channel} is somebody else's direct conversation`);
  return conversation.id;
}

function buttonsOf(message: SlackMessage): FoundPress['button'][] {
  return message.blocks.flatMap((block) => {
    const elements: readonly unknown[] = block.type === 'actions' ? block.elements : block.type === 'section' && block.accessory ? [block.accessory] : [];
    return elements
      .filter((element) => (element as { type: string }).type === 'button')
      .map((element) => ({ ...(element as FoundPress['button']), block_id: block.block_id ?? '' }));
  });
}

function isMeant({ action_id: actionId, text }: FoundPress['button'], action: string): boolean {
  const label = (text as { text?: string } | undefined)?.text ?? '';
  const endsSo = actionId.endsWith(action) && /[^a-z0-9]/i.test(actionId.at(-action.length - 1) ?? '');
  return actionId === action || endsSo || label.toLowerCase() === action.toLowerCase();
}
