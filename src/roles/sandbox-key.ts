import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { keyState, type Scope } from '../domain/api-key.ts';
import { isSecretOf, parseKey } from '../gateway/api-key-secret.ts';
import { issueKey } from '../gateway/issue-key.ts';
import type { ServiceContext } from './service-context.ts';

const SCOPES: Scope[] = ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'];

export interface SandboxKey {
  /** As it is sent. */
  written: string;
  file: string;
  /** It was made just now. */
  isNew: boolean;
}

/** The sandbox's one API key, made by the first start and kept in the home for this user alone: nothing real can be reached with it. */
export async function openSandboxKey({ home, ledger, clock }: Pick<ServiceContext, 'home' | 'ledger' | 'clock'>): Promise<SandboxKey> {
  const file = home.file('sandbox-key');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (await isUsable({ ledger, clock }, kept)) return { written: kept, file, isNew: false };
  const { key, written } = issueKey({ name: 'sandbox', scopes: SCOPES, responder: null, createdAt: clock.now(), expiresAt: null });
  await ledger.addApiKey(key);
  writeFileSync(file, `${written}\n`, { mode: 0o600 });
  return { written, file, isNew: true };
}

async function isUsable({ ledger, clock }: Pick<ServiceContext, 'ledger' | 'clock'>, written: string): Promise<boolean> {
  const parsed = parseKey(written);
  const key = parsed && (await ledger.apiKey(parsed.id));
  return parsed !== null && key !== null && isSecretOf(parsed.secret, key.secretHash) && keyState(key, clock.now()) === 'valid';
}
