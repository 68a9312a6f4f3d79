import type { Failure } from '../../src/domain/failure.ts';
import type { Destination } from '../../src/domain/people.ts';
import { anAlert, aRecord, attemptIn, closeAll, onEachStore, sendOne, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const timeout: Failure = { kind: 'settle_first', code: 'timeout' };
const ref = { id: 'SM1', conversation: 'whatsapp:+56911111111' };

async function withAlert(): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  await test.ledger.record(aRecord({ revision: 1 }), T0);
  return test;
}

onEachStore('somebody else comes on call', () => {
  const luis: Destination = { platform: 'twilio', kind: 'person', address: 'whatsapp:+56922222222' };

  test('while a notification waits: it goes to them, is theirs to answer, and is no repeat', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const first = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(first, timeout, time.now());
    await ledger.giveUp(first, time.now());
    const again = await ledger.claim({ ...note, destination: luis, responder: 'luis' }, time.now());
    expect(again).toMatchObject({ grant: 'send', repeat: false });
    await ledger.markSent(attemptIn(again), { ref: { id: 'SM2', conversation: luis.address }, state: 'sent' }, time.now());
    await expect(ledger.openAlertsAt(luis)).resolves.toMatchObject([{ responder: 'luis', destination: luis }]);
    await expect(ledger.openAlertsAt(note.destination)).resolves.toEqual([]);
  });

  test('after it left and its outcome got lost: it is looked up where it went, and found there it was not theirs', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    time.pass(5_000);
    const theirs = { ...note, destination: luis, responder: 'luis' };
    await expect(ledger.claim(theirs, time.now())).resolves.toMatchObject({ grant: 'settle', attemptId, destination: note.destination });
    await ledger.adopt(attemptId, { ref, state: 'sent' }, time.now());
    await expect(ledger.claim(theirs, time.now())).resolves.toEqual({ grant: 'done', state: 'sent', ref, responder: 'ana' });
  });

  test('a late report of the message to who was on call before says nothing to who is on call now', async () => {
    const test = await withAlert();
    const { ledger, time } = test;
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    time.pass(5_000);
    await ledger.giveUp(attemptId, time.now());
    const theirs = { ...note, destination: luis, responder: 'luis' };
    // With the one in doubt it makes the eight of a minute.
    for (let others = 7; others > 0; others -= 1) await sendOne(test, { destination: { ...note.destination, address: 'whatsapp:+56933333333' }, responder: 'rosa' });
    await expect(ledger.claim(theirs, time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'delivered', null, time.now());
    expect(await ledger.openPagesTo('luis')).toEqual([]);
    expect(await ledger.openAlertsAt(luis)).toEqual([]);
    // Who was on call before still holds a page that they may answer.
    expect(await ledger.openPagesTo('ana')).toMatchObject([{ attemptId, responder: 'ana', destination: note.destination, state: 'delivered' }]);
    expect(await ledger.openAlertsAt(note.destination)).toMatchObject([{ attemptId }]);
    time.pass(120_000);
    const next = await ledger.claim(theirs, time.now());
    expect(next).toMatchObject({ grant: 'send', repeat: false });
    await ledger.markSent(attemptIn(next), { ref, state: 'sent' }, time.now());
    expect(await ledger.openPagesTo('luis')).toMatchObject([{ responder: 'luis', destination: luis }]);
  });

  test('a late failure of it neither ends theirs', async () => {
    const { ledger, time } = await withAlert();
    const note = wanted();
    const attemptId = attemptIn(await ledger.claim(note, time.now()));
    await ledger.markUncertain(attemptId, timeout, time.now());
    time.pass(5_000);
    await ledger.giveUp(attemptId, time.now());
    await ledger.claim({ ...note, destination: luis, responder: 'luis', moot: 'off_duty' }, time.now());
    await ledger.report('twilio', { attemptId, providerId: 'SM1' }, 'failed_permanent', '63024', time.now());
    await expect(ledger.claim({ ...note, destination: luis, responder: 'luis' }, time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});
