import type { AlertRecord, Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import { anAlert, aRecord, attemptIn, closeAll, CODE, NURSE, onEachStore, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const IN_FIVE_MINUTES = new Date(T0.getTime() + 300_000).toISOString();
const SUPERSEDED = { grant: 'withdrawn', why: 'superseded' };

/** A page of the alert under the id that its workflow gives it. */
function aPage(kind: string, { round = 1, step = 1, turn = 0, ...changes }: Partial<WantedNotification> & { round?: number; turn?: number } = {}): WantedNotification {
  const route = changes.route ?? 'twilio';
  return wanted({ id: [CODE, round, step, 'primary_nurse', route, kind, turn].join('.'), step, ...changes });
}

async function atStep(record: Partial<AlertRecord> = {}): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  await test.ledger.record(aRecord({ revision: 2, round: 1, escalationLevel: 1, nextDeadline: IN_FIVE_MINUTES, ...record }), T0);
  return test;
}

const goOn = ({ ledger, time }: TestLedger, record: Partial<AlertRecord>): Promise<void> =>
  ledger.record(aRecord({ revision: 3, round: 1, escalationLevel: 2, nextDeadline: null, ...record }), time.now());

const ask = ({ ledger, time }: TestLedger, note: WantedNotification): Promise<Claim> => ledger.claim(note, time.now());

/** It is asked for, and its provider can't take it for now. */
async function askInVain(test: TestLedger, note: WantedNotification): Promise<void> {
  await test.ledger.markFailed(attemptIn(await ask(test, note)), { kind: 'retry_after', code: 'http_503' }, test.time.now(), test.time.now());
}

onEachStore('when the turn of a page that waited comes', () => {
  test('a reminder goes while its step runs, and is withdrawn once the step, the round or its time is over', async () => {
    const test = await atStep();
    const reminder = aPage('reminder', { turn: 1 });
    await askInVain(test, reminder);
    await askInVain(test, reminder);
    test.time.pass(300_000);
    await expect(ask(test, reminder)).resolves.toEqual(SUPERSEDED);
    await goOn(test, { escalationLevel: 2 });
    await expect(ask(test, reminder)).resolves.toEqual(SUPERSEDED);
    await expect(ask(test, aPage('reminder', { step: 2, turn: 1 }))).resolves.toMatchObject({ grant: 'send' });
    await goOn(test, { revision: 4, round: 2, escalationLevel: 1 });
    await expect(ask(test, aPage('reminder', { step: 2, turn: 2 }))).resolves.toEqual(SUPERSEDED);
  });

  test('a page of a step that is over still goes to somebody whom nothing has reached', async () => {
    const test = await atStep();
    const page = aPage('page');
    await askInVain(test, page);
    await goOn(test, {});
    await expect(ask(test, page)).resolves.toMatchObject({ grant: 'send' });
  });

  test('it is withdrawn where another page has reached them, or stands ready to', async () => {
    const test = await atStep();
    const [first, bySlack] = [aPage('page'), aPage('page', { route: 'slack', sender: 'slack', destination: { platform: 'slack', kind: 'person', address: 'U1' } })];
    await askInVain(test, first);
    await askInVain(test, bySlack);
    await goOn(test, {});
    const anew = aPage('page', { step: 2, wantedAt: new Date(T0.getTime() + 1_000) });
    await askInVain(test, anew);
    await expect(ask(test, first)).resolves.toEqual(SUPERSEDED);
    await test.ledger.markSent(attemptIn(await ask(test, anew)), { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    await expect(ask(test, bySlack)).resolves.toEqual(SUPERSEDED);
  });

  test('a newer one that nobody asks for any more holds nothing back', async () => {
    const test = await atStep();
    const first = aPage('page');
    await askInVain(test, first);
    await goOn(test, {});
    await askInVain(test, aPage('page', { step: 2, wantedAt: new Date(T0.getTime() + 1_000) }));
    test.time.pass(20_001);
    await expect(ask(test, first)).resolves.toMatchObject({ grant: 'send' });
  });

  test('a page of the step that runs goes, whatever has reached its reader before', async () => {
    const test = await atStep();
    await test.ledger.markSent(attemptIn(await ask(test, aPage('page'))), { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    await goOn(test, {});
    await expect(ask(test, aPage('page', { step: 2 }))).resolves.toMatchObject({ grant: 'send' });
  });

  test('a reminder to an owner goes to nobody else, and of several that waited the newest goes alone', async () => {
    const test = await atStep();
    await goOn(test, { status: 'acknowledged', acknowledgedBy: 'ana' });
    const [first, second] = [1, 2].map((turn) => aPage('attend_reminder', { turn, afterAcknowledgment: true, wantedAt: new Date(T0.getTime() + turn) }));
    await askInVain(test, first!);
    await askInVain(test, second!);
    await expect(ask(test, first!)).resolves.toEqual(SUPERSEDED);
    await askInVain(test, second!);
    await goOn(test, { revision: 4, status: 'acknowledged', acknowledgedBy: 'luis' });
    await expect(ask(test, second!)).resolves.toEqual(SUPERSEDED);
  });

  test('a reminder to an owner who has gone off duty is withdrawn', async () => {
    const test = await atStep();
    await goOn(test, { status: 'acknowledged', acknowledgedBy: 'ana' });
    await expect(ask(test, aPage('attend_reminder', { afterAcknowledgment: true, moot: 'off_duty' }))).resolves.toEqual({ grant: 'withdrawn', why: 'off_duty' });
  });

  test('of the calls to the fail-safe recipient that waited the newest goes alone, whatever else waits for the same person', async () => {
    const test = await atStep();
    await goOn(test, { status: 'unanswered' });
    const [first, second] = [0, 1].map((turn) => aPage('fail_safe', { step: 2, turn, wantedAt: new Date(T0.getTime() + turn) }));
    await askInVain(test, first!);
    await askInVain(test, second!);
    await askInVain(test, aPage('added', { step: 2, wantedAt: new Date(T0.getTime() + 2) }));
    await expect(ask(test, first!)).resolves.toEqual(SUPERSEDED);
    await expect(ask(test, second!)).resolves.toMatchObject({ grant: 'send' });
  });

  test('no digest takes along what is over', async () => {
    const test = await testLedger({ limits: () => 2 });
    const others = ['AAAA-AAAA', 'BBBB-BBBB'];
    for (const code of [CODE, ...others]) {
      await test.ledger.accept(anAlert({ code }));
      await test.ledger.record(aRecord({ code, round: 1, escalationLevel: 1 }), T0);
    }
    await test.ledger.claim(wanted({ code: 'ELSEWHERE', destination: { ...NURSE, address: 'whatsapp:+56922222222' } }), test.time.now());
    const pages = [aPage('reminder', { turn: 1, mayJoin: true }), ...others.map((code) => wanted({ code, mayJoin: true }))];
    for (const page of pages) await expect(ask(test, page)).resolves.toMatchObject({ grant: 'wait', why: 'digest' });
    await goOn(test, {});
    test.time.pass(2_000);
    const claim = await ask(test, pages[1]!);
    expect(claim).toMatchObject({ grant: 'send', digest: others.map((code) => ({ code })) });
  });
});

onEachStore('the deadline that a message names', () => {
  const says = { deadline: IN_FIVE_MINUTES, revision: 2 };

  test('is the one that it was asked with, while the record of its alert is no newer', async () => {
    const test = await atStep();
    await expect(ask(test, aPage('page', { says }))).resolves.toMatchObject({ grant: 'send', deadline: IN_FIVE_MINUTES });
    await expect(ask(test, aPage('page', { turn: 1, says: { deadline: null, revision: 2 } }))).resolves.toMatchObject({ grant: 'send', deadline: null });
  });

  test('is the alert\'s now, where that has gone on while the message waited; and is so still when its outcome has to be looked up', async () => {
    const test = await atStep();
    const page = aPage('page', { says });
    await askInVain(test, page);
    const now = new Date(T0.getTime() + 600_000).toISOString();
    await goOn(test, { nextDeadline: now });
    const claim = await ask(test, page);
    expect(claim).toMatchObject({ grant: 'send', deadline: now });
    await test.ledger.markUncertain(attemptIn(claim), { kind: 'settle_first', code: 'timeout' }, test.time.now());
    await goOn(test, { revision: 4, nextDeadline: null });
    test.time.pass(5_000);
    await expect(ask(test, page)).resolves.toMatchObject({ grant: 'settle', deadline: now });
  });

  test('is never a time that has passed', async () => {
    const test = await atStep();
    test.time.pass(300_000);
    await expect(ask(test, aPage('page', { says }))).resolves.toMatchObject({ grant: 'send', deadline: null });
    await goOn(test, { nextDeadline: T0.toISOString() });
    await expect(ask(test, aPage('page', { step: 2, says }))).resolves.toMatchObject({ grant: 'send', deadline: null });
  });
});
