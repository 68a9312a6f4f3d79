import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { judgeEpisode, type KnownEpisode } from '../../src/domain/episode.ts';
import { openKeyRing } from '../../src/ledger/key-ring.ts';
import { LedgerError } from '../../src/ledger/ledger-error.ts';
import { toSqliteError } from '../../src/ledger/sqlite-error.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, closeAll, CODE, testLedger } from './fixtures.ts';

afterEach(closeAll);

/** A ledger, and the connection beneath it. */
async function ledgerWithFile(): Promise<{ ledger: StoreLedger; raw: Database.Database }> {
  const { path, again } = await testLedger();
  const store = await openSqliteStore(path);
  return { ledger: await again({ store }), raw: store.raw };
}

describe('the file', () => {
  test('survives with a write-ahead log and a full sync of each commit', async () => {
    const { raw } = await ledgerWithFile();
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(raw.pragma('synchronous', { simple: true })).toBe(2);
  });

  test('is made once by eight that open it together', async () => {
    const { folder } = await testLedger();
    const path = join(folder, 'fresh.db');
    const keyRing = openKeyRing(join(folder, 'fresh.json'), { name: path, isThere: false });
    const ledgers = await Promise.all(Array.from({ length: 8 }, async (_, index) => openLedger({ store: await openSqliteStore(path), keyRing, bootId: `b${index}`, limits: () => 8 })));
    await ledgers[0]?.accept(anAlert());
    await expect(ledgers[7]?.accepted(CODE)).resolves.toMatchObject({ code: CODE });
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test('of before there were episodes is brought up to date: its alerts are as they were, and belong to none', async () => {
    const { ledger, path, again } = await testLedger();
    const wound = { stage: 3, confidence: 0.9, patientRef: 'p-1', bodySite: 'sacrum' } as const;
    await ledger.accept(anAlert({ detection: wound }));
    await ledger.close();
    const { raw, close } = await openSqliteStore(path);
    raw.exec("delete from kysely_migration where name >= '0009'");
    for (const index of ['alerts_by_episode', 'alerts_by_caller', 'attempts_of_earlier_address', 'attempts_of_earlier_responder']) raw.exec(`drop index ${index}`);
    for (const table of ['episode_detections', 'api_keys', 'direct_messages', 'callback_counts', 'service_mode', 'further_words']) raw.exec(`drop table ${table}`);
    for (const column of ['episode_index', 'found', 'resolved_at', 'sealed_kept', 'raised_by']) raw.exec(`alter table alerts drop column ${column}`);
    for (const column of ['reported_tick', 'taken_tick']) raw.exec(`alter table sender_health drop column ${column}`);
    for (const column of ['address_index', 'sealed_address', 'destination_kind', 'responder']) raw.exec(`alter table attempt_notifications drop column earlier_${column}`);
    await close();
    const updated = await again();
    await expect(updated.accepted(CODE)).resolves.toEqual(anAlert({ detection: wound }));
    const judge = { agent: 'vigia', decide: (known: KnownEpisode) => judgeEpisode({ stage: 3, severity: 'high' }, known, null, 0), planFrom: () => anAlert().plan };
    await expect(updated.accept(anAlert({ code: 'AAAA-AAAA', detection: wound }), judge)).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA' });
    await expect(updated.accept(anAlert({ code: 'BBBB-BBBB', detection: wound }), judge)).resolves.toMatchObject({ result: 'repeated', code: 'AAAA-AAAA' });
  });

  test('lets a reader see only what was committed', async () => {
    const { ledger } = await testLedger();
    const failing = ledger.store.write(async (trx) => {
      await trx.insertInto('probes').values({ id: 7, at: 1 }).execute();
      throw new LedgerError('unexpected', { es: 'pare aquí', en: 'stop here' });
    });
    await expect(failing).rejects.toThrow('stop here');
    await expect(ledger.store.read((db) => db.selectFrom('probes').selectAll().execute())).resolves.toEqual([]);
  });
});

describe('a ledger that can\'t do its work says why in plain words', () => {
  test('when its folder isn\'t there', async () => {
    await expect(openSqliteStore('/nowhere/at/all/ledger.db')).rejects.toMatchObject({ kind: 'unwritable', message: expect.stringContaining('/nowhere/at/all/ledger.db') });
  });

  test('when it isn\'t a ledger', async () => {
    const { folder } = await testLedger();
    const path = join(folder, 'notes.db');
    writeFileSync(path, 'these are notes and no database, '.repeat(100));
    await expect(openSqliteStore(path)).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('restore the last backup') });
  });

  test('when it is damaged inside', async () => {
    const { folder } = await testLedger();
    const path = join(folder, 'damaged.db');
    const store = await openSqliteStore(path);
    await store.close();
    const pageBytes = 4_096;
    const bytes = readFileSync(path);
    bytes.fill(0xab, pageBytes);
    writeFileSync(path, bytes);
    const reading = openSqliteStore(path).then((opened) => opened.read((db) => db.selectFrom('alerts').selectAll().execute()));
    await expect(reading).rejects.toMatchObject({ kind: 'corrupt' });
  });

  test('when the disk is full, and works again when there is room', async () => {
    const { ledger, raw } = await ledgerWithFile();
    const pages = raw.pragma('page_count', { simple: true });
    raw.pragma(`max_page_count = ${String(pages)}`);
    const fill = async (): Promise<void> => {
      for (let index = 0; index < 200; index += 1) await ledger.accept(anAlert({ code: `FULL-${index}` }));
    };
    await expect(fill()).rejects.toMatchObject({ kind: 'disk_full', message: expect.stringContaining('Free some space') });
    await expect(ledger.accepted('FULL-0')).resolves.toMatchObject({ code: 'FULL-0' });
    raw.pragma('max_page_count = 100000');
    await expect(ledger.accept(anAlert())).resolves.toMatchObject({ result: 'created' });
  });

  test('when it may only be read', async () => {
    const { ledger, raw } = await ledgerWithFile();
    await expect(ledger.writable()).resolves.toBe(true);
    raw.pragma('query_only = ON');
    await expect(ledger.writable()).resolves.toBe(false);
    await expect(ledger.accept(anAlert())).rejects.toMatchObject({ kind: 'read_only', message: expect.stringContaining('write access') });
    raw.pragma('query_only = OFF');
  });

  test('when a newer version has changed it', async () => {
    const { folder } = await testLedger();
    const path = join(folder, 'newer.db');
    await (await openSqliteStore(path)).close();
    const raw = new Database(path);
    raw.exec("insert into kysely_migration (name, timestamp) values ('9999-from-tomorrow', '2030-01-01')");
    raw.close();
    await expect(openSqliteStore(path)).rejects.toMatchObject({ kind: 'newer_version' });
  });

  test('when the path is a folder', async () => {
    const { folder } = await testLedger();
    const path = join(folder, 'folder.db');
    mkdirSync(path);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ kind: 'unwritable' });
  });

  test('and never what a row held', () => {
    const made = toSqliteError(Object.assign(new Error('constraint failed: +56911111111'), { code: 'SQLITE_CONSTRAINT' }), '/l.db');
    expect([made.kind, made.message]).toEqual(['unexpected', 'The ledger /l.db failed in a way it should not. (SQLITE_CONSTRAINT)']);
  });
});
