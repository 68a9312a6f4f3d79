import { findScopeProblem, isSandboxKey, keyState, KEY_NAME, type ApiKey, type Scope } from '../../domain/api-key.ts';
import { parseDuration } from '../../domain/duration.ts';
import { issueKey, reissueKey, type IssuedKey } from '../../gateway/issue-key.ts';
import { CliError, EXIT } from '../cli-error.ts';
import { withStore, type CliContext } from '../cli-context.ts';
import { KEYS_WORDS } from '../keys-words.ts';
import { responderNamed } from '../named-in-directory.ts';
import type { OpenedHome } from '../opened-home.ts';
import { renderTime } from '../render-alert.ts';

/** For how long a key that is rotated goes on beside the new one, unless told, milliseconds. */
const OVERLAP_MS = 24 * 3_600_000;

export interface CreateOptions {
  scope: Scope[];
  /** A responder's id. */
  as?: string;
  expires?: string;
}

/** `keys create NAME`: a new key, shown this once. */
export async function createKey(context: CliContext, name: string, { scope, as, expires }: CreateOptions): Promise<void> {
  if (!KEY_NAME.test(name)) throw new CliError(EXIT.refused, ({ keyName }) => keyName);
  refuseSandboxKey({ name });
  const problem = findScopeProblem(scope, as ?? null);
  if (problem !== null) throw new CliError(EXIT.refused, ({ keyScopes }) => keyScopes[problem]);
  const lifeMs = expires === undefined ? null : durationOf(expires, '--expires');
  await withStore(context, async (opened) => {
    const responder = as === undefined ? null : responderNamed(opened, as);
    const now = new Date();
    const other = (await opened.store.ledger.apiKeys()).find((key) => key.name === name && keyState(key, now) === 'valid');
    // Idempotency keys count within a name: two programs of one name would be taken for each other.
    if (other) throw new CliError(EXIT.refused, (words) => words.keyNameTaken(other.id));
    const issued = issueKey({ name, scopes: scope, responder, createdAt: now, expiresAt: lifeMs === null ? null : new Date(now.getTime() + lifeMs) });
    await opened.store.ledger.addApiKey(issued.key);
    showIssued(context, issued);
  });
}

/** `keys list`: every key there was, without any secret. */
export async function listKeys(context: CliContext): Promise<void> {
  await withStore(context, async ({ store }) => {
    const keys = await store.ledger.apiKeys();
    context.output.say(renderKeys(keys, context, store.hospital().timeZone));
    context.output.result({ keys: keys.map(toJson) });
  });
}

/** `keys rotate ID`: a new key with the same rights; the old one goes on for a while, so that nothing stops. */
export async function rotateKey(context: CliContext, id: string, { overlap }: { overlap?: string }): Promise<void> {
  const overlapMs = overlap === undefined ? OVERLAP_MS : durationOf(overlap, '--overlap');
  await withStore(context, async (opened) => {
    const now = new Date();
    const old = await findKey(opened, id, now);
    refuseSandboxKey(old);
    const issued = reissueKey(old, now);
    const until = new Date(Math.min(now.getTime() + overlapMs, old.expiresAt?.getTime() ?? Infinity));
    await opened.store.ledger.addApiKey(issued.key);
    await opened.store.ledger.endApiKey(id, { expiresAt: until });
    context.output.say(KEYS_WORDS[context.language].rotated(id, timeOf(until, context, opened.store.hospital().timeZone)));
    showIssued(context, issued);
  });
}

/** `keys revoke ID`: refused from the next call on. */
export async function revokeKey(context: CliContext, id: string): Promise<void> {
  await withStore(context, async (opened) => {
    const now = new Date();
    const key = await findKey(opened, id, now);
    await opened.store.ledger.endApiKey(id, { revokedAt: now });
    context.output.say(KEYS_WORDS[context.language].revoked(id));
    context.output.result(toJson({ ...key, revokedAt: now }));
  });
}

/** Nobody but the sandbox makes its key. @throws CliError (4) */
function refuseSandboxKey(key: Pick<ApiKey, 'name'>): void {
  if (isSandboxKey(key)) throw new CliError(EXIT.refused, ({ keyOfSandbox }) => keyOfSandbox);
}

/** @throws CliError (3) for an unknown key, (4) for one that has ended */
async function findKey({ store }: OpenedHome, id: string, now: Date): Promise<ApiKey> {
  const key = await store.ledger.apiKey(id);
  if (!key) throw new CliError(EXIT.notFound, ({ noKey }) => noKey);
  if (keyState(key, now) !== 'valid') throw new CliError(EXIT.refused, ({ keyEnded }) => keyEnded);
  return key;
}

function durationOf(text: string, option: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new CliError(EXIT.usage, (words) => words.badDurationOf(option));
  return ms;
}

function showIssued({ output, language }: CliContext, { key, written }: IssuedKey): void {
  const words = KEYS_WORDS[language];
  output.say(`${words.made(key.name, key.id)} ${words.shownOnce}\n${written}`);
  output.result({ ...toJson(key), key: written });
}

function renderKeys(keys: readonly ApiKey[], context: CliContext, timeZone: string): string {
  const words = KEYS_WORDS[context.language];
  if (keys.length === 0) return words.none;
  const now = new Date();
  const rows = keys.map((key) => [
    key.id, key.name, key.responder === null ? key.scopes.join(' ') : `${key.scopes.join(' ')} (${key.responder})`, words.state[keyState(key, now)],
    key.expiresAt === null ? words.never : timeOf(key.expiresAt, context, timeZone), key.lastUsedAt === null ? words.never : timeOf(key.lastUsedAt, context, timeZone),
  ]);
  const widths = words.columns.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [words.columns, ...rows].map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

function timeOf(at: Date, { language }: CliContext, timeZone: string): string {
  return renderTime(at, { language, timeZone, now: new Date() });
}

function toJson({ id, name, scopes, responder, createdAt, expiresAt, revokedAt, lastUsedAt }: ApiKey): Record<string, unknown> {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return { id, name, scopes, responder, createdAt: iso(createdAt), expiresAt: iso(expiresAt), revokedAt: iso(revokedAt), lastUsedAt: iso(lastUsedAt), state: keyState({ expiresAt, revokedAt }, new Date()) };
}
