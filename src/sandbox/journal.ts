import type { PlatformName } from '../domain/platform-name.ts';
import { openJsonLines } from './json-lines.ts';

/** One request as it arrived on a provider's wire. */
export interface JournalEntry {
  /** Counts from 1 without gaps, over restarts too. */
  seq: number;
  /** ISO 8601. */
  at: string;
  platform: PlatformName;
  /** Slack's method (`chat.postMessage`); Twilio's `messages.create`, `messages.fetch`, `messages.list`… */
  operation: string;
  /** Whom it goes to: Slack's `channel` or Twilio's `To` as received; null where the operation has none. */
  to: string | null;
  /** The parsed form, query or JSON as received. Never a header: the credentials are there. */
  body: unknown;
  /** HTTP status answered; 0 when the caller got no answer (hung, or the connection was cut). */
  status: number;
  /** The provider's own error answered: Slack's `error`, Twilio's code. Slack answers errors with status 200. */
  error?: string;
  /** How the request breaks the provider's published types, one finding a line; absent when it doesn't. */
  violations?: string[];
  /** Kind of the fault that was injected. */
  fault?: string;
  /** Where a fault was injected: whether the provider took the request all the same, whatever the caller saw. */
  taken?: boolean;
}

export type NewJournalEntry = Omit<JournalEntry, 'seq' | 'at'>;

/** Every request that reached the sandbox, oldest first. */
export interface Journal {
  /** Records a request before it is answered, and returns it with its number and time. */
  append(entry: NewJournalEntry): JournalEntry;
  /** Entries whose `seq` is above `since`. Pass the last `next` to read on. */
  since(since: number): JournalEntry[];
  /** Number of the newest entry, 0 when there is none. */
  readonly last: number;
  /** Tells of each new entry; returns what ends it. */
  onAppend(listener: (entry: JournalEntry) => void): () => void;
  close(): void;
}

/** A field of these names is never kept, whoever sends it. */
const SECRET_FIELDS = new Set(['token', 'authorization', 'client_secret', 'password']);

/** Opens a journal on a JSON Lines file, reading what is there; in memory when `path` is null. */
export function openJournal({ path, now }: { path: string | null; now: () => Date }): Journal {
  const file = openJsonLines<JournalEntry>(path);
  const entries = [...file.loaded];
  const listeners = new Set<(entry: JournalEntry) => void>();
  const last = (): number => entries.at(-1)?.seq ?? 0;
  return {
    append(entry) {
      const full = { seq: last() + 1, at: now().toISOString(), ...entry, body: withoutSecrets(entry.body) };
      file.append(full);
      entries.push(full);
      for (const listener of listeners) listener(full);
      return full;
    },
    // Numbers have no gaps, so they are positions too.
    since: (since) => entries.slice(Math.max(since, 0)),
    get last() {
      return last();
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: file.close,
  };
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SECRET_FIELDS.has(name.toLowerCase())));
}
