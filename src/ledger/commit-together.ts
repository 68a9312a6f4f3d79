import type Database from 'better-sqlite3';
import type { Kysely, Transaction } from 'kysely';
import type { LedgerTables } from './schema.ts';

/** Most writes in one commit: the first of them waits for the last. */
const MOST_TOGETHER = 32;

type Work<T = unknown> = (trx: Transaction<LedgerTables>) => Promise<T>;

interface Waiting {
  work: Work;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Outcome = { ok: true; value: unknown } | { ok: false; error: unknown };

/**
 * Writes of one file that come at the same moment share a commit, and so the wait for the disk, which stops the whole process. They are
 * carried out one after the other, each as if alone: one that fails leaves nothing behind and takes none of the others with it, and none
 * is answered before it is on the disk. https://www.sqlite.org/lang_savepoint.html
 */
export class CommitTogether {
  readonly #db: Kysely<LedgerTables>;
  readonly #raw: Database.Database;
  readonly #waiting: Waiting[] = [];
  #committing: Promise<void> | null = null;

  constructor(db: Kysely<LedgerTables>, raw: Database.Database) {
    this.#db = db;
    this.#raw = raw;
  }

  /** `work` may be run again from its start. */
  async write<T>(work: Work<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.push({ work, resolve, reject });
    this.#committing ??= this.#commitAll();
    return (await promise) as T;
  }

  /** Once nothing waits any more. */
  async settled(): Promise<void> {
    while (this.#committing) await this.#committing;
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whatever else has come in by now is read first, so that its writes are among these.
      await new Promise((resume) => setImmediate(resume));
      await this.#commit(this.#waiting.splice(0, MOST_TOGETHER));
    }
    // In the same breath as the last look, or what came in between would wait for ever.
    this.#committing = null;
  }

  async #commit(together: readonly Waiting[]): Promise<void> {
    const outcomes = await this.#inOneTransaction(together);
    for (const [index, { work, resolve, reject }] of together.entries()) {
      // What stopped the whole is one's own alone: the others need not share it.
      const outcome = outcomes?.[index] ?? (await this.#alone(work));
      if (outcome.ok) resolve(outcome.value);
      else reject(outcome.error);
    }
  }

  async #alone(work: Work): Promise<Outcome> {
    return this.#db.transaction().execute(work).then((value) => ({ ok: true, value }), (error: unknown) => ({ ok: false, error }));
  }

  /** Null: it was stopped, and nothing of it was written. */
  async #inOneTransaction(together: readonly Waiting[]): Promise<Outcome[] | null> {
    if (together.length === 1) return null;
    let hasBegun = false;
    const transaction = this.#db.transaction().execute(async (trx) => {
      hasBegun = true;
      const outcomes: Outcome[] = [];
      for (const { work } of together) outcomes.push(await this.#asIfAlone(trx, work));
      return outcomes;
    });
    // Where one can't begin, each would wait as long alone.
    return transaction.catch((error: unknown) => (hasBegun ? null : together.map(() => ({ ok: false as const, error }))));
  }

  async #asIfAlone(trx: Transaction<LedgerTables>, work: Work): Promise<Outcome> {
    this.#raw.exec('savepoint one');
    try {
      const value = await work(trx);
      this.#raw.exec('release one');
      return { ok: true, value };
    } catch (error) {
      // A full disk, for one, ends the transaction of all.
      if (!this.#raw.inTransaction) throw error;
      this.#raw.exec('rollback to one; release one');
      return { ok: false, error };
    }
  }
}
