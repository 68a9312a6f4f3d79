import type { JWTPayload } from 'jose';
import { findScopeProblem, SCOPES, type Scope, type ScopeProblem } from '../../domain/api-key.ts';
import type { Caller, GatewayContext } from '../gateway-context.ts';
import { ToolError } from '../tool-error.ts';

/** Where a token says what it may, and for whom. */
export interface ClaimNames {
  /** The claim with the scopes; null for `scope`, or `scp` where there is none. */
  scopesClaim: string | null;
  /** The claim with the responder's id in the directory; null where no token speaks for one. */
  responderClaim: string | null;
}

/** Characters of the digest that tells subjects apart: 96 bits. */
const DIGEST_CHARS = 16;

/** A client's id may be shown where it is a plain word: it is the issuer's administrator's choice, as a key's name is ours. */
const PLAIN_CLIENT = /^[a-z0-9][a-z0-9-]{0,39}$/;

const PROBLEMS: Record<Exclude<ScopeProblem, 'responder_without_ack'>, [message: string, hint: string]> = {
  no_scope: ['This token has none of the scopes that count here.', `Ask its issuer for one with ${SCOPES.join(', ')}.`],
  send_and_ack: ['This token has both alerts:send and alerts:ack: who raises alerts must not be able to end the calls about them.', 'Ask its issuer for one with only one of them.'],
  ack_without_responder: ['This token has alerts:ack and does not say for which responder.', 'Ask whoever runs the service which claim of a token names the responder.'],
};

/** Whoever a verified token speaks for, by the rules that hold for API keys. @throws ToolError `not_allowed` */
export function toCaller(claims: JWTPayload & { iss: string; sub: string }, { scopesClaim, responderClaim }: ClaimNames, digest: GatewayContext['digest']): Caller {
  const scopes = scopesOf(scopesClaim === null ? (claims['scope'] ?? claims['scp']) : claims[scopesClaim]);
  const named = responderClaim === null || !scopes.includes('alerts:ack') ? null : claims[responderClaim];
  const responder = typeof named === 'string' && named !== '' ? named : null;
  const problem = findScopeProblem(scopes, responder);
  if (problem !== null && problem !== 'responder_without_ack') {
    const [message, hint] = PROBLEMS[problem];
    throw new ToolError({ code: 'not_allowed', message, hint, retryable: false });
  }
  const name = nameOf(claims, digest);
  return { keyId: name, name, scopes, responder, byToken: true };
}

/** Words of a text, or a list of them; what isn't a scope of this service says nothing here. */
function scopesOf(claim: unknown): Scope[] {
  const words = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? (claim as unknown[]) : [];
  return SCOPES.filter((scope) => words.includes(scope));
}

/** With a colon, which no API key's name has. A subject may be a person's address, so it is never shown. */
function nameOf({ iss, sub, client_id: clientId, azp }: JWTPayload & { iss: string; sub: string }, digest: GatewayContext['digest']): string {
  const client = clientId ?? azp ?? null;
  const subject = digest('token-subject', JSON.stringify([iss, sub, client])).slice(0, DIGEST_CHARS);
  return typeof client === 'string' && PLAIN_CLIENT.test(client) ? `oauth:${client}:${subject}` : `oauth:${subject}`;
}
