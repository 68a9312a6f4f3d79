import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FieldCipher } from '../../src/ledger/field-cipher.ts';
import { openKeyRing, rotateKeyRing } from '../../src/ledger/key-ring.ts';
import { openSqliteStore } from '../../src/ledger/sqlite-store.ts';
import type { LedgerTables } from '../../src/ledger/schema.ts';
import type { LedgerStore } from '../../src/ledger/store.ts';
import { openLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, attemptIn, closeAll, CODE, NURSE, onEachStore, T0, testLedger, wanted } from './fixtures.ts';
import type { StoreKind, TestLedger } from './fixtures.ts';

afterEach(closeAll);

const NO_LEDGER = { name: 'none.db', isThere: false };
const place = { table: 'alerts', row: 'A', column: 'sealed' };

/** Everything that the ledger has put on the disk so far: each row of the database, or the file with its write-ahead log. */
async function bytesOnDisk(test: TestLedger, kind: StoreKind): Promise<string> {
  if (kind === 'postgres') return JSON.stringify(await rowsOf(test.ledger.store));
  const files = readdirSync(test.folder).filter((name) => name.startsWith('ledger.db'));
  expect(files).toContain('ledger.db-wal');
  return files.map((name) => readFileSync(join(test.folder, name), 'latin1')).join('\n');
}

function rowsOf(store: LedgerStore): Promise<unknown[]> {
  return store.read(async (db) => {
    const tables = await db.introspection.getTables();
    return Promise.all(tables.map(({ name }) => db.selectFrom(name as keyof LedgerTables).selectAll().execute()));
  });
}

async function openWith(test: TestLedger, bootId = 'boot-3'): ReturnType<typeof openLedger> {
  return openLedger({ store: await openSqliteStore(test.path), keyRing: openKeyRing(join(test.folder, 'keys.json'), { name: test.path, isThere: true }), bootId, limits: () => 8 });
}

onEachStore('what is kept', (kind) => {
  test('holds no address, patient reference, body site, caller\'s key or text', async () => {
    const test = await testLedger();
    const { ledger, time } = test;
    await ledger.accept(anAlert({ detection: { stage: 4, confidence: 0.9, patientRef: 'PATIENT-REF-77', bodySite: 'left_heel_site', idempotencyKey: 'CALLER-KEY-88' } }));
    const again = anAlert({ code: 'AAAA-AAAA', detection: { stage: 4, confidence: 0.9, patientRef: 'PATIENT-REF-77', bodySite: 'left_heel_site', idempotencyKey: 'CALLER-KEY-89' } });
    const joins = { agent: 'AGENT-NAME-44', decide: () => ({ decision: 'join', code: CODE, reason: 'same_stage' }) as const, planFrom: () => again.plan };
    await expect(ledger.accept(again, joins)).resolves.toMatchObject({ result: 'repeated' });
    const attemptId = attemptIn(await ledger.claim(wanted(), time.now()));
    await ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent', text: 'OUTGOING-TEXT-99' }, time.now());
    await ledger.receive({ platform: 'twilio', eventId: 'E1', receivedAt: T0, kind: 'reply', code: CODE, mayAcknowledge: true, body: 'INCOMING-TEXT-66' });
    await ledger.noteInbound(NURSE, T0);
    await ledger.setOptedOut(NURSE, true, T0);
    await ledger.ask({ destination: NURSE, kind: 'who', options: ['OPTION-55'], request: { kind: 'acknowledge', code: CODE, responder: null }, expiresAt: T0 });
    await ledger.acceptDirect({ code: 'M3NP-R4ST', recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: T0, asked: { by: 'agent-1', key: 'MESSAGE-KEY-44', route: 'twilio', to: NURSE.address, text: 'DIRECT-TEXT-33', mediaRef: 'IMAGE-22' } });
    const bytes = await bytesOnDisk(test, kind);
    expect(bytes).toContain(CODE);
    for (const secret of ['56911111111', 'PATIENT-REF-77', 'left_heel_site', 'CALLER-KEY-88', 'CALLER-KEY-89', 'AGENT-NAME-44', 'OUTGOING-TEXT-99', 'INCOMING-TEXT-66', 'OPTION-55', 'MESSAGE-KEY-44', 'DIRECT-TEXT-33', 'IMAGE-22']) {
      expect([secret, bytes.includes(secret)]).toEqual([secret, false]);
    }
  });
});

describe('the file', () => {
  test('is readable by this user alone', async () => {
    const test = await testLedger();
    await test.ledger.accept(anAlert());
    for (const name of readdirSync(test.folder)) expect([name, statSync(join(test.folder, name)).mode & 0o077]).toEqual([name, 0]);
  });
});

describe('a sealed field', () => {
  test('opens only where it was put, and never twice the same', async () => {
    const test = await testLedger();
    const cipher = new FieldCipher(openKeyRing(join(test.folder, 'keys.json'), { name: test.path, isThere: true }));
    const sealed = cipher.seal(place, 'ñandú');
    expect(sealed).toMatch(/^v1\.k1\.[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(cipher.open(place, sealed)).toBe('ñandú');
    expect(cipher.seal(place, 'ñandú')).not.toBe(sealed);
    expect(cipher.open(place, cipher.seal(place, ''))).toBe('');
    for (const moved of [{ ...place, row: 'B' }, { ...place, column: 'other' }, { ...place, table: 'inbox' }]) {
      expect(() => cipher.open(moved, sealed)).toThrow("doesn't open with its key");
    }
  });

  test('that was changed by one letter doesn\'t open', async () => {
    const test = await testLedger();
    const cipher = new FieldCipher(openKeyRing(join(test.folder, 'keys.json'), { name: test.path, isThere: true }));
    const sealed = cipher.seal(place, 'text');
    const last = sealed.at(-3) === 'A' ? 'B' : 'A';
    expect(() => cipher.open(place, sealed.slice(0, -3) + last + sealed.slice(-2))).toThrow("doesn't open with its key");
    expect(() => cipher.open(place, 'text')).toThrow("doesn't open with its key");
  });
});

describe('the key ring', () => {
  test('is made by the first start, for this user alone, and is the same for all who start together', async () => {
    const test = await testLedger();
    const path = join(test.folder, 'fresh.json');
    const rings = [openKeyRing(path, NO_LEDGER), openKeyRing(path, NO_LEDGER)];
    expect(rings[0]).toEqual(rings[1]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(test.folder).filter((name) => name.startsWith('fresh.json'))).toEqual(['fresh.json']);
  });

  test('that others could read is made private again', async () => {
    const test = await testLedger();
    const path = join(test.folder, 'keys.json');
    chmodSync(path, 0o644);
    openKeyRing(path, { name: test.path, isThere: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('reads what older keys sealed after a new key was added, and seals with the new one', async () => {
    const test = await testLedger();
    await test.ledger.accept(anAlert());
    await test.ledger.close();
    const ring = rotateKeyRing(join(test.folder, 'keys.json'));
    expect([ring.current, [...ring.keys.keys()]]).toEqual(['k2', ['k1', 'k2']]);
    const ledger = await openWith(test);
    await ledger.accept(anAlert({ code: 'AAAA-AAAA' }));
    await expect(ledger.accepted(CODE)).resolves.toMatchObject({ code: CODE });
    const rows = await ledger.store.read((db) => db.selectFrom('alerts').select('sealed_detection').orderBy('code').execute());
    expect(rows.map((row) => row.sealed_detection.slice(0, 6))).toEqual(['v1.k2.', 'v1.k1.']);
    await ledger.close();
  });

  test('of another ledger is refused at the start, in plain words', async () => {
    const test = await testLedger();
    await test.ledger.close();
    const keyRing = openKeyRing(join(test.folder, 'other.json'), NO_LEDGER);
    const opening = openLedger({ store: await openSqliteStore(test.path), keyRing, bootId: 'b', limits: () => 8 });
    await expect(opening).rejects.toMatchObject({ kind: 'wrong_key', message: expect.stringContaining('Put back the keys.json that belongs to it') });
  });

  test('that lost an older key is refused at the start, and names the key', async () => {
    const test = await testLedger();
    await test.ledger.close();
    const path = join(test.folder, 'keys.json');
    rotateKeyRing(path);
    const file = JSON.parse(readFileSync(path, 'utf8')) as { keys: Record<string, string> };
    delete file.keys['k1'];
    writeFileSync(path, JSON.stringify(file));
    await expect(openWith(test)).rejects.toMatchObject({ kind: 'wrong_key', message: expect.stringContaining('sealed with key k1') });
  });

  test('that is missing beside a ledger is asked for, never made anew', async () => {
    const test = await testLedger();
    const path = join(test.folder, 'keys.json');
    rmSync(path);
    expect(() => openKeyRing(path, { name: test.path, isThere: true })).toThrow(`${path} is missing`);
    expect(existsSync(path)).toBe(false);
  });

  test.each(['', 'not json', '{"current":"k1","keys":{}}', '{"current":"k1","keys":{"k1":"c2hvcnQ="},"index":"c2hvcnQ="}'])(
    'that is damaged (%j) is refused without quoting it',
    async (text) => {
      const test = await testLedger();
      const path = join(test.folder, 'keys.json');
      writeFileSync(path, text);
      expect(() => openKeyRing(path, { name: test.path, isThere: true })).toThrow(`The key ring ${path} is damaged. Put it back from your backup.`);
    },
  );

  test('that can\'t be written says so', () => {
    expect(() => openKeyRing('/nowhere/at/all/keys.json', NO_LEDGER)).toThrow("can't be written");
  });
});
