import { deadOwners } from '../../src/ledger/owners.ts';
import { Presence } from '../../src/ledger/presence.ts';
import type { LedgerStore } from '../../src/ledger/store.ts';
import { closeAll, onEachStore, openStore, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

const CALL_MS = 10_000;
/** A provider is asked no sooner: it may still be making the message. */
const SETTLE_AFTER_MS = 5_000;

const presences: Presence[] = [];
const stores: LedgerStore[] = [];

afterEach(async () => {
  for (const presence of presences.splice(0)) presence.stop();
  for (const store of stores.splice(0)) await store.close();
  await closeAll();
});

/** A process that holds a call, as another process of the same host, or of another one, sees it. */
async function withCallOf(host: 'this' | 'another'): Promise<{ test: TestLedger; other: TestLedger['ledger'] }> {
  const test = await testLedger();
  await test.ledger.claim(wanted({ id: 'held', callTimeoutMs: CALL_MS }), test.time.now());
  if (host === 'another') await test.ledger.store.write((trx) => trx.updateTable('boots').set({ host_run: 'of-another-host' }).execute());
  return { test, other: await test.again() };
}

onEachStore('a call of another process', (kind) => {
  test('goes on while that process lives', async () => {
    const { test, other } = await withCallOf('this');
    await expect(other.settleable('twilio', test.time.now())).resolves.toEqual([]);
  });

  test(kind === 'sqlite' ? 'is lost when the host has been restarted since' : 'goes on when that process is of another host, until its deadline', async () => {
    const { test, other } = await withCallOf('another');
    const lost = [expect.objectContaining({ notificationId: 'held' })];
    test.time.pass(SETTLE_AFTER_MS);
    await expect(other.settleable('twilio', test.time.now())).resolves.toEqual(kind === 'sqlite' ? lost : []);
    test.time.pass(CALL_MS - SETTLE_AFTER_MS);
    await expect(other.settleable('twilio', test.time.now())).resolves.toEqual(lost);
  });

  test('is lost as soon as that process has ended in order', async () => {
    const { test, other } = await withCallOf('another');
    await test.ledger.close();
    test.time.pass(SETTLE_AFTER_MS);
    await expect(other.settleable('twilio', test.time.now())).resolves.toMatchObject([{ notificationId: 'held' }]);
  });
});

onEachStore('the silence of another host', () => {
  /** A store whose clock the test moves, one boot on it, and what that boot thinks of another host's, last seen at 0. */
  async function watching(): Promise<{ pass: (seconds: number) => Promise<void>; isGone: () => Promise<boolean>; fail: (isAway: boolean) => void; setClock: (tick: number) => void }> {
    const test = await testLedger();
    const opened = await openStore(test.at);
    stores.push(opened);
    let [tick, isAway] = [0, false];
    const store: LedgerStore = {
      ...opened,
      clock: { id: 'test', read: () => tick },
      write: (work) => (isAway ? Promise.reject(new Error('away')) : opened.write(work)),
    };
    const presence = new Presence(store, 'me');
    presences.push(presence);
    const boot = { host_run: 'of-another-host', pid: 1, pid_space: 'pid', pid_started: '1', opened_at: 0, closed_at: null, seen_tick: 0 };
    await store.write((trx) => trx.insertInto('boots').values({ boot_id: 'them', ...boot }).execute());
    return {
      pass: async (seconds) => {
        for (let second = 0; second < seconds; second += 1) {
          tick += 1_000;
          await presence.beat();
        }
      },
      isGone: () => store.read(async (db) => (await deadOwners(db, { bootId: 'me', presence }, ['them'])).has('them')),
      fail: (now) => (isAway = now),
      setClock: (now) => (tick = now),
    };
  }

  test('of more than ten seconds means that it is gone', async () => {
    const { pass, isGone } = await watching();
    await pass(10);
    await expect(isGone()).resolves.toBe(false);
    await pass(1);
    await expect(isGone()).resolves.toBe(true);
  });

  test('means nothing to one who has just come itself', async () => {
    const { pass, isGone, setClock } = await watching();
    setClock(60_000);
    await pass(10);
    await expect(isGone()).resolves.toBe(false);
    await pass(1);
    await expect(isGone()).resolves.toBe(true);
  });

  test('means nothing while nobody could write, nor in the ten seconds after', async () => {
    const { pass, isGone, fail } = await watching();
    await pass(5);
    fail(true);
    await pass(20);
    await expect(isGone()).resolves.toBe(false);
    fail(false);
    await pass(10);
    await expect(isGone()).resolves.toBe(false);
    await pass(1);
    await expect(isGone()).resolves.toBe(true);
  });

  test.each([['forward', 3_600_000], ['back', -3_600_000]])('means nothing right after the clock was set %s an hour', async (_, ms) => {
    const { pass, isGone, setClock } = await watching();
    setClock(7_200_000);
    await pass(5);
    setClock(7_205_000 + ms);
    await pass(5);
    await expect(isGone()).resolves.toBe(false);
  });
});
