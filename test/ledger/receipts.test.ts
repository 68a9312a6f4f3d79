import type { DeliveryState } from '../../src/domain/delivery-state.ts';
import { anAlert, aRecord, attemptIn, closeAll, CODE, NURSE, onEachStore, sendOne, T0, testLedger, wanted, ofTheMoment } from './fixtures.ts';

afterEach(closeAll);

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

onEachStore('a provider\'s report', () => {
  test('moves the message on and names it', async () => {
    const test = await testLedger();
    const { wanted: note, attemptId } = await sendOne(test, {}, 'SM1');
    await expect(test.ledger.report('twilio', { providerId: 'SM1' }, 'delivered', null, test.time.now())).resolves.toEqual({
      notificationId: note.id, attemptId, code: CODE, purpose: 'page', platform: 'twilio', route: 'twilio', destination: NURSE, responder: 'ana', step: 1,
      ref: { id: 'SM1', conversation: NURSE.address }, state: 'delivered', sentAt: T0, digest: false,
    });
  });

  test.each<[string, DeliveryState[], DeliveryState]>([
    ['twice', ['delivered', 'delivered'], 'delivered'],
    ['out of order', ['read', 'sent', 'delivered'], 'read'],
    ['of a failure after delivery', ['delivered', 'failed_permanent'], 'delivered'],
    ['of delivery after a failure', ['failed_permanent', 'delivered'], 'failed_permanent'],
  ])('that comes %s moves nothing back', async (_, reports, state) => {
    const test = await testLedger();
    const { wanted: note } = await sendOne(test, {}, 'SM1');
    const moved: (DeliveryState | undefined)[] = [];
    for (const report of reports) moved.push((await test.ledger.report('twilio', { providerId: 'SM1' }, report, null, test.time.now()))?.state);
    expect(moved).toEqual([reports[0], ...reports.slice(1).map(() => undefined)]);
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'done', state });
  });

  test('that comes before the call returned isn\'t undone by the call\'s own answer', async () => {
    const { ledger, time } = await testLedger();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await expect(ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'delivered', null, time.now())).resolves.toMatchObject({ state: 'delivered' });
    await ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'done', state: 'delivered', ref: { id: 'SM1' } });
  });

  test('that shows a message was made isn\'t undone by the call\'s timeout', async () => {
    const { ledger, time } = await testLedger();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'sent', null, time.now());
    await ledger.markUncertain(attemptId, { kind: 'settle_first', code: 'timeout' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'done', state: 'sent' });
  });

  test('on a message of somebody else, or of another platform, is nobody\'s', async () => {
    const test = await testLedger();
    await sendOne(test, {}, 'SM1');
    await expect(test.ledger.report('twilio', { providerId: 'SM2' }, 'delivered', null, test.time.now())).resolves.toBeNull();
    await expect(test.ledger.report('slack', { providerId: 'SM1' }, 'delivered', null, test.time.now())).resolves.toBeNull();
  });
});

onEachStore('what is told of one message at the same time', () => {
  test('never moves it backwards, whichever process hears what', async () => {
    const test = await testLedger({ limits: () => 1_000 });
    const [here, there] = [test.ledger, await test.again()];
    const states: string[] = [];
    for (let index = 0; index < 100; index += 1) {
      const note = wanted({ id: `both-${index}` });
      const attemptId = attemptIn(await here.claim(note, test.time.now()));
      const sent = { ref: { id: `SM-${index}`, conversation: note.destination.address }, state: 'sent' as const };
      await Promise.all([
        here.markSent(attemptId, sent, test.time.now()),
        there.report('twilio', { attemptId, providerId: `SM-${index}` }, 'read', null, test.time.now()),
        here.report('twilio', { providerId: `SM-${index}` }, 'delivered', null, test.time.now()),
      ]);
      states.push((await here.postedByNotification(note.id))?.state ?? 'nowhere');
    }
    expect(states).toEqual(Array(100).fill('read'));
  });
});

onEachStore('an overdue receipt', () => {
  test('stays to be told until its alert has heard of it, for its route alone, and not when the message was delivered', async () => {
    const test = await testLedger();
    const { wanted: late } = await sendOne(test, {}, 'SM1');
    await sendOne(test, {}, 'SM2');
    await sendOne(test, { route: 'twilio-sms' }, 'SM3');
    await test.ledger.report('twilio', { providerId: 'SM2' }, 'delivered', null, test.time.now());
    const overdue = () => test.ledger.overdueReceipts('twilio', MINUTE_MS, test.time.now());
    test.time.pass(MINUTE_MS);
    await expect(overdue()).resolves.toEqual([]);
    test.time.pass(1);
    const found = await overdue();
    expect(found.map((message) => message.notificationId)).toEqual([late.id]);
    await expect(overdue()).resolves.toEqual(found);
    await test.ledger.markOverdueTold(found[0]?.attemptId ?? '');
    await expect(overdue()).resolves.toEqual([]);
  });

  test.each([['back', -HOUR_MS], ['forward', HOUR_MS]])('comes neither sooner nor later when the wall clock is set %s an hour', async (_, ms) => {
    const test = await testLedger();
    const { attemptId } = await sendOne(test);
    test.time.setWallBy(ms);
    test.time.pass(MINUTE_MS);
    await expect(test.ledger.overdueReceipts('twilio', MINUTE_MS, test.time.now())).resolves.toEqual([]);
    test.time.pass(1);
    await expect(test.ledger.overdueReceipts('twilio', MINUTE_MS, test.time.now())).resolves.toMatchObject([{ attemptId }]);
  });

  test('doesn\'t wait for a clock that should never go back, but does', async () => {
    let tick = 1_000_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const { attemptId } = await sendOne(test);
    tick -= HOUR_MS;
    await expect(test.ledger.overdueReceipts('twilio', MINUTE_MS, test.time.now())).resolves.toMatchObject([{ attemptId }]);
  });

  test('of what was sent before the host was restarted is told by the wall clock, and when that was set back meanwhile', async () => {
    let tick = 5_000_000;
    const test = await testLedger({ monotonic: () => tick });
    const { attemptId } = await sendOne(test);
    await test.ledger.store.write((trx) => trx.updateTable('attempts').set({ clock: 'earlier-run' }).execute());
    tick = 20_000;
    const overdueAt = async (ms: number) => (await test.ledger.overdueReceipts('twilio', MINUTE_MS, new Date(T0.getTime() + ms))).map((message) => message.attemptId);
    expect(await Promise.all([0, MINUTE_MS, MINUTE_MS + 1, -HOUR_MS].map(overdueAt))).toEqual([[], [], [attemptId], [attemptId]]);
  });
});

onEachStore('what polling asks about', () => {
  test('is the newest whose end isn\'t known, however many older ones stay without one, and none of before its bound', async () => {
    const test = await testLedger();
    const open = async (hours: number, limit: number) => (await test.ledger.openAttempts('twilio', new Date(test.time.now().getTime() - hours * HOUR_MS), limit)).map(({ providerId }) => providerId);
    for (const id of ['SM1', 'SM2', 'SM3', 'SM4']) {
      await sendOne(test, {}, id);
      test.time.pass(HOUR_MS);
    }
    await test.ledger.report('twilio', { providerId: 'SM3' }, 'delivered', null, test.time.now());
    await expect(open(10, 2)).resolves.toEqual(['SM2', 'SM4']);
    await expect(open(3, 500)).resolves.toEqual(['SM2', 'SM4']);
    await expect(open(10, 500)).resolves.toEqual(['SM1', 'SM2', 'SM4']);
  });
});

onEachStore('a failure that a provider reported', () => {
  test('stays to be told until its alert has heard of it, and comes with the provider\'s code', async () => {
    const test = await testLedger();
    const { wanted: note, attemptId } = await sendOne(test, {}, 'SM1');
    await sendOne(test, {}, 'SM2');
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63003', test.time.now());
    await test.ledger.report('twilio', { providerId: 'SM2' }, 'delivered', null, test.time.now());
    await expect(test.ledger.untoldFailures('twilio')).resolves.toMatchObject([{ attemptId, notificationId: note.id, code: CODE, errorCode: '63003' }]);
    await expect(test.ledger.untoldFailures('slack')).resolves.toEqual([]);
    await test.ledger.markFailureTold(attemptId);
    await expect(test.ledger.untoldFailures('twilio')).resolves.toEqual([]);
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63003', test.time.now());
    await expect(test.ledger.untoldFailures('twilio')).resolves.toEqual([]);
  });

  test('of a notice is nobody\'s concern', async () => {
    const test = await testLedger();
    await sendOne(test, { purpose: 'notice' }, 'SM1');
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63003', test.time.now());
    await expect(test.ledger.untoldFailures('twilio')).resolves.toEqual([]);
  });
});

onEachStore('finding messages', () => {
  test('every copy of an alert\'s messages is found, the repeat and its first one both', async () => {
    const test = await testLedger();
    const note = wanted();
    const first = attemptIn(await test.ledger.claim(note, test.time.now()));
    await test.ledger.markUncertain(first, { kind: 'settle_first', code: 'timeout' }, test.time.now());
    await test.ledger.giveUp(first, test.time.now());
    const second = attemptIn(await test.ledger.claim(note, test.time.now()));
    await test.ledger.markSent(second, { ref: { id: 'SM2', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    test.time.pass(1_000);
    await test.ledger.report('twilio', { attemptId: first, providerId: 'SM1' }, 'delivered', null, test.time.now());
    expect((await test.ledger.posted(CODE)).map((message) => message.ref.id)).toEqual(['SM2', 'SM1']);
    await expect(test.ledger.postedByRef('twilio', 'SM1')).resolves.toMatchObject({ attemptId: first });
    await expect(test.ledger.postedByNotification(note.id)).resolves.toMatchObject({ notificationId: note.id });
    await expect(test.ledger.postedByRef('slack', 'SM1')).resolves.toBeNull();
  });

  test('a bare reply can mean the open alerts whose page reached that destination, newest first, each once', async () => {
    const test = await testLedger();
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC']) await test.ledger.accept(anAlert({ code }));
    await sendOne(test, { code: 'AAAA-AAAA' });
    test.time.pass(1_000);
    await sendOne(test, { code: 'AAAA-AAAA' });
    test.time.pass(1_000);
    await sendOne(test, { code: 'BBBB-BBBB' });
    await sendOne(test, { code: 'CCCC-CCCC' });
    await sendOne(test, { code: 'OTHER', purpose: 'notice' });
    await test.ledger.record(aRecord({ code: 'CCCC-CCCC', status: 'resolved' }), T0);
    expect((await test.ledger.openAlertsAt(NURSE)).map((message) => message.code)).toEqual(['BBBB-BBBB', 'AAAA-AAAA']);
    await expect(test.ledger.openAlertsAt({ ...NURSE, address: 'whatsapp:+56922222222' })).resolves.toEqual([]);
  });
});

onEachStore('a failure of the moment, told of a message that was taken', () => {
  test('allows the same page once more after a wait, not marked as a repeat, and then no more', async () => {
    const test = await testLedger();
    const { wanted: note, attemptId: first } = await sendOne(test, {}, 'SM1');
    await expect(test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(6_000))).resolves.toMatchObject({ state: 'failed_permanent', attemptId: first });
    await expect(test.ledger.untoldFailures('twilio')).resolves.toMatchObject([{ attemptId: first, errorCode: '63018', triedAgain: true }]);
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'retry_after', until: new Date(T0.getTime() + 6_000) });
    test.time.pass(6_000);
    const claim = await test.ledger.claim(note, test.time.now());
    expect(claim).toMatchObject({ grant: 'send', repeat: false, failedBefore: '63018' });
    await test.ledger.markFailureTold(first);
    await test.ledger.markSent(attemptIn(claim), { ref: { id: 'SM2', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    await test.ledger.report('twilio', { providerId: 'SM2' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(6_000));
    await expect(test.ledger.untoldFailures('twilio')).resolves.toMatchObject([{ attemptId: attemptIn(claim), triedAgain: false }]);
    test.time.pass(60_000);
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'done', state: 'failed_permanent' });
  });

  test('told twice of one message is told once, and the first one keeps its slot', async () => {
    const test = await testLedger({ limits: () => 2 });
    const { wanted: note } = await sendOne(test, {}, 'SM1');
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(0));
    await expect(test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(0))).resolves.toBeNull();
    await expect(test.ledger.headroom(note.sender, test.time.now())).resolves.toMatchObject({ used: 1 });
    const again = attemptIn(await test.ledger.claim(note, test.time.now()));
    await expect(test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(0))).resolves.toBeNull();
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
    await test.ledger.markSent(again, { ref: { id: 'SM2', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    await expect(test.ledger.headroom(note.sender, test.time.now())).resolves.toMatchObject({ used: 2 });
  });

  test('that comes before the call returned isn\'t undone by the call\'s own answer', async () => {
    const { ledger, time } = await testLedger();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'failed_permanent', '63018', time.now(), ofTheMoment(0));
    await ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'send', repeat: false });
  });

  test('makes what would have been a repeat an ordinary try: the first copy is known to have failed', async () => {
    const { ledger, time } = await testLedger();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, { kind: 'settle_first', code: 'timeout' }, time.now());
    await ledger.giveUp(attemptId, time.now());
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'failed_permanent', '63018', time.now(), ofTheMoment(0));
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'send', repeat: false });
  });

  test('of a first copy says nothing of the repeat that is under way', async () => {
    const { ledger, time } = await testLedger();
    const note = wanted();
    const first = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(first, { kind: 'settle_first', code: 'timeout' }, time.now());
    await ledger.giveUp(first, time.now());
    const second = attemptIn(await ledger.claim(note, time.now()));
    await ledger.report('twilio', { attemptId: first, providerId: 'SM1' }, 'failed_permanent', '63018', time.now(), ofTheMoment(0));
    await expect(ledger.untoldFailures('twilio')).resolves.toEqual([]);
    await ledger.markSent(second, { ref: { id: 'SM2', conversation: NURSE.address }, state: 'sent' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'done', state: 'sent', ref: { id: 'SM2' } });
  });

  test('is of no use to a notice, and not to a page whose alert is taken', async () => {
    const test = await testLedger();
    await test.ledger.accept(anAlert());
    const { wanted: notice } = await sendOne(test, { purpose: 'notice' }, 'SM1');
    const { wanted: page } = await sendOne(test, {}, 'SM2');
    for (const providerId of ['SM1', 'SM2']) await test.ledger.report('twilio', { providerId }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(0));
    await test.ledger.record(aRecord({ status: 'acknowledged', acknowledgedBy: 'ana' }), test.time.now());
    await expect(test.ledger.claim(notice, test.time.now())).resolves.toMatchObject({ grant: 'done', state: 'failed_permanent' });
    await expect(test.ledger.claim(page, test.time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledged' });
  });
});
