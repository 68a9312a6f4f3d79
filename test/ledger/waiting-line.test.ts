import type { WantedNotification } from '../../src/ledger/ledger.ts';
import { anAlert, aRecord, attemptIn, closeAll, onEachStore, sendOne, T0, testLedger, wanted } from './fixtures.ts';
import type { TestLedger } from './fixtures.ts';

afterEach(closeAll);

const at = (ms: number): Date => new Date(T0.getTime() + ms);

/** One slot in the window, used at once; it frees at 60 001 ms. */
async function full(limit = 1): Promise<TestLedger> {
  const test = await testLedger({ limits: () => limit });
  for (let index = 0; index < limit; index += 1) await sendOne(test, { code: 'OTHER' });
  return test;
}

/** Callers who ask at once and then come back when they are told to; those due together ask in the order given. */
async function serve({ ledger, time }: TestLedger, notes: WantedNotification[], untilMs: number): Promise<{ served: WantedNotification[]; asks: number }> {
  const served: WantedNotification[] = [];
  const backAt = new Map(notes.map((note) => [note, time.now().getTime()]));
  let asks = 0;
  while (backAt.size > 0) {
    const next = Math.min(...backAt.values());
    if (next > T0.getTime() + untilMs) break;
    time.pass(Math.max(0, next - time.now().getTime()));
    for (const note of notes.filter((one) => (backAt.get(one) ?? Infinity) <= next)) {
      const claim = await ledger.claim(note, time.now());
      asks += 1;
      if (claim.grant === 'wait') backAt.set(note, claim.until.getTime());
      else backAt.delete(note);
      if (claim.grant !== 'send') continue;
      served.push(note);
      await ledger.markSent(claim.attemptId, { ref: { id: note.id, conversation: 'c' }, state: 'sent' }, time.now());
    }
  }
  return { served, asks };
}

onEachStore('the order in which those who wait are served', () => {
  test('the last slot is kept for a worse alert that was told to come back', async () => {
    const test = await full();
    const critical = wanted({ severity: 'critical', wantedAt: at(20) });
    const low = wanted({ severity: 'low', wantedAt: at(10) });
    await test.ledger.claim(critical, test.time.now());
    test.time.pass(60_001);
    await expect(test.ledger.claim(low, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'limit' });
    await expect(test.ledger.claim(critical, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('within one severity the older goes first', async () => {
    const test = await full();
    const younger = wanted({ wantedAt: at(20) });
    const older = wanted({ wantedAt: at(10) });
    await test.ledger.claim(older, test.time.now());
    await test.ledger.claim(younger, test.time.now());
    test.time.pass(60_001);
    await expect(test.ledger.claim(younger, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    await expect(test.ledger.claim(older, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('an answer yields to the least page, and a notice to an answer', async () => {
    const test = await full();
    const page = wanted({ severity: 'low', wantedAt: at(30) });
    const answer = wanted({ purpose: 'answer', severity: 'low', wantedAt: at(20) });
    const notice = wanted({ purpose: 'notice', severity: 'critical', wantedAt: at(10) });
    const { served } = await serve(test, [notice, answer, page], 300_000);
    expect(served).toEqual([page, answer, notice]);
  });

  test('of one severity, who has the alert by another route already, and a channel, let those go first who know nothing yet', async () => {
    const test = await full();
    const bySlack = { sender: 'slack', route: 'slack', destination: { platform: 'slack', kind: 'person', address: 'U0ANA' } } as const;
    await sendOne(test, { ...bySlack, code: 'AAAA-AAAA', severity: 'critical', responder: 'ana' });
    const again = wanted({ code: 'AAAA-AAAA', severity: 'critical', responder: 'ana', wantedAt: at(10) });
    const channel = wanted({ code: 'AAAA-AAAA', severity: 'critical', responder: null, destination: { platform: 'twilio', kind: 'channel', address: 'C0WARD' }, wantedAt: at(5) });
    const first = wanted({ code: 'BBBB-BBBB', severity: 'critical', responder: 'bruno', wantedAt: at(20) });
    const other = wanted({ code: 'BBBB-BBBB', severity: 'critical', responder: 'ana', wantedAt: at(30) });
    const less = wanted({ code: 'CCCC-CCCC', severity: 'high', responder: 'bruno', wantedAt: at(1) });
    const { served } = await serve(test, [again, channel, less, other, first], 400_000);
    expect(served).toEqual([first, other, channel, again, less]);
  });

  test('a page counts as the first again once the other route has failed', async () => {
    const test = await full();
    const bySlack = wanted({ sender: 'slack', route: 'slack', code: 'AAAA-AAAA', severity: 'critical', responder: 'ana' });
    const attemptId = attemptIn(await test.ledger.claim(bySlack, test.time.now()));
    const byPhone = wanted({ code: 'AAAA-AAAA', severity: 'critical', responder: 'ana', wantedAt: at(1) });
    const younger = wanted({ code: 'BBBB-BBBB', severity: 'critical', responder: 'bruno', wantedAt: at(2) });
    for (const note of [byPhone, younger]) await test.ledger.claim(note, test.time.now());
    await test.ledger.markFailed(attemptId, { kind: 'fail_over', code: 'user_not_found' }, null, test.time.now());
    test.time.pass(50_000);
    await test.ledger.claim(byPhone, test.time.now());
    test.time.pass(10_001);
    await expect(test.ledger.claim(younger, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    await expect(test.ledger.claim(byPhone, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('those who wait are told the slot that falls to them, not all the same one', async () => {
    const test = await testLedger({ limits: () => 2 });
    await sendOne(test);
    test.time.pass(10_000);
    await sendOne(test);
    const first = wanted({ wantedAt: at(1) });
    const second = wanted({ wantedAt: at(2) });
    await expect(test.ledger.claim(first, test.time.now())).resolves.toMatchObject({ until: at(60_001) });
    await expect(test.ledger.claim(second, test.time.now())).resolves.toMatchObject({ until: at(70_001) });
  });

  test('a slot that frees early goes to whoever asks, when the better placed still find theirs', async () => {
    const test = await testLedger({ limits: () => 2 });
    await sendOne(test);
    const running = attemptIn(await test.ledger.claim(wanted(), test.time.now()));
    await test.ledger.claim(wanted({ severity: 'critical' }), test.time.now());
    await test.ledger.markFailed(running, { kind: 'fail_over', code: '63024' }, null, test.time.now());
    await expect(test.ledger.claim(wanted({ severity: 'low' }), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('one who stops asking loses the place five seconds after it was due', async () => {
    const test = await full();
    await test.ledger.claim(wanted({ severity: 'critical' }), test.time.now());
    const low = wanted({ severity: 'low' });
    test.time.pass(60_001);
    await expect(test.ledger.claim(low, test.time.now())).resolves.toEqual({ grant: 'wait', until: at(65_002), why: 'limit' });
    test.time.pass(5_001);
    await expect(test.ledger.claim(low, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('a page that an acknowledgment ended keeps no place', async () => {
    const test = await full();
    await test.ledger.accept(anAlert());
    await test.ledger.claim(wanted({ severity: 'critical' }), test.time.now());
    await test.ledger.record(aRecord({ status: 'acknowledged' }), T0);
    test.time.pass(60_001);
    await expect(test.ledger.claim(wanted({ severity: 'low', code: 'OTHER' }), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('the owner\'s reminder keeps its place after the acknowledgment, until the alert is closed', async () => {
    const test = await full();
    await test.ledger.accept(anAlert());
    await test.ledger.claim(wanted({ severity: 'critical', afterAcknowledgment: true }), test.time.now());
    await test.ledger.record(aRecord({ status: 'acknowledged' }), T0);
    test.time.pass(60_001);
    const low = wanted({ severity: 'low', code: 'OTHER' });
    await expect(test.ledger.claim(low, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    await test.ledger.record(aRecord({ revision: 2, status: 'resolved' }), T0);
    await expect(test.ledger.claim(low, test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('those who wait on one sender hold nobody up on another', async () => {
    const test = await full();
    await test.ledger.claim(wanted({ severity: 'critical' }), test.time.now());
    await expect(test.ledger.claim(wanted({ severity: 'low', sender: 'other' }), test.time.now())).resolves.toMatchObject({ grant: 'send' });
  });

  test('a storm of forty is served worst first, nothing is lost, and few ask often', async () => {
    const test = await full(8);
    const severities = ['low', 'medium', 'high', 'critical'] as const;
    const storm = Array.from({ length: 40 }, (_, index) => wanted({ code: 'OTHER', severity: severities[index % 4] ?? 'low', wantedAt: at(index) }));
    const { served, asks } = await serve(test, storm, 600_000);
    const wave = (index: number): string => served.slice(index * 8, index * 8 + 8).map((note) => note.severity).sort().join();
    const expected = [...severities].reverse().flatMap((severity) => Array<string>(10).fill(severity));
    for (const index of [0, 1, 2, 3, 4]) expect(wave(index)).toBe(expected.slice(index * 8, index * 8 + 8).sort().join());
    expect(asks).toBeLessThan(8 * storm.length);
    expect(test.time.now().getTime() - T0.getTime()).toBeLessThan(5.5 * 60_000);
  });
});

onEachStore('what an alert shows of its wait', () => {
  test('its pages that wait for room, by their routes, soonest first; nothing of other alerts, notices, or pages that have gone', async () => {
    const test = await full();
    await expect(test.ledger.pagesInLine('K7F2-Q9MD', test.time.now())).resolves.toEqual([]);
    const [first, second] = [wanted({ severity: 'critical', wantedAt: at(1) }), wanted({ severity: 'critical', wantedAt: at(2), route: 'twilio-sms' })];
    for (const note of [second, first, wanted({ code: 'AAAA-AAAA' }), wanted({ purpose: 'notice' })]) await test.ledger.claim(note, test.time.now());
    const other = await test.again();
    const waiting = await other.pagesInLine('K7F2-Q9MD', test.time.now());
    expect(waiting.map(({ route }) => route).sort()).toEqual(['twilio', 'twilio-sms']);
    expect(Math.min(...waiting.map(({ until }) => until.getTime()))).toBe(T0.getTime() + 60_001);
    expect([...waiting].sort((a, b) => a.until.getTime() - b.until.getTime())).toEqual(waiting);
    test.time.pass(60_001);
    attemptIn(await test.ledger.claim(first, test.time.now()));
    const left = await test.ledger.pagesInLine('K7F2-Q9MD', test.time.now());
    expect(left.map(({ route }) => route)).toEqual(['twilio-sms']);
  });

  test('a page whose caller has gone silent is no longer waiting', async () => {
    const test = await full();
    await test.ledger.claim(wanted(), test.time.now());
    test.time.pass(10 * 60_000);
    await expect(test.ledger.pagesInLine('K7F2-Q9MD', test.time.now())).resolves.toEqual([]);
  });

  test('and how many wait on each sender, of whatever alert and purpose, and until when the last of them does', async () => {
    const test = await full(1);
    const inLine = async (sender?: string) => {
      const { waiting, waitingUntil } = await test.ledger.headroom(sender ?? wanted().sender, test.time.now());
      return { waiting, waitingUntil };
    };
    await expect(inLine()).resolves.toEqual({ waiting: 0, waitingUntil: null });
    await test.ledger.claim(wanted({ severity: 'critical' }), test.time.now());
    const { waitingUntil: first } = await inLine();
    test.time.pass(10_000);
    for (const note of [wanted({ code: 'AAAA-AAAA' }), wanted({ purpose: 'notice' })]) await test.ledger.claim(note, test.time.now());
    const { waiting, waitingUntil: last } = await inLine();
    expect(waiting).toBe(3);
    expect(first?.getTime()).toBe(T0.getTime() + 60_001);
    expect(last?.getTime()).toBe(T0.getTime() + 70_001);
    await expect(inLine('other')).resolves.toEqual({ waiting: 0, waitingUntil: null });
    test.time.pass(10 * 60_000);
    await expect(inLine()).resolves.toEqual({ waiting: 0, waitingUntil: null });
  });
});
