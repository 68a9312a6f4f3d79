import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnderTest } from '../chaos/service.ts';
import type { Part } from '../src/launch/lifecycle.ts';
import type { JournalEntry } from '../src/sandbox/journal.ts';

/** Far more than a benchmark sends. */
const LIFTED = '1000000';

/** A request that reached a provider, its body as text, and when it arrived, milliseconds since 1970. */
export interface Sent extends JournalEntry {
  text: string;
  arrivedAt: number;
}

/** How often the sandbox is asked what came in. Its entries have times of their own. */
const LOOK_EVERY_MS = 20;

/** Longest that anything may take, and for each alert that is waited for as well, milliseconds: what is lost must not hang the benchmark. */
const WITHIN_MS = 180_000;
const WITHIN_MS_EACH = 60;

/** The service as real processes with the providers' limits lifted, and what its providers were sent. */
export class WholeService implements Part {
  readonly service: ServiceUnderTest;
  readonly #signal: AbortSignal;
  readonly #entries: Sent[] = [];
  #looking: Promise<void> | null = null;

  private constructor(service: ServiceUnderTest, signal: AbortSignal) {
    this.service = service;
    this.#signal = signal;
  }

  static async start(folder: string, policy: (text: string) => string, signal: AbortSignal): Promise<WholeService> {
    return new WholeService(await ServiceUnderTest.start(folder, 'together', { config: { 'policy.yaml': policy }, env: { VIGIA_LIMIT_SLACK: LIFTED, VIGIA_LIMIT_TWILIO: LIFTED, VIGIA_LIMIT_EDITS: LIFTED, VIGIA_LIMIT_CALLS: LIFTED, VIGIA_CRASH_FILE: '' } }), signal);
  }

  /** Hands in a finding that pages; answers its code and when the call began, milliseconds since 1970. */
  async raise(stage: 2 | 3): Promise<{ code: string; calledAt: number }> {
    this.#signal.throwIfAborted();
    const calledAt = Date.now();
    const { code } = await this.service.client.raise({ stage, confidence: 0.93 });
    return { code, calledAt };
  }

  /** So many at once, and no more than `concurrency` of them at a time; their codes. */
  async raiseMany(stage: 2 | 3, count: number, concurrency: number): Promise<string[]> {
    const codes: string[] = [];
    let left = count;
    await Promise.all(Array.from({ length: Math.min(count, concurrency) }, async () => {
      while (left > 0) {
        left -= 1;
        codes.push((await this.raise(stage)).code);
      }
    }));
    return codes;
  }

  /** Waits until the providers were sent what is looked for; answers what `find` found. @throws Error when it isn't sent in time. */
  async sent<T>(what: string, find: (entries: readonly Sent[]) => T | undefined | Promise<T | undefined>, alerts = 1): Promise<T> {
    return this.eventually(what, async () => find(await this.entries()), alerts);
  }

  /** Looks until there is something; answers it. @throws Error when there is nothing in time. */
  async eventually<T>(what: string, look: () => Promise<T | undefined>, alerts = 1): Promise<T> {
    const withinMs = WITHIN_MS + alerts * WITHIN_MS_EACH;
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(LOOK_EVERY_MS)) {
      this.#signal.throwIfAborted();
      const found = await look();
      if (found !== undefined) return found;
    }
    throw new Error(`${what}: not within ${withinMs / 1_000} s.`);
  }

  /** Every request that reached the providers, oldest first. Those who ask at the same time share one look: watching must not slow what is watched. */
  async entries(): Promise<readonly Sent[]> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
    return this.#entries;
  }

  async #look(): Promise<void> {
    const fresh = await this.service.people.journal(this.#entries.at(-1)?.seq ?? 0);
    this.#entries.push(...fresh.map((entry) => ({ ...entry, text: JSON.stringify(entry.body), arrivedAt: Date.parse(entry.at) })));
    await sleep(LOOK_EVERY_MS);
  }

  stop(): Promise<void> {
    return this.service.stop();
  }
}

/** Whether a request makes a message that names the alert. */
export function isMessageAbout(code: string, { operation, text }: Sent): boolean {
  return (operation === 'chat.postMessage' || operation === 'messages.create') && text.includes(code);
}
