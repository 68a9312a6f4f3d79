import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBallast, type Ballast } from '../../src/ledger/ballast.ts';
import { LedgerError } from '../../src/ledger/ledger-error.ts';
import { makingRoom } from '../../src/ledger/make-room.ts';
import { openSqliteStore, type SqliteStore } from '../../src/ledger/sqlite-store.ts';
import type { LedgerStore } from '../../src/ledger/store.ts';
import { anAlert, closeAll, T0, testLedger } from './fixtures.ts';

const BYTES = 2 * 1024 * 1024;

/** SQLite's own handle. */
const fileOf = ({ store }: { store: LedgerStore }): SqliteStore['raw'] => (store as SqliteStore).raw;

const folders: string[] = [];
afterEach(async () => {
  await closeAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigia-ballast-'));
  folders.push(folder);
  return folder;
}

describe('the ballast', () => {
  test('takes real room on the disk, gives it up, and shows it to every process', () => {
    const folder = aFolder();
    const ballast = openBallast(folder, { bytes: BYTES });
    ballast.restore();
    const { size, blocks } = statSync(join(folder, 'ballast'));
    expect([size, blocks * 512 >= BYTES, ballast.isSpent()]).toEqual([BYTES, true, false]);
    expect([ballast.release(), ballast.release()]).toEqual([true, true]);
    expect(existsSync(join(folder, 'ballast'))).toBe(false);
    expect(openBallast(folder, { bytes: BYTES }).isSpent()).toBe(true);
  });

  test('is made again once there is room for it twice over', () => {
    const folder = aFolder();
    let free = 2 * BYTES - 1;
    const ballast = openBallast(folder, { bytes: BYTES, freeBytes: () => free });
    ballast.restore();
    expect(ballast.release()).toBe(false);
    free = 2 * BYTES;
    ballast.restore();
    ballast.release();
    free = 0;
    ballast.restore();
    expect(ballast.isSpent()).toBe(true);
    free = 2 * BYTES;
    ballast.restore();
    expect(ballast.isSpent()).toBe(false);
    expect(statSync(join(folder, 'ballast')).size).toBe(BYTES);
  });
});

describe('a process that meets a full disk', () => {
  const full = new LedgerError('disk_full', { es: 'lleno', en: 'full' });

  /** A store whose first write finds the disk full; `meanwhile`: what another process does then. */
  const storeOf = (folder: string, meanwhile: () => void): LedgerStore => {
    const write = jest.fn().mockImplementationOnce(async () => {
      meanwhile();
      throw full;
    }).mockResolvedValue('written');
    return makingRoom({ write } as unknown as LedgerStore, openBallast(folder, { bytes: BYTES }));
  };

  test('writes in the room that another one has made a moment before', async () => {
    const folder = aFolder();
    const other = openBallast(folder, { bytes: BYTES });
    other.restore();
    await expect(storeOf(folder, () => other.release()).write(async () => 'written')).resolves.toBe('written');
  });

  test('makes the room that another one died of making', async () => {
    const folder = aFolder();
    openBallast(folder, { bytes: BYTES }).restore();
    const died = (): void => renameSync(join(folder, 'ballast'), join(folder, 'ballast.spent'));
    await expect(storeOf(folder, died).write(async () => 'written')).resolves.toBe('written');
    expect(statSync(join(folder, 'ballast.spent')).size).toBe(0);
  });

  test('says so where there is no ballast, or none that can be given up', async () => {
    const folder = aFolder();
    await expect(storeOf(folder, () => undefined).write(async () => 'written')).rejects.toBe(full);
    openBallast(folder, { bytes: BYTES }).restore();
    mkdirSync(join(folder, 'ballast.spent'));
    expect(() => openBallast(folder, { bytes: BYTES }).release()).not.toThrow();
  });
});

describe('a ledger on a disk that is full', () => {
  /** As the disk: no page more until the ballast is given up, and then some. */
  async function full(): Promise<{ ledger: Awaited<ReturnType<typeof testLedger>>['ledger']; ballast: Ballast }> {
    const state = { there: true, spent: false };
    const ballast: Ballast = {
      release: () => {
        if (!state.there) return true;
        Object.assign(state, { there: false, spent: true });
        fileOf(ledger).pragma('max_page_count = 100000');
        return true;
      },
      isSpent: () => state.spent,
      restore: () => {},
    };
    const store = await openSqliteStore(join(aFolder(), 'ledger.db'));
    const { ledger } = await testLedger({ store: makingRoom(store, ballast), ballast });
    fileOf(ledger).pragma(`max_page_count = ${String(fileOf(ledger).pragma('page_count', { simple: true }))}`);
    return { ledger, ballast };
  }

  const medium = anAlert({ plan: { ...anAlert().plan, severity: 'medium' } });

  test('takes critical alerts in the room that the ballast leaves, and refuses others in a plain sentence', async () => {
    const { ledger, ballast } = await full();
    for (let index = 0; index < 50; index += 1) expect(await ledger.accept(anAlert({ code: `FULL-${index}` }))).toMatchObject({ result: 'created' });
    expect(ballast.isSpent()).toBe(true);
    const refused = await ledger.accept({ ...medium, code: 'MMMM-MMMM' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LedgerError);
    expect(refused).toMatchObject({ kind: 'disk_full', message: 'The disk is full: what room is left is kept for critical alerts, and this one was not taken. Free some space, then hand it in again.' });
    const message = { code: 'M3NP-R4ST', recipient: { kind: 'responder', responder: 'ana' }, status: 'accepted', alert: null, acceptedAt: T0, asked: { by: 'agent-1', route: 'slack', to: 'ana', text: 'hola' } } as const;
    await expect(ledger.acceptDirect(message)).rejects.toMatchObject({ kind: 'disk_full', message: expect.stringContaining('this message was not taken') });
    expect(await ledger.ailment()).toBeNull();
  });

  test('says that it is full when that room is used up as well', async () => {
    const { ledger, ballast } = await full();
    ballast.release();
    fileOf(ledger).pragma(`max_page_count = ${String(fileOf(ledger).pragma('page_count', { simple: true }))}`);
    const fill = async (): Promise<void> => {
      for (let index = 0; index < 200; index += 1) await ledger.accept(anAlert({ code: `FULL-${index}` }));
    };
    await expect(fill()).rejects.toMatchObject({ kind: 'disk_full' });
  });
});
