import { timingSafeEqual } from 'node:crypto';

export interface SlackSecrets {
  /** `xoxb-…` */
  botToken: string;
  /** `xapp-…`, for Socket Mode. */
  appToken: string;
  signingSecret: string;
}

/** What a caller's token is, or the error Slack answers to it. */
export type TokenKind = { kind: 'bot' | 'app'; error: null } | { kind: null; error: 'not_authed' | 'invalid_auth' | 'token_revoked' };

export interface SlackTokens {
  readonly appScopes: readonly string[];
  /** Reads the `Authorization` header, or the `token` argument that older callers send. */
  kindOf(authorization: string | undefined, argument: unknown): TokenKind;
  /** Revokes both tokens, or gives them back. */
  setRevoked(revoked: boolean): void;
}

export function createTokens({ botToken, appToken }: SlackSecrets): SlackTokens {
  let revoked = false;
  return {
    appScopes: ['connections:write'],
    kindOf(authorization, argument) {
      const given = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1] ?? (typeof argument === 'string' ? argument : undefined);
      if (given === undefined) return { kind: null, error: 'not_authed' };
      const kind = isSame(given, botToken) ? 'bot' : isSame(given, appToken) ? 'app' : null;
      if (kind === null) return { kind, error: 'invalid_auth' };
      return revoked ? { kind: null, error: 'token_revoked' } : { kind, error: null };
    },
    setRevoked(value) {
      revoked = value;
    },
  };
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
