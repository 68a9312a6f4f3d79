import { DEFAULT_EDIT_LIMIT, DEFAULT_MESSAGE_LIMITS, LIMIT_WINDOW_MS } from '../../src/ledger/sender-limits.ts';
import { attemptIn, closeAll, onEachStore, SENDER, sendOne, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const HOUR_MS = 3_600_000;
const refused = { kind: 'retry_after', code: 'connection_refused' } as const;
const unknown = { kind: 'settle_first', code: 'timeout' } as const;

async function fill(test: TestLedger, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await sendOne(test);
}

onEachStore('the limit of a sender', () => {
  test('is 15 for Slack, 8 for Twilio and 5 for WhatsApp Web in 60 s, and 50 edits', () => {
    expect([DEFAULT_MESSAGE_LIMITS, LIMIT_WINDOW_MS, DEFAULT_EDIT_LIMIT]).toEqual([{ slack: 15, twilio: 8, 'whatsapp-web': 5 }, 60_000, 50]);
  });

  test('lets that many through and tells the next one when a slot frees', async () => {
    const test = await testLedger({ limits: () => 3 });
    await sendOne(test);
    test.time.pass(10_000);
    await fill(test, 2);
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 60_001), why: 'limit' });
  });

  test('holds a slot until a whole window after the call ended, not after it began', async () => {
    const test = await testLedger({ limits: () => 1 });
    const attemptId = attemptIn(await test.ledger.claim(wanted({ callTimeoutMs: 30_000 }), test.time.now()));
    test.time.pass(20_000);
    await test.ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: 'c' }, state: 'sent' }, test.time.now());
    const next = wanted();
    test.time.pass(60_000);
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    test.time.pass(1);
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('counts calls that still run', async () => {
    const test = await testLedger({ limits: () => 1 });
    await test.ledger.claim(wanted(), test.time.now());
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
  });

  test('counts a message whose outcome is unknown, and its repeat besides', async () => {
    const test = await testLedger({ limits: () => 2 });
    const note = wanted();
    const first = attemptIn(await test.ledger.claim(note, test.time.now()));
    await test.ledger.markUncertain(first, unknown, test.time.now());
    await test.ledger.giveUp(first, test.time.now());
    await test.ledger.claim(note, test.time.now());
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toMatchObject({ limit: 2, used: 2 });
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
  });

  test('holds the slot of a call that broke off for a window after its provider may still have made the message', async () => {
    const test = await testLedger({ limits: () => 1 });
    const attemptId = attemptIn(await test.ledger.claim(wanted(), test.time.now()));
    test.time.pass(100);
    await test.ledger.markUncertain(attemptId, unknown, test.time.now());
    const next = wanted();
    const until = new Date(T0.getTime() + 65_001);
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toMatchObject({ used: 1, freeAt: until });
    await test.ledger.claim(next, test.time.now());
    test.time.pass(60_001);
    await expect(test.ledger.claim(next, test.time.now())).resolves.toEqual({ grant: 'wait', until, why: 'limit' });
    test.time.pass(4_900);
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('gets its slot back from a call that failed for certain: it created no message', async () => {
    const test = await testLedger({ limits: () => 1 });
    await test.ledger.markFailed(attemptIn(await test.ledger.claim(wanted(), test.time.now())), refused, null, test.time.now());
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('gives a slot to a call that failed for certain once the provider tells of its message all the same', async () => {
    const test = await testLedger({ limits: () => 1 });
    const attemptId = attemptIn(await test.ledger.claim(wanted(), test.time.now()));
    await test.ledger.markFailed(attemptId, refused, test.time.now(), test.time.now());
    await test.ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'delivered', null, test.time.now());
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
  });

  test('keeps the slot of a message that failed on its way after the provider took it', async () => {
    const test = await testLedger({ limits: () => 1 });
    await sendOne(test, {}, 'SM1');
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63024', test.time.now());
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
  });

  test('counts pages, notices and answers alike, and each sender apart', async () => {
    const test = await testLedger({ limits: () => 2 });
    await sendOne(test, { purpose: 'notice' });
    await sendOne(test, { purpose: 'answer' });
    await expect(test.ledger.claim(wanted(), test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    await expect(test.ledger.claim(wanted({ sender: 'other' }), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('tells its free room and when the next slot frees', async () => {
    const test = await testLedger({ limits: () => 8 });
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toEqual({ limit: 8, used: 0, freeAt: null, waiting: 0, waitingUntil: null });
    await fill(test, 2);
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toEqual({ limit: 8, used: 2, freeAt: new Date(T0.getTime() + 60_001), waiting: 0, waitingUntil: null });
  });

  test('has a meter of its own for edits', async () => {
    const test = await testLedger({ limits: () => 1, editLimits: () => 2 });
    await sendOne(test);
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'edit' });
    test.time.pass(1_000);
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'edit' });
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 60_001) });
    test.time.pass(59_001);
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'edit' });
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
  });
});

onEachStore('a wall clock that is set', () => {
  test.each([['back', -HOUR_MS], ['forward', HOUR_MS]])('%s an hour lets nothing more through and blocks nothing', async (_, ms) => {
    const test = await testLedger({ limits: () => 2 });
    await fill(test, 2);
    test.time.setWallBy(ms);
    const next = wanted();
    const answer = await test.ledger.claim(next, test.time.now());
    expect(answer).toEqual({ grant: 'wait', until: new Date(T0.getTime() + ms + 60_001), why: 'limit' });
    test.time.pass(60_001);
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test.each([['back', -HOUR_MS], ['forward', HOUR_MS]])('%s an hour moves neither the deadline of a call nor a retry', async (_, ms) => {
    const test = await testLedger();
    const running = wanted({ callTimeoutMs: 10_000 });
    await test.ledger.claim(running, test.time.now());
    const failing = wanted();
    await test.ledger.markFailed(attemptIn(await test.ledger.claim(failing, test.time.now())), refused, new Date(T0.getTime() + 5_000), test.time.now());
    test.time.setWallBy(ms);
    await expect(test.ledger.claim(running, test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + ms + 10_000), why: 'in_flight' });
    await expect(test.ledger.claim(failing, test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + ms + 5_000), why: 'retry_after' });
    test.time.pass(10_000);
    await expect(test.ledger.claim(running, test.time.now())).resolves.toMatchObject({ grant: 'settle' });
    await expect(test.ledger.claim(failing, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});

onEachStore('a clock that should never go back, but does', () => {
  test('holds what was sent for one window more and then lets go', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ limits: () => 1, monotonic: () => tick });
    await sendOne(test);
    tick -= HOUR_MS;
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toMatchObject({ freeAt: new Date(T0.getTime() + 60_001) });
    const next = wanted();
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'wait', until: new Date(T0.getTime() + 60_001) });
    tick += 60_001;
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('is noticed by a process that didn\'t see it go back', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ limits: () => 2, monotonic: () => tick });
    const late = await test.again();
    await sendOne({ ledger: late, time: test.time });
    tick += HOUR_MS;
    await fill(test, 2);
    // Where it last looked, the count was lower still.
    tick -= HOUR_MS / 2;
    const next = wanted();
    await expect(late.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'wait', until: new Date(T0.getTime() + 60_001) });
    tick += 60_001;
    await expect(late.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('gives a call that was running then its whole time once more, and no longer', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const running = wanted({ callTimeoutMs: 10_000 });
    await test.ledger.claim(running, test.time.now());
    tick -= HOUR_MS;
    await expect(test.ledger.claim(running, test.time.now())).resolves.toMatchObject({ grant: 'wait', until: new Date(T0.getTime() + 10_000), why: 'in_flight' });
    tick += 10_000;
    await expect(test.ledger.claim(running, test.time.now())).resolves.toMatchObject({ grant: 'settle' });
  });

  test('does so though nobody asks for its page any more', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const attemptId = attemptIn(await test.ledger.claim(wanted({ callTimeoutMs: 10_000 }), test.time.now()));
    tick -= HOUR_MS;
    await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toEqual([]);
    tick += 10_000;
    await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toMatchObject([{ attemptId }]);
  });

  test.each([['its next claim', true], ['the start of a role', false]])('lets an attempt of unknown outcome be looked up five seconds later, by %s', async (_, isClaimed) => {
    let tick = 1_000_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const note = wanted();
    const attemptId = attemptIn(await test.ledger.claim(note, test.time.now()));
    await test.ledger.markUncertain(attemptId, unknown, test.time.now());
    tick -= HOUR_MS;
    if (isClaimed) await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'wait', until: new Date(T0.getTime() + 5_000), why: 'in_flight' });
    else await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toEqual([]);
    tick += 5_000;
    if (isClaimed) await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'settle', attemptId });
    else await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toMatchObject([{ attemptId }]);
  });

  test('holds back edits for one window more and then lets go', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ editLimits: () => 1, monotonic: () => tick });
    await test.ledger.claimEdit(SENDER, test.time.now());
    tick -= HOUR_MS;
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 60_001) });
    tick += 60_001;
    await expect(test.ledger.claimEdit(SENDER, test.time.now())).resolves.toEqual({ grant: 'edit' });
  });
});

onEachStore('a restart of the host, after which its count begins anew', () => {
  /** As if the rows had been written before the restart. */
  async function restartHost(test: TestLedger): Promise<void> {
    await test.ledger.store.write((trx) => trx.updateTable('attempts').set({ clock: 'earlier-run' }).execute());
  }

  test('counts the messages of the last window before it until a window has passed', async () => {
    let tick = 5_000_000;
    const test = await testLedger({ limits: () => 2, monotonic: () => tick });
    await fill(test, 2);
    await restartHost(test);
    tick = 20_000;
    const next = wanted();
    await expect(test.ledger.claim(next, test.time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 40_001), why: 'limit' });
    tick = 60_001;
    await expect(test.ledger.claim(next, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('forgets what was sent longer before', async () => {
    let tick = 5_000_000;
    const test = await testLedger({ limits: () => 2, monotonic: () => tick });
    await sendOne(test);
    tick += 60_001;
    await sendOne(test);
    await restartHost(test);
    tick = 20_000;
    await expect(test.ledger.headroom(SENDER, test.time.now())).resolves.toMatchObject({ used: 1 });
  });

  test('makes every call that ran then uncertain', async () => {
    let tick = 5_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const note = wanted();
    await test.ledger.claim(note, test.time.now());
    await restartHost(test);
    tick = 1_000;
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'settle' });
  });
});
