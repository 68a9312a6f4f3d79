import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { keyState, SANDBOX_KEY_NAME, type ApiKey, type Scope } from '../domain/api-key.ts';
import { isSecretOf, parseKey } from '../gateway/api-key-secret.ts';
import { issueKey } from '../gateway/issue-key.ts';
import type { ServiceContext } from './service-context.ts';

const SCOPES: Scope[] = ['alerts:read', 'alerts:send', 'messages:send', 'fhir:write'];

/** For how long a key of an earlier release goes on beside the one that takes its place, milliseconds. */
const OVERLAP_MS = 24 * 3_600_000;

export interface SandboxKey {
  /** As it is sent. */
  written: string;
  file: string;
  /** It was made just now. */
  isNew: boolean;
}

/** The sandbox's one API key, made by the first start and kept in the home for this user alone: nothing real can be reached with it, since production doesn't take it. */
export async function openSandboxKey({ home, ledger, clock }: Pick<ServiceContext, 'home' | 'ledger' | 'clock'>): Promise<SandboxKey> {
  const file = home.file('sandbox-key');
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  const known = await findUsable({ ledger, clock }, kept);
  if (known && isUpToDate(known)) return { written: kept, file, isNew: false };
  const { key, written } = issueKey({ name: SANDBOX_KEY_NAME, scopes: SCOPES, responder: null, createdAt: clock.now(), expiresAt: null });
  await ledger.addApiKey(key);
  if (known) await ledger.endApiKey(known.id, { expiresAt: new Date(clock.now().getTime() + OVERLAP_MS) });
  writeFileSync(file, `${written}\n`, { mode: 0o600 });
  return { written, file, isNew: true };
}

async function findUsable({ ledger, clock }: Pick<ServiceContext, 'ledger' | 'clock'>, written: string): Promise<ApiKey | null> {
  const parsed = parseKey(written);
  const key = parsed && (await ledger.apiKey(parsed.id));
  return parsed !== null && key !== null && isSecretOf(parsed.secret, key.secretHash) && keyState(key, clock.now()) === 'valid' ? key : null;
}

/** False for a key that an earlier release made, before there was all that the sandbox's may do. */
function isUpToDate({ scopes }: ApiKey): boolean {
  return SCOPES.every((scope) => scopes.includes(scope));
}
