import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { inBoth } from '../domain/in-both.ts';
import { KEY_WORDS } from './key-words.ts';
import { LedgerError } from './ledger-error.ts';

/** Bytes of an AES-256 key, and of the key of the look-up index. */
const KEY_BYTES = 32;

/**
 * The keys that seal fields of the ledger. New values take the current one; older ones stay readable by their own. They are key objects,
 * which print nothing of themselves and are ready for use: a buffer costs five times as much at each.
 */
export interface KeyRing {
  current: string;
  keys: ReadonlyMap<string, KeyObject>;
  /** Key of the look-up index (HMAC-SHA-256). It never changes: an index made with another key finds nothing. */
  indexKey: KeyObject;
}

const key = z.base64().refine((text) => Buffer.from(text, 'base64').length === KEY_BYTES, `a key is ${KEY_BYTES} bytes in base64`);

const ringFile = z
  .strictObject({ current: z.string(), keys: z.record(z.string().regex(/^[a-z0-9]{1,16}$/), key), index: key })
  .refine((ring) => ring.current in ring.keys, 'the current key is not among the keys');

type RingFile = z.infer<typeof ringFile>;

/**
 * Reads the key ring at `path`. The first start makes one, readable by this user alone; it is never made anew beside a ledger
 * that exists, because such a ledger could then not be read. Several processes may start at once: they end up with the same one.
 * Whether the ledger is there must have been asked before: one that is was made after its keys were.
 */
export function openKeyRing(path: string, ledger: { name: string; isThere: boolean }): KeyRing {
  if (!existsSync(path)) {
    if (ledger.isThere) throw new LedgerError('wrong_key', inBoth(KEY_WORDS, (words) => words.ringMissing(path, ledger.name)));
    createRingFile(path);
  }
  return toKeyRing(readRingFile(path));
}

/** Adds a key and makes it the current one. Running processes take it up at their next start. */
export function rotateKeyRing(path: string): KeyRing {
  const old = readRingFile(path);
  let number = Object.keys(old.keys).length + 1;
  while (`k${number}` in old.keys) number += 1;
  const current = `k${number}`;
  const ring: RingFile = { ...old, current, keys: { ...old.keys, [current]: newKey() } };
  const draft = writeDraft(path, ring);
  renameSync(draft, path);
  return toKeyRing(ring);
}

function createRingFile(path: string): void {
  const draft = writeDraft(path, { current: 'k1', keys: { k1: newKey() }, index: newKey() });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw unwritable(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, ring: RingFile): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify(ring, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    throw unwritable(path, error);
  }
  return draft;
}

function readRingFile(path: string): RingFile {
  let text: string;
  try {
    // Keys that others can read are made private again rather than refused: an alert must go out.
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new LedgerError('wrong_key', inBoth(KEY_WORDS, (words) => words.ringUnreadable(path)), { cause: error });
  }
  const parsed = ringFile.safeParse(parseJson(text));
  // Neither the text nor what zod says of it goes into the message: both could quote a key.
  if (!parsed.success) throw new LedgerError('wrong_key', inBoth(KEY_WORDS, (words) => words.ringDamaged(path)));
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function toKeyRing(ring: RingFile): KeyRing {
  const keys = new Map(Object.entries(ring.keys).map(([id, base64]) => [id, toKey(base64)] as const));
  return { current: ring.current, keys, indexKey: toKey(ring.index) };
}

function toKey(base64: string): KeyObject {
  return createSecretKey(base64, 'base64');
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function unwritable(path: string, cause: unknown): LedgerError {
  return new LedgerError('unwritable', inBoth(KEY_WORDS, (words) => words.ringUnwritable(path)), { cause });
}
