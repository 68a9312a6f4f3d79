import { inspect } from 'node:util';
import { openPostgresStore } from '../../src/ledger/postgres-store.ts';
import { toPostgresError } from '../../src/ledger/postgres-error.ts';
import type { LedgerStore } from '../../src/ledger/store.ts';
import { createDatabase } from '../support/postgres-database.ts';
import type { TestDatabase } from '../support/postgres-database.ts';
import { createRoad } from '../support/road.ts';

const stores: LedgerStore[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

async function open(url = database.url, options = {}): Promise<LedgerStore> {
  const store = await openPostgresStore(url, options);
  stores.push(store);
  return store;
}

/** The same database, asked for otherwise. */
function urlWith(changes: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname' | 'search'>>): string {
  return Object.assign(new URL(database.url), changes).href;
}

const probe = (store: LedgerStore, id: number): Promise<unknown> => store.write((trx) => trx.insertInto('probes').values({ id, at: 1 }).execute());
const probes = (store: LedgerStore): Promise<number[]> => store.read(async (db) => (await db.selectFrom('probes').select('id').orderBy('id').execute()).map(({ id }) => id));

describe('the database', () => {
  test('is made ready once by eight that open it together', async () => {
    const fresh = await createDatabase();
    const opened = await Promise.all(Array.from({ length: 8 }, () => open(fresh.url)));
    await Promise.all(opened.map((store, index) => probe(store, index)));
    await expect(probes(opened[0] as LedgerStore)).resolves.toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('keeps nothing of a transaction that fails', async () => {
    const store = await open();
    const failing = store.write(async (trx) => {
      await trx.insertInto('probes').values({ id: 7, at: 1 }).execute();
      throw new Error('stop here');
    });
    await expect(failing).rejects.toMatchObject({ kind: 'unexpected' });
    await expect(probes(store)).resolves.not.toContain(7);
  });

  test('is named without its user and password', async () => {
    const { name } = await open();
    const { host } = new URL(database.url);
    expect(name).toBe(`${host}/${database.name}`);
  });

  test('lets two who insert the same row at once both go on: the second sees the first\'s', async () => {
    const store = await open();
    const looked = { times: 0, twice: Promise.withResolvers<void>() };
    const both = await Promise.all(['a', 'b'].map((who) => store.write(async (trx) => {
      const there = await trx.selectFrom('key_checks').select('sealed').where('key_id', '=', 'raced').executeTakeFirst();
      if (there) return there.sealed;
      looked.times += 1;
      if (looked.times === 2) looked.twice.resolve();
      await looked.twice.promise;
      await trx.insertInto('key_checks').values({ key_id: 'raced', sealed: who, index_of: '' }).execute();
      return who;
    })));
    expect(both[0]).toBe(both[1]);
  });

  test('lets two who wait for each other both go on: one begins anew', async () => {
    const store = await open();
    await Promise.all([500, 501].map((id) => probe(store, id)));
    const met = { times: 0, both: Promise.withResolvers<void>() };
    const add = (first: number, second: number): Promise<void> => store.write(async (trx) => {
      const addTo = (id: number): Promise<unknown> => trx.updateTable('probes').set(({ eb }) => ({ at: eb('at', '+', 1) })).where('id', '=', id).execute();
      await addTo(first);
      met.times += 1;
      if (met.times === 2) met.both.resolve();
      await met.both.promise;
      await addTo(second);
    });
    await Promise.all([add(500, 501), add(501, 500)]);
    const rows = await store.read((db) => db.selectFrom('probes').select('at').where('id', '>=', 500).execute());
    expect([rows.map(({ at }) => at), met.times]).toEqual([[3, 3], 3]);
  });

  test('tells one clock to all, in whole milliseconds', async () => {
    const [here, there] = [await open(), await open()];
    const first = await here.read(async (db) => here.clock.read(db));
    const second = await there.read(async (db) => there.clock.read(db));
    expect([Number.isSafeInteger(first), second >= first, here.clock.id]).toEqual([true, true, there.clock.id]);
  });
});

describe('a ledger on PostgreSQL that can\'t do its work says why in plain words', () => {
  const notAllowed = { kind: 'refused', message: expect.stringContaining('VIGIA_LEDGER_URL') };

  test.each([
    ['its server isn\'t there', { port: '1' }, { kind: 'unreachable', message: expect.stringContaining("doesn't answer") }],
    ['the password is wrong', { password: 'hush-hush' }, notAllowed],
    ['there is no such user', { username: 'nobody-here' }, notAllowed],
    ['there is no such database', { pathname: '/nowhere' }, notAllowed],
    ['the server has no TLS', { search: '?sslmode=verify-full' }, { kind: 'untrusted', message: expect.stringContaining("server's certificate") }],
    ['the file of its certificate authority isn\'t there', { search: '?sslmode=verify-full&sslrootcert=/nowhere/ca.pem' }, { kind: 'untrusted', message: expect.stringContaining('sslrootcert') }],
  ])('when %s', async (_, changes, expected) => {
    const url = urlWith(changes);
    const error: unknown = await openPostgresStore(url).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(expected);
    expect(inspect(error, { depth: 10 })).not.toContain(decodeURIComponent(new URL(url).password));
  });

  test('when the way to its server is cut, and works again when it is mended', async () => {
    const road = await createRoad(database.url);
    try {
      const store = await open(road.url);
      await probe(store, 100);
      await road.cut();
      await expect(probe(store, 101)).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining('nothing already recorded is lost') });
      await road.mend();
      await probe(store, 102);
      await expect(probes(store)).resolves.toEqual(expect.arrayContaining([100, 102]));
    } finally {
      await Promise.all(stores.splice(0).map((store) => store.close()));
      await road.close();
    }
  });

  test('when its server falls silent without a word, and works again by another connection', async () => {
    const road = await createRoad(database.url);
    try {
      const store = await open(road.url, { silentMs: 300 });
      await probe(store, 150);
      road.block();
      await expect(probe(store, 151)).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining("doesn't answer") });
      await probe(store, 152);
      await expect(probes(store)).resolves.toEqual(expect.arrayContaining([150, 152]));
    } finally {
      await Promise.all(stores.splice(0).map((store) => store.close()));
      await road.close();
    }
  });

  test('when its connection ends in the middle of a transaction, of which nothing is kept', async () => {
    const store = await open();
    const cut = store.write(async (trx) => {
      await trx.insertInto('probes').values({ id: 200, at: 1 }).execute();
      await database.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database.name}' and application_name = 'vigia'`);
      await trx.insertInto('probes').values({ id: 201, at: 1 }).execute();
    });
    await expect(cut).rejects.toMatchObject({ kind: 'unreachable' });
    await probe(store, 202);
    const kept = await probes(store);
    expect([kept.includes(200), kept.includes(201), kept.includes(202)]).toEqual([false, false, true]);
  });

  test('when it may only be read', async () => {
    await open();
    await database.query(`alter database ${database.name} set default_transaction_read_only = on`);
    try {
      const store = await open();
      await expect(probe(store, 300)).rejects.toMatchObject({ kind: 'read_only', message: expect.stringContaining('primary') });
      await expect(probes(store)).resolves.not.toContain(300);
    } finally {
      await database.query('set default_transaction_read_only = off');
      await database.query(`alter database ${database.name} reset default_transaction_read_only`);
    }
  });

  test('when its server\'s disk is full', async () => {
    const store = await open();
    await database.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no space left' using errcode = 'disk_full'; end $$;
      create trigger full_disk before insert on probes for each row when (new.id = 400) execute function refuse()`);
    await expect(probe(store, 400)).rejects.toMatchObject({ kind: 'disk_full', message: expect.stringContaining('Free some space') });
    await probe(store, 401);
  });

  test('when its user may not change it', async () => {
    await open();
    await database.query(`drop role if exists reader_${database.name}`);
    await database.query(`create role reader_${database.name} login password 'reads'`);
    try {
      const opening = openPostgresStore(urlWith({ username: `reader_${database.name}`, password: 'reads' }));
      await expect(opening).rejects.toMatchObject({ kind: 'unwritable', message: expect.stringContaining('all rights') });
    } finally {
      await database.query(`drop role reader_${database.name}`);
    }
  });

  test('when a newer version has changed it', async () => {
    const newer = await createDatabase();
    await open(newer.url);
    await newer.query("insert into kysely_migration (name, timestamp) values ('9999-from-tomorrow', '2030-01-01')");
    await expect(openPostgresStore(newer.url)).rejects.toMatchObject({ kind: 'newer_version' });
  });

  test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED'])('when its certificate isn\'t to be trusted (%s)', (code) => {
    expect(toPostgresError(Object.assign(new Error('no'), { code }), 'db:5432/v')).toMatchObject({ kind: 'untrusted', message: expect.stringContaining(`(${code})`) });
  });

  test('and never what a row held', () => {
    const made = toPostgresError(Object.assign(new Error('value +56911111111'), { code: '22001', detail: '+56911111111' }), 'db:5432/v');
    expect([made.kind, made.message]).toEqual(['unexpected', 'The ledger db:5432/v failed in a way it should not. (22001)']);
  });
});
