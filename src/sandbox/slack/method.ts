import type { MethodArguments, MethodName } from './method-arguments.ts';
import { SlackError } from './slack-error.ts';
import type { Conversation } from './workspace-types.ts';
import type { Workspace } from './workspace.ts';

export interface MethodContext {
  workspace: Workspace;
  /** Scopes that the bot's token was granted. */
  scopes: ReadonlySet<string>;
  /** Address for a new socket, used once. */
  openSocketUrl(): string;
}

/** One method of the Web API. It throws SlackError. */
export interface Method<Arguments> {
  /** Kind of token that may call it. */
  token: 'bot' | 'app';
  /** Scopes without which it answers `missing_scope`. */
  scopes(args: Arguments, context: MethodContext): string[];
  /** The answer without `ok`. */
  run(args: Arguments, context: MethodContext): { [field: string]: unknown };
}

export type MethodTable = { [Name in MethodName]: Method<NonNullable<MethodArguments[Name]>> };

/** The word that a conversation's scopes begin with. https://docs.slack.dev/reference/scopes */
export function scopePrefix(conversation: Conversation): 'channels' | 'groups' | 'im' {
  if (conversation.kind === 'im') return 'im';
  return conversation.isPrivate ? 'groups' : 'channels';
}

/** A page of a list, by Slack's cursors. https://docs.slack.dev/apis/web-api/pagination */
export function paginate<T>(items: readonly T[], { limit = 100, cursor = '' }: { limit?: number; cursor?: string }): { page: T[]; nextCursor: string } {
  const start = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString('utf8').replace(/^from:/, ''));
  if (!Number.isInteger(start) || start < 0) throw new SlackError('invalid_cursor');
  if (limit < 1 || limit > 1000) throw new SlackError('invalid_limit');
  const end = start + limit;
  const nextCursor = end < items.length ? Buffer.from(`from:${end}`).toString('base64') : '';
  return { page: items.slice(start, end), nextCursor };
}
