import type { ApiKey } from '../../../src/domain/api-key.ts';
import { createKeySecret } from '../../../src/gateway/api-key-secret.ts';
import type { ServiceContext } from '../../../src/roles/service-context.ts';

/** A key as it is sent, with what a test wants of it; it may read alerts unless told. */
export async function addApiKey({ ledger, clock }: Pick<ServiceContext, 'ledger' | 'clock'>, wanted: Partial<Omit<ApiKey, 'id' | 'secretHash'>> = {}): Promise<string> {
  const { id, written, secretHash } = createKeySecret();
  await ledger.addApiKey({ id, secretHash, name: 'test', scopes: ['alerts:read'], responder: null, createdAt: clock.now(), expiresAt: null, revokedAt: null, lastUsedAt: null, ...wanted });
  return written;
}
