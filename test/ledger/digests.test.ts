import type { Claim, WantedNotification } from '../../src/ledger/ledger.ts';
import { anAlert, aRecord, attemptIn, closeAll, NURSE, sendOne, T0, testLedger, wanted, ofTheMoment } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const at = (ms: number): Date => new Date(T0.getTime() + ms);
const OTHER_NURSE = { ...NURSE, address: 'whatsapp:+56922222222' };
const CODES = ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC', 'DDDD-DDDD'] as const;

/** Half of four slots is used, and each of the codes is an open alert. */
async function halfUsed(limit = 4): Promise<TestLedger> {
  const test = await testLedger({ limits: () => limit });
  for (const code of CODES) {
    await test.ledger.accept(anAlert({ code }));
    await test.ledger.markStarted(code, T0);
  }
  for (let used = 0; used < Math.ceil(limit / 2); used += 1) await sendOne(test, { code: 'OTHER' });
  return test;
}

function page(code: string, changes: Partial<WantedNotification> = {}): WantedNotification {
  return wanted({ code, severity: 'critical', mayJoin: true, ...changes });
}

async function claimAll({ ledger, time }: TestLedger, notes: readonly WantedNotification[]): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const note of notes) claims.push(await ledger.claim(note, time.now()));
  return claims;
}

/** The digest that these come to after two quiet seconds. */
async function digestOf(test: TestLedger, notes: readonly WantedNotification[]): Promise<Extract<Claim, { grant: 'send' }>> {
  await claimAll(test, notes);
  test.time.pass(2_000);
  const claim = await test.ledger.claim(notes[0] ?? page('AAAA-AAAA'), test.time.now());
  if (claim.grant !== 'send') throw new Error(`Expected leave to send, got ${JSON.stringify(claim)}`);
  return claim;
}

describe('a digest', () => {
  test('is made of what waits for one destination once half of the limit is used, and the others are done with it', async () => {
    const test = await halfUsed();
    const [first, second, third] = [page('AAAA-AAAA'), page('BBBB-BBBB'), page('CCCC-CCCC')];
    // The first comes back for all of them; the others ask later, should it be gone.
    expect(await claimAll(test, [first, second, third])).toEqual([2_000, 6_000, 6_000].map((ms) => ({ grant: 'wait', until: at(ms), why: 'digest' })));
    const elsewhere = page('DDDD-DDDD', { destination: OTHER_NURSE });
    await test.ledger.claim(elsewhere, test.time.now());
    test.time.pass(2_000);
    const claim = await test.ledger.claim(second, test.time.now());
    expect(claim).toMatchObject({ grant: 'send', repeat: false, notificationIds: [first.id, second.id, third.id] });
    expect(claim).toMatchObject({ digest: ['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC'].map((code) => ({ code, severity: 'critical' })) });
    expect(await test.ledger.claim(first, test.time.now())).toEqual({ grant: 'wait', until: at(4_000), why: 'in_flight' });
    await test.ledger.markSent(attemptIn(claim), { ref: { id: 'SM1', conversation: 'c' }, state: 'sent' }, test.time.now());
    for (const done of await claimAll(test, [first, second, third])) expect(done).toMatchObject({ grant: 'done', state: 'sent', ref: { id: 'SM1' } });
    expect(await test.ledger.headroom(first.sender, test.time.now())).toMatchObject({ used: 3 });
  });

  test('isn\'t needed below half of the limit: each page leaves at once', async () => {
    const test = await testLedger({ limits: () => 4 });
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB']) await expect(test.ledger.claim(page(code), test.time.now())).resolves.toMatchObject({ grant: 'send', digest: null });
    await expect(test.ledger.claim(page('CCCC-CCCC'), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'digest' });
  });

  test('of one alert is an ordinary page', async () => {
    const test = await halfUsed();
    const reminder = page('AAAA-AAAA');
    const claim = await digestOf(test, [page('AAAA-AAAA'), reminder]);
    expect(claim).toMatchObject({ digest: null });
    expect(claim.notificationIds).toHaveLength(1);
  });

  test('waits two seconds from the newest alert for its destination, and twenty from the oldest at most', async () => {
    const test = await halfUsed();
    const first = page('AAAA-AAAA');
    await test.ledger.claim(first, test.time.now());
    for (let second = 1; second <= 19; second += 1) {
      test.time.pass(1_000);
      await expect(test.ledger.claim(page(`E${second}`), test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'digest' });
      await expect(test.ledger.claim(first, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'digest' });
    }
    test.time.pass(1_000);
    const claim = await test.ledger.claim(first, test.time.now());
    expect(claim).toMatchObject({ grant: 'send' });
    expect(claim.grant === 'send' && claim.notificationIds).toHaveLength(20);
  });

  test('is held while alerts have been taken in that have not asked for a page yet, and no longer than twenty seconds for them', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')] as const;
    await claimAll(test, notes);
    test.time.pass(2_000);
    await test.ledger.accept(anAlert({ code: 'EEEE-EEEE', acceptedAt: test.time.now() }));
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toEqual({ grant: 'wait', until: at(3_000), why: 'digest' });
    test.time.pass(17_500);
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toEqual({ grant: 'wait', until: at(20_000), why: 'digest' });
    await test.ledger.markStarted('EEEE-EEEE', test.time.now());
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('is not held for what is less urgent than it, nor for a drill', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')] as const;
    await claimAll(test, notes);
    test.time.pass(2_000);
    const { plan } = anAlert();
    await test.ledger.accept(anAlert({ code: 'EEEE-EEEE', plan: { ...plan, severity: 'high' }, acceptedAt: test.time.now() }));
    await test.ledger.accept(anAlert({ code: 'FFFF-FFFF', drill: true, acceptedAt: test.time.now() }));
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toMatchObject({ grant: 'send', notificationIds: notes.map(({ id }) => id) });
  });

  test('is not held for what is less urgent than the worst that it carries, whichever of them asks', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA', { severity: 'medium' }), page('BBBB-BBBB')] as const;
    await claimAll(test, notes);
    test.time.pass(2_000);
    await test.ledger.accept(anAlert({ code: 'EEEE-EEEE', plan: { ...anAlert().plan, severity: 'medium' }, acceptedAt: test.time.now() }));
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('of lesser ones is held for an alert that is worse', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA', { severity: 'medium' }), page('BBBB-BBBB', { severity: 'medium' })] as const;
    await claimAll(test, notes);
    test.time.pass(2_000);
    await test.ledger.accept(anAlert({ code: 'EEEE-EEEE', acceptedAt: test.time.now() }));
    await expect(test.ledger.claim(notes[0], test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'digest' });
  });

  test('names the worst first, then the oldest', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA', { severity: 'medium', wantedAt: at(1) }), page('BBBB-BBBB', { wantedAt: at(3) }), page('CCCC-CCCC', { wantedAt: at(2) })];
    expect((await digestOf(test, notes)).digest?.map(({ code }) => code)).toEqual(['CCCC-CCCC', 'BBBB-BBBB', 'AAAA-AAAA']);
  });

  test('leaves out what has been acknowledged or closed, and what an acknowledgment on its way is about', async () => {
    const test = await halfUsed();
    const notes = CODES.map((code) => page(code));
    await claimAll(test, notes);
    await test.ledger.record(aRecord({ code: 'BBBB-BBBB', status: 'acknowledged' }), T0);
    await test.ledger.record(aRecord({ code: 'CCCC-CCCC', status: 'cancelled' }), T0);
    await test.ledger.receive({ platform: 'slack', eventId: 'E1', receivedAt: T0, kind: 'press', code: 'DDDD-DDDD', mayAcknowledge: true, body: '{}' });
    const more = page('EEEE-EEEE');
    const claim = await digestOf(test, [notes[0] ?? more, more]);
    expect(claim.digest?.map(({ code }) => code)).toEqual(['AAAA-AAAA', 'EEEE-EEEE']);
    expect((await claimAll(test, notes.slice(1))).map(({ grant }) => grant)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
  });

  test('leaves out what nobody has asked for in twenty seconds, and what says more than that an alert waits', async () => {
    const test = await halfUsed();
    await test.ledger.claim(page('AAAA-AAAA'), test.time.now());
    test.time.pass(20_001);
    await test.ledger.claim(page('BBBB-BBBB', { mayJoin: false, afterAcknowledgment: true }), test.time.now());
    const claim = await digestOf(test, [page('CCCC-CCCC'), page('DDDD-DDDD')]);
    expect(claim.digest?.map(({ code }) => code)).toEqual(['CCCC-CCCC', 'DDDD-DDDD']);
  });

  test('waits for one slot, whatever it carries: those of two destinations go out when two slots are free', async () => {
    const test = await halfUsed();
    const [mine, theirs] = [CODES.map((code) => page(code)), CODES.map((code) => page(code, { destination: OTHER_NURSE, responder: 'bruno' }))];
    await claimAll(test, [...mine, ...theirs]);
    test.time.pass(2_000);
    const claims = await claimAll(test, [...theirs, ...mine]);
    expect(claims.filter(({ grant }) => grant === 'send')).toHaveLength(2);
    expect(claims.filter(({ grant }) => grant === 'send').map((claim) => claim.grant === 'send' && claim.notificationIds.length)).toEqual([4, 4]);
  });

  test('with a worse alert goes before one with a lesser, and both before an answer', async () => {
    const test = await halfUsed(2);
    await sendOne(test, { code: 'OTHER' });
    const [lesser, worse] = [page('AAAA-AAAA', { severity: 'high', wantedAt: at(1) }), page('BBBB-BBBB', { destination: OTHER_NURSE, responder: 'bruno', wantedAt: at(2) })];
    const [other, answer] = [page('CCCC-CCCC', { severity: 'low', destination: OTHER_NURSE, responder: 'bruno' }), wanted({ purpose: 'answer', severity: 'critical' })];
    await claimAll(test, [answer, lesser, worse, other]);
    test.time.pass(50_000);
    await claimAll(test, [answer, lesser, worse, other]);
    test.time.pass(10_001);
    expect((await claimAll(test, [answer, lesser, other])).map(({ grant }) => grant)).toEqual(['wait', 'send', 'send']);
  });

  test('is held two seconds longer where its worst page waits by another route too, so that somebody else gets the slot', async () => {
    const test = await halfUsed();
    const bySlack = { sender: 'slack', route: 'slack', destination: { platform: 'slack', kind: 'person', address: 'U0ANA' } } as const;
    for (let used = 0; used < 4; used += 1) await sendOne(test, { ...bySlack, code: 'OTHER' });
    await claimAll(test, [page('AAAA-AAAA', bySlack), page('BBBB-BBBB', bySlack)]);
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')];
    await claimAll(test, notes);
    test.time.pass(2_000);
    expect(await claimAll(test, notes)).toEqual([4_000, 8_000].map((ms) => ({ grant: 'wait', until: at(ms), why: 'digest' })));
    test.time.pass(2_000);
    await expect(test.ledger.claim(notes[0] ?? page('AAAA-AAAA'), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });
});

describe('what became of a digest', () => {
  const timeout = { kind: 'settle_first', code: 'timeout' } as const;

  test('that nobody knows is looked up by one of those it carries, as it was sent, and when it isn\'t found all go again, marked as a repeat', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')] as const;
    const attemptId = attemptIn(await digestOf(test, notes));
    await test.ledger.markUncertain(attemptId, timeout, test.time.now());
    test.time.pass(5_000);
    expect((await claimAll(test, notes)).map(({ grant }) => grant)).toEqual(['settle', 'wait']);
    const claim = await test.ledger.claim(notes[0], test.time.now());
    expect(claim).toMatchObject({ attemptId, repeat: false, digest: [{ code: 'AAAA-AAAA', severity: 'critical' }, { code: 'BBBB-BBBB', severity: 'critical' }] });
    await expect(test.ledger.settleable('twilio', test.time.now())).resolves.toMatchObject([{ attemptId, code: null }]);
    await test.ledger.giveUp(attemptId, test.time.now());
    await expect(test.ledger.claim(notes[1], test.time.now())).resolves.toMatchObject({ repeat: true, notificationIds: [notes[0].id, notes[1].id] });
  });

  test('is looked up by another one when the first has stopped asking', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')] as const;
    await test.ledger.markUncertain(attemptIn(await digestOf(test, notes)), timeout, test.time.now());
    test.time.pass(20_000);
    await expect(test.ledger.claim(notes[1], test.time.now())).resolves.toMatchObject({ grant: 'settle' });
  });

  test('a page that was a repeat already has failed when a digest with it is in doubt again; one that was not goes once more', async () => {
    const test = await halfUsed(8);
    const [old, fresh] = [page('AAAA-AAAA'), page('BBBB-BBBB')];
    const first = attemptIn(await digestOf(test, [old, page('CCCC-CCCC')]));
    await test.ledger.markUncertain(first, timeout, test.time.now());
    await test.ledger.giveUp(first, test.time.now());
    await test.ledger.claim(fresh, test.time.now());
    const second = attemptIn(await digestOf(test, [fresh, old]));
    await test.ledger.markUncertain(second, timeout, test.time.now());
    await test.ledger.giveUp(second, test.time.now());
    expect(await claimAll(test, [old, fresh])).toMatchObject([{ grant: 'done', state: 'failed_permanent' }, { grant: 'send', repeat: true }]);
  });

  test('is told to every alert that it carried: its receipt, and its failure', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')] as const;
    const attemptId = attemptIn(await digestOf(test, notes));
    await test.ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent', text: 'words' }, test.time.now());
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63024', test.time.now());
    expect((await test.ledger.untoldFailures('twilio')).map(({ code, errorCode }) => [code, errorCode])).toEqual([['AAAA-AAAA', '63024'], ['BBBB-BBBB', '63024']]);
    for (const claim of await claimAll(test, notes)) expect(claim).toMatchObject({ grant: 'done', state: 'failed_permanent' });
    expect((await test.ledger.postedByAttempt(attemptId)).map(({ code, digest }) => [code, digest])).toEqual([['AAAA-AAAA', true], ['BBBB-BBBB', true]]);
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB']) expect(await test.ledger.history(code)).toMatchObject([{ text: 'words' }]);
  });
});

describe('a digest that is rewritten', () => {
  test('says how each of its alerts stands, once for changes within two seconds, and not at all where it says so already', async () => {
    const test = await halfUsed();
    const attemptId = attemptIn(await digestOf(test, [page('AAAA-AAAA'), page('BBBB-BBBB')]));
    await test.ledger.record(aRecord({ code: 'BBBB-BBBB', status: 'acknowledged', acknowledgedBy: 'ana' }), T0);
    expect(await test.ledger.digestStanding(attemptId)).toMatchObject([{ code: 'AAAA-AAAA', status: 'triggered', owner: null }, { code: 'BBBB-BBBB', status: 'acknowledged', owner: 'ana' }]);
    const edit = (says: string) => test.ledger.claimRewrite({ attemptId, sender: 'slack', says, everyMs: 2_000 }, test.time.now());
    expect(await edit('one')).toEqual({ grant: 'edit' });
    await test.ledger.markRewritten(attemptId, 'one');
    expect(await edit('one')).toEqual({ grant: 'done' });
    expect(await edit('two')).toEqual({ grant: 'wait', until: at(4_000) });
    test.time.pass(2_000);
    expect(await edit('two')).toEqual({ grant: 'edit' });
  });
});

describe('a message of one alert that is rewritten', () => {
  test('is edited once for a change that is announced twice, and at once for the next', async () => {
    const test = await testLedger();
    const { attemptId } = await sendOne(test, {}, 'SM1');
    const edit = (says: string) => test.ledger.claimRewrite({ attemptId, sender: 'twilio', says, everyMs: 0 }, test.time.now());
    expect(await edit('taken')).toEqual({ grant: 'edit' });
    // The edit may not have been made: it is asked for again until it is.
    expect(await edit('taken')).toEqual({ grant: 'edit' });
    await test.ledger.markRewritten(attemptId, 'taken');
    expect(await edit('taken')).toEqual({ grant: 'done' });
    expect(await edit('resolved')).toEqual({ grant: 'edit' });
  });
});

describe('what one person can mean by "all"', () => {
  test('is each open alert that they were paged for, by the page of it that got furthest; not what others were paged for, nor what is closed', async () => {
    const test = await halfUsed(100);
    const bySlack = { sender: 'slack', route: 'slack', destination: { platform: 'slack', kind: 'person', address: 'U0ANA' } } as const;
    await sendOne(test, { code: 'AAAA-AAAA' }, 'SM1');
    await sendOne(test, { code: 'AAAA-AAAA', ...bySlack }, '1.1');
    await sendOne(test, { code: 'BBBB-BBBB' }, 'SM2');
    await test.ledger.report('twilio', { providerId: 'SM2' }, 'delivered', null, test.time.now());
    test.time.pass(1_000);
    await sendOne(test, { code: 'BBBB-BBBB' }, 'SM3');
    await sendOne(test, { code: 'CCCC-CCCC', responder: 'bruno' }, 'SM4');
    await sendOne(test, { code: 'DDDD-DDDD' }, 'SM5');
    await test.ledger.record(aRecord({ code: 'DDDD-DDDD', status: 'cancelled' }), T0);
    await test.ledger.record(aRecord({ code: 'AAAA-AAAA', status: 'acknowledged', acknowledgedBy: 'bruno' }), T0);
    const pages = await test.ledger.openPagesTo('ana');
    expect(pages.map(({ code, route, state, owner }) => [code, route, state, owner]).sort()).toEqual([['AAAA-AAAA', 'slack', 'sent', 'bruno'], ['BBBB-BBBB', 'twilio', 'delivered', null]]);
  });

  test('is, by a digest\'s button, what that message names and is still open', async () => {
    const test = await halfUsed();
    const attemptId = attemptIn(await digestOf(test, [page('AAAA-AAAA'), page('BBBB-BBBB'), page('CCCC-CCCC')]));
    await test.ledger.markSent(attemptId, { ref: { id: 'SM1', conversation: NURSE.address }, state: 'sent' }, test.time.now());
    await test.ledger.record(aRecord({ code: 'BBBB-BBBB', status: 'resolved' }), T0);
    expect((await test.ledger.openInDigest(attemptId)).map(({ code }) => code)).toEqual(['AAAA-AAAA', 'CCCC-CCCC']);
  });
});

describe('a digest that failed for the moment', () => {
  test('lets each of its pages go once more, alone or in another digest, and tells each alert', async () => {
    const test = await halfUsed();
    const notes = [page('AAAA-AAAA'), page('BBBB-BBBB')];
    const first = await digestOf(test, notes);
    await test.ledger.markSent(first.attemptId, { ref: { id: 'SM1', conversation: 'c' }, state: 'sent' }, test.time.now());
    await test.ledger.report('twilio', { providerId: 'SM1' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(6_000));
    expect((await test.ledger.untoldFailures('twilio')).map(({ code, triedAgain }) => [code, triedAgain])).toEqual([['AAAA-AAAA', true], ['BBBB-BBBB', true]]);
    expect(await claimAll(test, notes)).toMatchObject([{ grant: 'wait', why: 'retry_after' }, { grant: 'wait', why: 'retry_after' }]);
    test.time.pass(60_000);
    const [again] = await claimAll(test, notes);
    expect(again).toMatchObject({ grant: 'send', repeat: false });
    await test.ledger.markSent(attemptIn(again as Claim), { ref: { id: 'SM2', conversation: 'c' }, state: 'sent' }, test.time.now());
    await test.ledger.report('twilio', { providerId: 'SM2' }, 'failed_permanent', '63018', test.time.now(), ofTheMoment(6_000));
    const told = (await test.ledger.untoldFailures('twilio')).filter(({ attemptId }) => attemptId !== first.attemptId);
    expect(told.map(({ triedAgain }) => triedAgain)).toEqual(told.map(() => false));
    expect(told.length).toBeGreaterThan(0);
  });
});
