import type { Kysely } from 'kysely';
import type { LedgerTables } from './schema.ts';
import type { LedgerStore } from './store.ts';

/** How often a boot says that it lives, milliseconds. */
const BEAT_MS = 1_000;

/** After this long without a word a boot of another host counts as gone, milliseconds. Its calls end by themselves in about 20 s. */
const GONE_AFTER_MS = 10_000;

/** A pause in our own beats that is no accident of timing: the database was away, or its clock was set. Milliseconds. */
const GAP_MS = 5_000;

/**
 * Who is alive among those that share a store, by what they write there every second. All read the same clock, which is the
 * database's own. While the database is away nobody can write: judging begins only when our own beats have gone through for as
 * long as somebody must have been silent.
 */
export class Presence {
  readonly #store: LedgerStore;
  readonly #bootId: string;
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> | null = null;
  #steadySince = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(store: LedgerStore, bootId: string) {
    this.#store = store;
    this.#bootId = bootId;
    this.#timer = setInterval(() => void this.beat(), BEAT_MS).unref();
  }

  /** Says that this boot lives; one at a time, however slow the database is. */
  async beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => (this.#beating = null));
    await this.#beating;
  }

  /** A beat that fails is no matter of its own: whatever else the ledger is asked fails as well, and tells. */
  async #beat(): Promise<void> {
    try {
      this.#note(await this.#store.write(async (trx) => {
        const tick = await this.#store.clock.read(trx);
        await trx.updateTable('boots').set({ seen_tick: tick }).where('boot_id', '=', this.#bootId).execute();
        return tick;
      }));
    } catch {
      this.#last = Number.NEGATIVE_INFINITY;
    }
  }

  /** Whether boots seen at those ticks are gone; none is as long as that can't be told. */
  async createJudge(db: Kysely<LedgerTables>): Promise<(seenTick: number | null) => boolean> {
    const tick = await this.#store.clock.read(db);
    const isSteady = tick - this.#steadySince >= GONE_AFTER_MS && tick - this.#last < GAP_MS;
    return (seenTick) => isSteady && seenTick !== null && tick - seenTick > GONE_AFTER_MS;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #note(tick: number): void {
    if (tick < this.#last || tick - this.#last > GAP_MS) this.#steadySince = tick;
    this.#last = tick;
  }
}
