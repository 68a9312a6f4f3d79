import type { Failure } from '../../src/domain/failure.ts';
import type { Destination } from '../../src/domain/people.ts';
import type { Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { attemptIn, closeAll, onEachStore, SENDER, sendOne, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

const UNREACHABLE: Failure = { kind: 'retry_after', code: 'unreachable' };
const TIMEOUT: Failure = { kind: 'settle_first', code: 'timeout' };
const REFUSED: Failure = { kind: 'page_operator', code: '20003' };

function to(last: number): Destination {
  return { platform: 'twilio', kind: 'person', address: `whatsapp:+5691111111${last}` };
}

/** A page that has another route to go by. */
function page(changes: Partial<WantedNotification> = {}): WantedNotification {
  return wanted({ mayDefer: true, ...changes });
}

/** A page that is tried whatever is known of its sender, and fails. */
async function fail({ ledger, time }: TestLedger, destination: Destination, failure: Failure): Promise<void> {
  const attemptId = attemptIn(await ledger.claim(wanted({ destination }), time.now()));
  if (failure.kind === 'settle_first') await ledger.markUncertain(attemptId, failure, time.now());
  else await ledger.markFailed(attemptId, failure, null, time.now());
}

async function asked({ ledger, time }: Pick<TestLedger, 'ledger' | 'time'>, note = page()): Promise<Claim> {
  return ledger.claim(note, time.now());
}

onEachStore('a sender that is failing', () => {
  let test: TestLedger;
  beforeEach(async () => {
    test = await testLedger({ limits: () => 100 });
  });
  afterEach(closeAll);

  const isFailing = async (): Promise<boolean> => (await test.ledger.failingSenders(test.time.now())).length > 0;

  /** Fails for good at the time that it is, and says since when. */
  const refuse = async (): Promise<Date> => {
    await fail(test, to(1), REFUSED);
    return test.time.now();
  };

  it('is one that failed three times in a row, to two destinations', async () => {
    await fail(test, to(1), UNREACHABLE);
    await fail(test, to(2), TIMEOUT);
    expect(await asked(test)).toMatchObject({ grant: 'send' });
    await fail(test, to(1), UNREACHABLE);
    expect(await asked(test)).toEqual({ grant: 'defer' });
    expect(await test.ledger.failingSenders(test.time.now())).toMatchObject([{ sender: SENDER, since: test.time.now(), code: 'unreachable' }]);
  });

  it('is not one that failed to a single destination, however often', async () => {
    for (let times = 0; times < 5; times += 1) await fail(test, to(1), TIMEOUT);
    expect(await isFailing()).toBe(false);
  });

  it('is not one that a message got through in between', async () => {
    await fail(test, to(1), UNREACHABLE);
    await fail(test, to(2), UNREACHABLE);
    await sendOne(test);
    await fail(test, to(3), UNREACHABLE);
    expect(await isFailing()).toBe(false);
  });

  it.each<[string, Failure]>([
    ['of a recipient', { kind: 'fail_over', code: '63024' }],
    ['of ours', { kind: 'our_bug', code: '21603' }],
    ['of a limit', { kind: 'retry_after', code: '20429' }],
  ])('is not one whose failures speak %s', async (_of, failure) => {
    for (const last of [1, 2, 3, 4]) await fail(test, to(last), failure);
    expect(await isFailing()).toBe(false);
  });

  it('is at once one whose credentials are refused', async () => {
    await refuse();
    expect(await asked(test)).toEqual({ grant: 'defer' });
  });

  it('is left alone by itself: other senders are used as ever', async () => {
    await refuse();
    expect(await asked(test, page({ sender: '+56200000002' }))).toMatchObject({ grant: 'send' });
  });

  it('is tried all the same by what has no other route', async () => {
    await refuse();
    expect(await asked(test, wanted())).toMatchObject({ grant: 'send' });
  });

  it('lets one page through as a probe when its time has come, over all processes, and then another one twice as long after it failed', async () => {
    await refuse();
    const both: StoreLedger[] = [test.ledger, await test.again()];
    const ask = async (): Promise<Claim[]> => Promise.all([0, 1, 2, 3].map((nth) => both[nth % 2]!.claim(page(), test.time.now())));
    for (const waitMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
      test.time.pass(waitMs - 1);
      expect(await ask()).toEqual(Array(4).fill({ grant: 'defer' }));
      test.time.pass(1);
      const claims = await ask();
      expect(claims.map(({ grant }) => grant).sort()).toEqual(['defer', 'defer', 'defer', 'send']);
      // While it is under way there is no other.
      test.time.pass(9_000);
      expect(await ask()).toEqual(Array(4).fill({ grant: 'defer' }));
      await test.ledger.markUncertain(attemptIn(claims.find(({ grant }) => grant === 'send')!), TIMEOUT, test.time.now());
    }
  });

  it('is tried again though nothing was ever heard of a probe', async () => {
    await refuse();
    test.time.pass(5_000);
    attemptIn(await asked(test));
    test.time.pass(19_999);
    expect(await asked(test)).toEqual({ grant: 'defer' });
    test.time.pass(1);
    expect(await asked(test)).toMatchObject({ grant: 'send' });
  });

  it('is well again with the first message that it takes', async () => {
    await refuse();
    test.time.pass(5_000);
    const attemptId = attemptIn(await asked(test));
    await test.ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: 'c' }, state: 'sent' }, test.time.now());
    expect(await isFailing()).toBe(false);
    expect(await Promise.all([asked(test), asked(test)])).toMatchObject([{ grant: 'send' }, { grant: 'send' }]);
  });

  it('stays well when calls of before end in failure', async () => {
    const before: string[] = [];
    for (const last of [1, 2, 3]) before.push(attemptIn(await asked(test, page({ destination: to(last) }))));
    await refuse();
    test.time.pass(5_000);
    await sendOne(test);
    for (const attemptId of before) await test.ledger.markUncertain(attemptId, TIMEOUT, test.time.now());
    expect(await isFailing()).toBe(false);
  });

  it('is not well because a message is found whose call had failed', async () => {
    for (const last of [1, 2]) await fail(test, to(last), TIMEOUT);
    const attemptId = attemptIn(await asked(test, page({ destination: to(3) })));
    await test.ledger.markUncertain(attemptId, TIMEOUT, test.time.now());
    await test.ledger.adopt(attemptId, { ref: { id: 'SM1', conversation: 'c' }, state: 'sent' }, test.time.now());
    expect(await isFailing()).toBe(true);
  });

  it('is well when it answers a question after its credentials were refused, or after it was out of reach', async () => {
    await refuse();
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await isFailing()).toBe(false);
    for (const last of [1, 2, 3]) await fail(test, to(last), UNREACHABLE);
    expect(await isFailing()).toBe(true);
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await isFailing()).toBe(false);
  });

  it('is tried at once, and no more, when it answers a question after it failed to take messages', async () => {
    for (const last of [1, 2, 3]) await fail(test, to(last), TIMEOUT);
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await test.ledger.failingSenders(test.time.now())).toMatchObject([{ nextTry: test.time.now() }]);
    expect([await asked(test), await asked(test)]).toMatchObject([{ grant: 'send' }, { grant: 'defer' }]);
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await asked(test)).toEqual({ grant: 'defer' });
  });

  it('is tried at once after the host started again, whose clock begins anew', async () => {
    await refuse();
    await test.ledger.store.write((trx) => trx.updateTable('sender_health').set({ clock: 'earlier-run' }).execute());
    expect([await asked(test), await asked(test)]).toMatchObject([{ grant: 'send' }, { grant: 'defer' }]);
  });

  it('is tried at once when the clock went back by so much that the time of its next try was never so far ahead', async () => {
    await refuse();
    const back = await test.again({ monotonic: () => test.time.tick() - 3_600_000 });
    expect([await back.claim(page(), test.time.now()), await back.claim(page(), test.time.now())]).toMatchObject([{ grant: 'send' }, { grant: 'defer' }]);
  });

  it('is told for an hour after it last failed, with the time of its next try', async () => {
    const since = await refuse();
    expect(await test.ledger.failingSenders(test.time.now())).toEqual([{ sender: SENDER, since, code: '20003', nextTry: new Date(since.getTime() + 5_000) }]);
    test.time.pass(60 * 60_000 - 1);
    expect(await isFailing()).toBe(true);
    test.time.pass(1);
    expect(await isFailing()).toBe(false);
    expect([await asked(test), await asked(test)]).toMatchObject([{ grant: 'send' }, { grant: 'defer' }]);
  });

  it('is no concern of a page that is known to be on its way', async () => {
    const note = page();
    attemptIn(await asked(test, note));
    await refuse();
    expect(await asked(test, note)).toMatchObject({ grant: 'wait', why: 'in_flight' });
  });

  it('is not waited for by a page that was told to try again later', async () => {
    const note = page();
    await test.ledger.markFailed(attemptIn(await asked(test, note)), UNREACHABLE, new Date(test.time.now().getTime() + 2_000), test.time.now());
    expect(await asked(test, note)).toMatchObject({ grant: 'wait', why: 'retry_after' });
    await refuse();
    expect(await asked(test, note)).toEqual({ grant: 'defer' });
  });

  it('takes along in a digest nothing that gave way to another route', async () => {
    const small = await test.again({ limits: () => 2 });
    await refuse();
    const joining = { severity: 'critical', mayJoin: true, wantedAt: test.time.now() } as const;
    expect(await small.claim(page({ code: 'BBBB-BBBB', ...joining }), test.time.now())).toEqual({ grant: 'defer' });
    await sendOne({ ledger: small, time: test.time });
    const next = wanted({ code: 'CCCC-CCCC', ...joining });
    expect(await small.claim(next, test.time.now())).toMatchObject({ grant: 'wait', why: 'digest' });
    test.time.pass(4_000);
    expect(await small.claim(next, test.time.now())).toMatchObject({ grant: 'send', digest: null });
  });
});

onEachStore('a sender whose messages are taken, and then reported as failed', () => {
  let test: TestLedger;
  beforeEach(async () => {
    test = await testLedger({ limits: () => 100 });
  });
  afterEach(closeAll);

  const NO_SENDER: Failure = { kind: 'page_operator', code: '63007' };

  const isFailing = async (): Promise<boolean> => (await test.ledger.failingSenders(test.time.now())).length > 0;

  /** It takes one, and some time passes. */
  const take = async (providerId: string): Promise<void> => {
    await sendOne(test, {}, providerId);
    test.time.pass(1_000);
  };
  const tell = async (providerId: string, failure: Failure | null): Promise<void> => {
    const state = failure === null ? 'delivered' : 'failed_permanent';
    await test.ledger.report('twilio', { providerId }, state, failure?.code ?? null, test.time.now(), failure && { failure, againAfterMs: null });
  };
  const takeAndFail = async (providerId: string, failure = NO_SENDER): Promise<void> => {
    await take(providerId);
    await tell(providerId, failure);
  };

  it('is failing at once where that is its own trouble: the next page gives way, though more are taken', async () => {
    await takeAndFail('SM1');
    expect(await asked(test)).toEqual({ grant: 'defer' });
    await take('SM2');
    expect(await asked(test)).toEqual({ grant: 'defer' });
    expect(await test.ledger.failingSenders(test.time.now())).toMatchObject([{ sender: SENDER, code: '63007' }]);
  });

  it.each<[string, Failure]>([
    ['the recipient', { kind: 'fail_over', code: '63024' }],
    ['the moment', { kind: 'retry_after', code: '63018' }],
    ['what was asked for', { kind: 'our_bug', code: '63005' }],
  ])('is not failing where it was that of %s', async (_whose, failure) => {
    for (const id of ['SM1', 'SM2', 'SM3', 'SM4']) await takeAndFail(id, failure);
    expect(await isFailing()).toBe(false);
  });

  it('is well again once a message has arrived that left afterwards, and not by one that left before', async () => {
    await take('SM1');
    await takeAndFail('SM2');
    await tell('SM1', null);
    expect(await isFailing()).toBe(true);
    await take('SM3');
    expect(await isFailing()).toBe(true);
    await tell('SM3', null);
    expect(await isFailing()).toBe(false);
  });

  it('is well again when nothing bad has been told for a minute of one that was taken: some carriers tell no more', async () => {
    await takeAndFail('SM1');
    await take('SM2');
    test.time.pass(58_000);
    await take('SM3');
    expect(await isFailing()).toBe(true);
    await take('SM4');
    expect(await isFailing()).toBe(false);
  });

  it('is not well for that where the one that was taken has failed too', async () => {
    await takeAndFail('SM1');
    await takeAndFail('SM2');
    test.time.pass(60_000);
    await take('SM3');
    expect(await isFailing()).toBe(true);
  });

  it('stays well when a message of before its recovery is reported', async () => {
    await take('SM1');
    await takeAndFail('SM2');
    await take('SM3');
    await tell('SM3', null);
    await tell('SM1', NO_SENDER);
    expect(await isFailing()).toBe(false);
  });

  it('lets its probes through as any, each later than the one before where it fails', async () => {
    await takeAndFail('SM1');
    test.time.pass(5_000);
    const probe = attemptIn(await asked(test));
    await test.ledger.markSent(probe, { ref: { id: 'SM2', conversation: 'c' }, state: 'sent' }, test.time.now());
    expect(await asked(test)).toEqual({ grant: 'defer' });
    await tell('SM2', NO_SENDER);
    test.time.pass(9_999);
    expect(await asked(test)).toEqual({ grant: 'defer' });
    test.time.pass(1);
    expect(await asked(test)).toMatchObject({ grant: 'send' });
  });

  it.each(['63007', '20005'])('is not well, nor tried sooner, because it answers a question: %s', async (code) => {
    await takeAndFail('SM1', { kind: 'page_operator', code });
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await asked(test)).toEqual({ grant: 'defer' });
  });

  it.each(['63007', '63038', '63041'])('is not well for an answered question either where calls were refused under %s', async (code) => {
    await fail(test, to(1), { kind: 'page_operator', code });
    await test.ledger.noteAnswers(SENDER, test.time.now());
    expect(await asked(test)).toEqual({ grant: 'defer' });
    await take('SM1');
    expect(await isFailing()).toBe(false);
  });

  it('is well by what arrives after the host started again, whose clock begins anew', async () => {
    await takeAndFail('SM1');
    await test.ledger.store.write((trx) => trx.updateTable('sender_health').set({ clock: 'earlier-run', reported_tick: 99_000_000 }).execute());
    expect(await asked(test)).toMatchObject({ grant: 'send' });
    await take('SM2');
    expect(await isFailing()).toBe(true);
    await tell('SM2', null);
    expect(await isFailing()).toBe(false);
  });
});
