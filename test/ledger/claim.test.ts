import type { Failure } from '../../src/domain/failure.ts';
import { anAlert, aRecord, attemptIn, closeAll, CODE, onEachStore, sendOne, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const timeout: Failure = { kind: 'settle_first', code: 'timeout' };
const refused: Failure = { kind: 'retry_after', code: 'connection_refused' };
const ref = { id: 'SM1', conversation: 'whatsapp:+56911111111' };

async function withAlert(): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  await test.ledger.record(aRecord({ revision: 1 }), T0);
  return test;
}

onEachStore('a page whose call is under way', () => {
  test('is one that its recipient may have and can answer, until it is known to have left or is given up', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const underWay = async (): Promise<unknown[]> => {
      const [byAddress, byButton] = [await ledger.pagesUnderWay({ destination: note.destination }), await ledger.pagesUnderWay({ notificationId: note.id })];
      expect(byButton).toEqual(byAddress);
      return byAddress;
    };
    expect(await underWay()).toEqual([]);
    const first = attemptIn(await ledger.claim(note, time.now()));
    expect(await underWay()).toEqual([{ notificationId: note.id, code: CODE, step: note.step, sentAt: time.now() }]);
    expect(await ledger.pagesUnderWay({ destination: { ...note.destination, address: 'whatsapp:+56999999999' } })).toEqual([]);
    await ledger.markUncertain(first, timeout, time.now());
    expect(await underWay()).toHaveLength(1);
    await ledger.giveUp(first, time.now());
    expect(await underWay()).toEqual([]);
    const second = attemptIn(await ledger.claim(note, time.now()));
    expect(await underWay()).toHaveLength(1);
    await ledger.markSent(second, { ref, state: 'sent' }, time.now());
    expect(await underWay()).toEqual([]);
  });
});

onEachStore('what is known of an earlier attempt', () => {
  test('asking again after it was sent says what came of it and sends nothing', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markSent(attemptId, { ref, state: 'sent' }, time.now());
    await ledger.report('twilio', { providerId: 'SM1' }, 'delivered', null, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'done', state: 'delivered', ref, responder: 'ana' });
  });

  test('asking while its call runs waits for the deadline of that call', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted({ callTimeoutMs: 10_000 });
    await ledger.claim(note, time.now());
    time.pass(4_000);
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 10_000), why: 'in_flight' });
  });

  test('past the deadline of its call the outcome is unknown and must be settled', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted({ callTimeoutMs: 10_000 });
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    time.pass(10_000);
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'settle', attemptId, startedAt: T0, destination: note.destination, repeat: false, deadline: null, digest: null });
  });

  test('an attempt on a sender that the notification no longer has is settled past its deadline too', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted({ callTimeoutMs: 10_000 });
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    time.pass(10_000);
    await expect(ledger.claim({ ...note, sender: 'other' }, time.now())).resolves.toMatchObject({ grant: 'settle', attemptId });
    await expect(ledger.settleable('twilio', time.now())).resolves.toMatchObject([{ attemptId }]);
  });

  test('an outcome that is unknown is looked up once the provider has had time to make the message, and not before', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    time.pass(200);
    await ledger.markUncertain(attemptId, timeout, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'wait', until: new Date(T0.getTime() + 5_000), why: 'in_flight' });
    time.pass(4_800);
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'settle', attemptId });
  });

  test('a repeat whose outcome is unknown too is not followed by a third: the notification has failed', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    for (const repeat of [false, true]) {
      const claim = await ledger.claim(note, time.now());
      expect(claim).toMatchObject({ grant: 'send', repeat });
      await ledger.markUncertain(attemptIn(claim), timeout, time.now());
      await ledger.giveUp(attemptIn(claim), time.now());
    }
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'done', state: 'failed_permanent' });
  });

  test('a message that a look-up found is adopted: nothing is sent again', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    await ledger.adopt(attemptId, { ref, state: 'delivered' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'done', state: 'delivered', ref, responder: 'ana' });
  });

  test('a message that a look-up did not find is sent again, marked as a repeat', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const first = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(first, timeout, time.now());
    await ledger.giveUp(first, time.now());
    const second = await ledger.claim(note, time.now());
    expect(second).toMatchObject({ grant: 'send', notificationIds: [note.id], repeat: true });
    expect(attemptIn(second)).not.toBe(first);
  });

  test('giving up twice on one attempt leaves the repeat that is under way alone', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const first = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(first, timeout, time.now());
    await ledger.giveUp(first, time.now());
    await ledger.claim(note, time.now());
    await ledger.giveUp(first, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
  });

  test('a message that was given up and turns out to be delivered is not sent again', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    await ledger.giveUp(attemptId, time.now());
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'delivered', null, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'done', state: 'delivered', ref: { id: 'SM1' } });
  });

  test('a call that comes back after its deadline still books its message', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted({ callTimeoutMs: 1_000 });
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    time.pass(2_000);
    await ledger.claim(note, time.now());
    await ledger.markSent(attemptId, { ref, state: 'sent' }, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'done', state: 'sent', ref, responder: 'ana' });
  });

  test('a certain failure is tried again after the wait that it asked for, and not as a repeat', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    const retryAt = new Date(T0.getTime() + 30_000);
    await ledger.markFailed(attemptId, refused, retryAt, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'wait', until: retryAt, why: 'retry_after' });
    time.pass(30_000);
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'send', repeat: false });
  });

  test('a route that was given up stays so', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    await ledger.markFailed(attemptIn(await ledger.claim(note, time.now())), { kind: 'fail_over', code: '63024' }, null, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'done', state: 'failed_permanent', ref: null, responder: 'ana' });
  });

  test('two claims of one notification at the same moment give one leave to send', async () => {
    const test = await withAlert();
    const other = await test.again();
    const note = wanted();
    const answers = await Promise.all([test.ledger.claim(note, test.time.now()), other.claim(note, test.time.now())]);
    expect(answers.map((answer) => answer.grant).sort()).toEqual(['send', 'wait']);
  });

  test('an attempt this ledger never made is refused in plain words', async () => {
    const { ledger, time } = await withAlert();
    await expect(ledger.markSent('elsewhere', { ref, state: 'sent' }, time.now())).rejects.toThrow('The ledger has no attempt elsewhere');
  });
});

onEachStore('after an acknowledgment', () => {
  test('no page leaves', async () => {
    const { ledger, time } = await withAlert();
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledged' });
  });

  test('a reminder to the owner still goes', async () => {
    const { ledger, time } = await withAlert();
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    await expect(ledger.claim(wanted({ afterAcknowledgment: true }), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test.each(['notice', 'answer'] as const)('a %s still goes, even once the alert is closed', async (purpose) => {
    const { ledger, time } = await withAlert();
    await ledger.record(aRecord({ revision: 2, status: 'resolved' }), T0);
    await expect(ledger.claim(wanted({ purpose }), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test.each(['resolved', 'informed', 'cancelled'] as const)('a page of an alert that is %s is withdrawn, the owner\'s reminders too', async (status) => {
    const { ledger, time } = await withAlert();
    await ledger.record(aRecord({ revision: 2, status }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'closed' });
    await expect(ledger.claim(wanted({ afterAcknowledgment: true }), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'closed' });
  });

  test('an unanswered alert goes on paging', async () => {
    const { ledger, time } = await withAlert();
    await ledger.record(aRecord({ revision: 2, status: 'unanswered' }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('a page that waited for its turn is withdrawn when the turn comes', async () => {
    const test = await testLedger({ limits: () => 1 });
    await test.ledger.accept(anAlert());
    await sendOne(test, { code: 'OTHER' });
    const note = wanted();
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
    await test.ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    test.time.pass(60_001);
    await expect(test.ledger.claim(note, test.time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledged' });
  });

  test('a message whose outcome is unknown is still settled, so that it can be told who has the alert', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    time.pass(5_000);
    await expect(ledger.claim(note, time.now())).resolves.toMatchObject({ grant: 'settle' });
    await ledger.giveUp(attemptId, time.now());
    await expect(ledger.claim(note, time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledged' });
  });
});

onEachStore('while an acknowledgment is arriving', () => {
  const press = { platform: 'slack', eventId: 'E1', receivedAt: T0, kind: 'press', code: CODE, mayAcknowledge: true, body: '{}' } as const;

  test('a page is withdrawn while a press that may acknowledge lies in the inbox', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive(press);
    await expect(ledger.claim(wanted(), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledgment_arriving' });
  });

  test('a press for another alert, or one that can\'t acknowledge, holds nothing', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive({ ...press, code: 'AAAA-AAAA' });
    await ledger.receive({ ...press, eventId: 'E2', mayAcknowledge: false });
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('once it went to the workflow, a page waits until the alert\'s record shows what it did', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive(press);
    await ledger.markProcessed('slack', 'E1', 'signalled', time.now());
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledged' });
  });

  test('when the record shows that nobody took it, the page goes', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive(press);
    await ledger.markProcessed('slack', 'E1', 'declined', time.now());
    await ledger.record(aRecord({ revision: 2, status: 'notified' }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('when no record follows, the page goes after five seconds: a reply that did nothing silences nobody', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive(press);
    await ledger.markProcessed('slack', 'E1', 'unclear', time.now());
    time.pass(5_000);
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});

onEachStore('while one answer that takes several alerts is arriving', () => {
  const all = { platform: 'twilio', eventId: 'E9', receivedAt: T0, kind: 'reply', code: null, codes: [CODE, 'AAAA-AAAA'], mayAcknowledge: true, body: '{}' } as const;

  test('no page of any of them leaves, until the record of each shows what it did', async () => {
    const { ledger, time } = await withAlert();
    await ledger.accept(anAlert({ code: 'AAAA-AAAA' }));
    await expect(ledger.receive(all)).resolves.toBe(true);
    await expect(ledger.receive(all)).resolves.toBe(false);
    for (const code of all.codes) await expect(ledger.claim(wanted({ code }), time.now())).resolves.toEqual({ grant: 'withdrawn', why: 'acknowledgment_arriving' });
    await ledger.markProcessed('twilio', 'E9', 'acknowledged_2', time.now());
    for (const code of all.codes) await expect(ledger.claim(wanted({ code }), time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged' }), T0);
    await ledger.record(aRecord({ code: 'AAAA-AAAA', revision: 3, status: 'notified' }), T0);
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'withdrawn' });
    await expect(ledger.claim(wanted({ code: 'AAAA-AAAA' }), time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('a page of another alert leaves', async () => {
    const { ledger, time } = await withAlert();
    await ledger.receive({ ...all, codes: ['AAAA-AAAA'] });
    await expect(ledger.claim(wanted(), time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});

onEachStore('settling at a role\'s boot', () => {
  test('attempts of an owner that closed are lost as soon as their provider can say, those of a living one only past their deadline', async () => {
    const test = await withAlert();
    const other = await test.again();
    const theirs = attemptIn(await other.claim(wanted(), test.time.now()));
    const ours = attemptIn(await test.ledger.claim(wanted({ callTimeoutMs: 10_000 }), test.time.now()));
    await other.close();
    await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toEqual([]);
    test.time.pass(5_000);
    expect((await test.ledger.settleable('twilio', test.time.now())).map((lost) => lost.attemptId)).toEqual([theirs]);
    test.time.pass(5_000);
    expect((await test.ledger.settleable('twilio', test.time.now())).map((lost) => lost.attemptId).sort()).toEqual([theirs, ours].sort());
  });

  test('two openings under one name are two owners: closing one leaves the other\'s calls alone', async () => {
    const test = await withAlert();
    const twin = await test.again({ bootId: 'boot-1' });
    const watcher = await test.again({ bootId: 'boot-3' });
    await test.ledger.claim(wanted(), test.time.now());
    await twin.close();
    await expect(watcher.settleable('twilio', test.time.now())).resolves.toEqual([]);
  });

  test('a settling that broke off leaves its attempts for the next one, and other platforms\' alone', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted({ callTimeoutMs: 1_000 });
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    time.pass(5_000);
    await ledger.settleable('twilio', time.now());
    await expect(ledger.settleable('twilio', time.now())).resolves.toEqual([{ attemptId, notificationId: note.id, startedAt: T0, code: note.code, destination: note.destination }]);
    await expect(ledger.settleable('slack', time.now())).resolves.toEqual([]);
    await ledger.giveUp(attemptId, time.now());
    await expect(ledger.settleable('twilio', time.now())).resolves.toEqual([]);
  });
});
