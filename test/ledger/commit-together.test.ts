import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, sql, type Transaction } from 'kysely';
import { CommitTogether } from '../../src/ledger/commit-together.ts';
import { ImmediateDialect } from '../../src/ledger/immediate-dialect.ts';
import type { LedgerTables } from '../../src/ledger/schema.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

type Writing = Transaction<LedgerTables>;

describe('writes of the same moment', () => {
  let raw: Database.Database;
  let other: Database.Database;
  let db: Kysely<LedgerTables>;
  let together: CommitTogether;
  let commits: number;

  beforeEach(() => {
    const path = join(temporaryFolder(), 'writes.db');
    raw = new Database(path);
    raw.pragma('journal_mode = WAL');
    raw.exec('create table probes (id integer primary key, at integer not null)');
    other = new Database(path, { readonly: true });
    commits = 0;
    db = new Kysely<LedgerTables>({ dialect: new ImmediateDialect(raw), log: ({ query }) => void (commits += Number(query.sql === 'commit')) });
    together = new CommitTogether(db, raw);
  });
  afterEach(async () => {
    await together.settled();
    await db.destroy();
    other.close();
  });

  const add = (id: number) => async (trx: Writing): Promise<number> => {
    await trx.insertInto('probes').values({ id, at: 1 }).execute();
    return id;
  };
  const onDisk = (): unknown[] => other.prepare('select id from probes order by rowid').pluck().all();

  test('share one commit, in their order, and each is answered its own', async () => {
    await expect(Promise.all([1, 2, 3, 4].map((id) => together.write(add(id))))).resolves.toEqual([1, 2, 3, 4]);
    expect({ commits, rows: onDisk() }).toEqual({ commits: 1, rows: [1, 2, 3, 4] });
  });

  test('are on the disk when they are answered', async () => {
    const seen = await Promise.all([1, 2].map((id) => together.write(add(id)).then(onDisk)));
    expect(seen).toEqual([[1, 2], [1, 2]]);
  });

  test('see what those before them wrote', async () => {
    const [, count] = await Promise.all([together.write(add(1)), together.write((trx) => trx.selectFrom('probes').selectAll().execute())]);
    expect(count).toEqual([{ id: 1, at: 1 }]);
  });

  test('that fail leave nothing behind, and take no other with them', async () => {
    const failing = async (trx: Writing): Promise<never> => {
      await add(2)(trx);
      throw new Error('changed its mind');
    };
    const outcomes = await Promise.allSettled([together.write(add(1)), together.write(failing), together.write(add(3))]);
    expect(outcomes).toEqual([{ status: 'fulfilled', value: 1 }, { status: 'rejected', reason: new Error('changed its mind') }, { status: 'fulfilled', value: 3 }]);
    expect({ commits, rows: onDisk() }).toEqual({ commits: 1, rows: [1, 3] });
  });

  test('whose transaction one of them ends are made one by one', async () => {
    await together.write(add(1));
    // As a full disk does, it ends the transaction of all.
    const ending = (trx: Writing): Promise<unknown> => sql`insert or rollback into probes (id, at) values (1, 2)`.execute(trx);
    const outcomes = await Promise.allSettled([together.write(add(2)), together.write(ending), together.write(add(3))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(onDisk()).toEqual([1, 2, 3]);
  });

  test('that can begin no transaction fail together', async () => {
    raw.pragma('query_only = ON');
    const outcomes = await Promise.allSettled([together.write(add(1)), together.write(add(2))]);
    raw.pragma('query_only = OFF');
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(together.write(add(3))).resolves.toBe(3);
  });
});
