/** What an API key may do. `alerts:ack` speaks for one responder, and for nobody else. */
export const SCOPES = ['alerts:read', 'alerts:send', 'alerts:ack', 'messages:send', 'fhir:write', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** A program's way in, as it is kept: of its secret only the SHA-256, so that nobody who reads the ledger can use it. */
export interface ApiKey {
  /** Public part, 12 lower-case letters and digits. */
  id: string;
  /** What calls itself so: timelines and logs repeat it, and idempotency keys count within it. */
  name: string;
  /** Base64url. */
  secretHash: string;
  scopes: Scope[];
  /** The responder that `alerts:ack` speaks for; null without that scope. */
  responder: string | null;
  createdAt: Date;
  /** From then on it is refused; null for never. */
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To the minute; null when it never was. */
  lastUsedAt: Date | null;
}

/** One word of letters, digits, dots and dashes: whoever writes more could write of a patient. */
export const KEY_NAME = /^[a-z][a-z0-9.-]{1,39}$/;

/** Of the key that the sandbox makes for itself, and of no other. */
export const SANDBOX_KEY_NAME = 'sandbox';

/** Whether a key is the sandbox's, which is printed and lies in a file: it counts nowhere else. By its name, so that a successor is known too. */
export function isSandboxKey({ name }: Pick<ApiKey, 'name'>): boolean {
  return name === SANDBOX_KEY_NAME;
}

/** Why a key can't have these scopes, by name; null when it can. */
export type ScopeProblem = 'no_scope' | 'send_and_ack' | 'ack_without_responder' | 'responder_without_ack';

/** Who raises alerts must not be able to end the calls about them, so no key does both. */
export function findScopeProblem(scopes: readonly Scope[], responder: string | null): ScopeProblem | null {
  const acks = scopes.includes('alerts:ack');
  if (scopes.length === 0) return 'no_scope';
  if (acks && scopes.includes('alerts:send')) return 'send_and_ack';
  if (acks && responder === null) return 'ack_without_responder';
  if (!acks && responder !== null) return 'responder_without_ack';
  return null;
}

export type KeyState = 'valid' | 'expired' | 'revoked';

export function keyState({ expiresAt, revokedAt }: Pick<ApiKey, 'expiresAt' | 'revokedAt'>, now: Date): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid';
}
