import type { Selectable } from 'kysely';
import type { ApiKey, Scope } from '../domain/api-key.ts';
import type { LedgerContext } from './ledger-context.ts';
import type { LedgerTables } from './schema.ts';

/** A use is written down when the last one that was is older than this, milliseconds. */
const NOTE_USE_EVERY_MS = 60_000;

export async function addApiKey({ store }: LedgerContext, key: ApiKey): Promise<void> {
  const { id, name, secretHash, responder } = key;
  await store.write((trx) => trx.insertInto('api_keys').values({
    id, name, secret_hash: secretHash, scopes: JSON.stringify(key.scopes), responder,
    created_at: key.createdAt.getTime(), expires_at: toMs(key.expiresAt), revoked_at: toMs(key.revokedAt), last_used_at: toMs(key.lastUsedAt),
  }).execute());
}

export async function apiKey({ store }: LedgerContext, id: string): Promise<ApiKey | null> {
  const row = await store.read((db) => db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst());
  return row ? fromRow(row) : null;
}

/** Oldest first. */
export async function apiKeys({ store }: LedgerContext): Promise<ApiKey[]> {
  return (await store.read((db) => db.selectFrom('api_keys').selectAll().orderBy('created_at').orderBy('id').execute())).map(fromRow);
}

/** False when there is no such key. */
export async function endApiKey({ store }: LedgerContext, id: string, end: { revokedAt: Date } | { expiresAt: Date }): Promise<boolean> {
  const change = 'revokedAt' in end ? { revoked_at: end.revokedAt.getTime() } : { expires_at: end.expiresAt.getTime() };
  const { numUpdatedRows } = await store.write((trx) => trx.updateTable('api_keys').set(change).where('id', '=', id).executeTakeFirst());
  return numUpdatedRows > 0n;
}

export async function noteKeyUse({ store }: LedgerContext, { id, lastUsedAt }: Pick<ApiKey, 'id' | 'lastUsedAt'>, at: Date): Promise<void> {
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < NOTE_USE_EVERY_MS) return;
  await store.write((trx) => trx.updateTable('api_keys').set({ last_used_at: at.getTime() }).where('id', '=', id).execute());
}

function fromRow(row: Selectable<LedgerTables['api_keys']>): ApiKey {
  return {
    id: row.id, name: row.name, secretHash: row.secret_hash, scopes: JSON.parse(row.scopes) as Scope[], responder: row.responder,
    createdAt: new Date(row.created_at), expiresAt: toDate(row.expires_at), revokedAt: toDate(row.revoked_at), lastUsedAt: toDate(row.last_used_at),
  };
}

function toMs(date: Date | null): number | null {
  return date?.getTime() ?? null;
}

function toDate(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
