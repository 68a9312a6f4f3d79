import type { ApiKey, Scope } from '../domain/api-key.ts';
import { createKeySecret } from './api-key-secret.ts';

/** A key as it is to be kept, and as its holder sends it, which is to be shown once. */
export interface IssuedKey {
  key: ApiKey;
  written: string;
}

export interface KeyWanted {
  name: string;
  scopes: readonly Scope[];
  responder: string | null;
  createdAt: Date;
  expiresAt: Date | null;
}

export function issueKey({ scopes, ...wanted }: KeyWanted): IssuedKey {
  const { id, written, secretHash } = createKeySecret();
  return { written, key: { id, secretHash, scopes: [...scopes], ...wanted, revokedAt: null, lastUsedAt: null } };
}

/** The same rights under a new secret, and for as long as the old key had been made for. */
export function reissueKey({ name, scopes, responder, createdAt, expiresAt }: ApiKey, now: Date): IssuedKey {
  const lifeMs = expiresAt === null ? null : expiresAt.getTime() - createdAt.getTime();
  return issueKey({ name, scopes, responder, createdAt: now, expiresAt: lifeMs === null ? null : new Date(now.getTime() + lifeMs) });
}
