import { InMemoryServerEventBus, type ServerEvent, type ServerEventBus } from '@modelcontextprotocol/server';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../../ledger/ledger.ts';
import { alertUri } from '../alert-result.ts';
import type { ListenedAddress } from './listened-addresses.ts';

/** How often the open alerts' revisions are looked at while anybody listens, milliseconds. */
const LOOK_EVERY_MS = 500;

/** Tells whoever listens which alerts have changed. The ledger is looked at, because any process may have changed them, and only while somebody listens. */
export class AlertUpdates implements ServerEventBus {
  readonly #ledger: Pick<Ledger, 'openRevisions'>;
  readonly #bus = new InMemoryServerEventBus();
  /** Addresses under which callers want to hear of an alert, beside its own, and how many of them. */
  readonly #spellings = new Map<string, Map<string, number>>();
  #isLooking = false;

  constructor(ledger: Pick<Ledger, 'openRevisions'>) {
    this.#ledger = ledger;
  }

  publish(event: ServerEvent): void {
    this.#bus.publish(event);
  }

  subscribe(listener: (event: ServerEvent) => void): () => void {
    const unsubscribe = this.#bus.subscribe(listener);
    if (!this.#isLooking) void this.#look();
    return unsubscribe;
  }

  /** Tells of changes under these spellings too, because what a caller listens to is told apart letter by letter; answers how to stop that, which is to be done once. */
  spell(addresses: readonly ListenedAddress[]): () => void {
    const others = addresses.filter(({ spelt, uri }) => spelt !== uri);
    for (const { spelt, uri } of others) this.#count(uri, spelt, 1);
    return () => {
      for (const { spelt, uri } of others) this.#count(uri, spelt, -1);
    };
  }

  #count(uri: string, spelt: string, by: 1 | -1): void {
    const spellings = this.#spellings.get(uri) ?? new Map<string, number>();
    const count = (spellings.get(spelt) ?? 0) + by;
    if (count > 0) spellings.set(spelt, count);
    else spellings.delete(spelt);
    if (spellings.size > 0) this.#spellings.set(uri, spellings);
    else this.#spellings.delete(uri);
  }

  #tell(code: string): void {
    const uri = alertUri(code);
    for (const spelt of [uri, ...(this.#spellings.get(uri)?.keys() ?? [])]) this.#bus.publish({ kind: 'resource_updated', uri: spelt });
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    let known = await this.#revisions();
    while (this.#bus.listenerCount > 0) {
      await sleep(LOOK_EVERY_MS, undefined, { ref: false });
      const now = await this.#revisions();
      if (known && now) for (const code of changed(known, now)) this.#tell(code);
      known = now ?? known;
    }
    this.#isLooking = false;
  }

  /** Null while the ledger can't be read: what changed meanwhile is told afterwards. */
  async #revisions(): Promise<ReadonlyMap<string, number> | null> {
    return this.#ledger.openRevisions().catch(() => null);
  }
}

/** Those that are new, further on, or over. */
function changed(before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): string[] {
  const moved = [...now].filter(([code, revision]) => before.get(code) !== revision).map(([code]) => code);
  return [...moved, ...[...before.keys()].filter((code) => !now.has(code))];
}
