import type { UnrecordedAttempt } from '../../src/ledger/ledger.ts';
import { aRecord, anAlert, attemptIn, closeAll, CODE, onEachStore, SENDER, testLedger, wanted, type TestLedger } from './fixtures.ts';

const SENT = { ref: { id: 'SM-1', conversation: 'whatsapp:+56911111111' }, state: 'sent' } as const;

onEachStore('a call that was made while nothing could be written', () => {
  let test: TestLedger;
  beforeEach(async () => {
    test = await testLedger({ limits: () => 2 });
    await test.ledger.accept(anAlert());
  });
  afterEach(closeAll);

  const attemptOf = (note = wanted()): UnrecordedAttempt => ({
    attemptId: `unrecorded-${note.id}`, wanted: note, startedAt: new Date(test.time.now().getTime() - 20_000), repeat: false, deadline: null, message: { text: 'K7F2-Q9MD (unrecorded)' },
  });
  const enter = (attempt: UnrecordedAttempt): Promise<void> => test.ledger.enterUnrecorded(attempt, { startedAgoMs: 20_000, endedAgoMs: 15_000 }, test.time.now());
  const used = async (): Promise<number> => (await test.ledger.headroom(SENDER, test.time.now())).used;

  it('counts against its sender’s limit until 60 s after it ended; told twice it counts once', async () => {
    const attempt = attemptOf();
    await enter(attempt);
    await enter(attempt);
    expect(await used()).toBe(1);
    test.time.pass(45_000);
    expect(await used()).toBe(1);
    test.time.pass(1_000);
    expect(await used()).toBe(0);
  });

  it('is looked up under its own id, where it went, before anything is sent, also when somebody has the alert', async () => {
    const attempt = attemptOf();
    await enter(attempt);
    await test.ledger.record(aRecord({ status: 'acknowledged', acknowledgedBy: 'ana' }), test.time.now());
    const elsewhere = { ...attempt.wanted, responder: 'pedro', destination: { ...attempt.wanted.destination, address: 'whatsapp:+56922222222' } };
    await expect(test.ledger.claim(elsewhere, test.time.now())).resolves.toMatchObject({ grant: 'settle', attemptId: attempt.attemptId, startedAt: attempt.startedAt, destination: attempt.wanted.destination });
    await test.ledger.adopt(attempt.attemptId, SENT, test.time.now());
    await expect(test.ledger.claim(elsewhere, test.time.now())).resolves.toMatchObject({ grant: 'done', state: 'sent', responder: 'ana' });
    expect(await test.ledger.history(CODE)).toEqual([expect.objectContaining({ text: 'K7F2-Q9MD (unrecorded)', outcome: 'sent' })]);
  });

  it('is waited for while it runs, and counts', async () => {
    const attempt = attemptOf();
    await test.ledger.enterUnrecorded(attempt, { startedAgoMs: 6_000, endedAgoMs: null }, test.time.now());
    expect(await used()).toBe(1);
    await expect(test.ledger.claim(attempt.wanted, test.time.now())).resolves.toMatchObject({ grant: 'wait', why: 'in_flight' });
    test.time.pass(4_000);
    await expect(test.ledger.claim(attempt.wanted, test.time.now())).resolves.toMatchObject({ grant: 'settle' });
  });

  it('of a page that stood in line takes it out of that, and no digest takes it along', async () => {
    for (const id of ['a', 'b']) await test.ledger.markSent(attemptIn(await test.ledger.claim(wanted({ id, code: 'M3NP-R4ST' }), test.time.now())), SENT, test.time.now());
    const note = wanted({ mayJoin: true });
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'wait' });
    expect(await test.ledger.headroom(SENDER, test.time.now())).toMatchObject({ waiting: 1 });
    await enter(attemptOf(note));
    expect(await test.ledger.headroom(SENDER, test.time.now())).toMatchObject({ waiting: 0, used: 3 });
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'settle' });
  });

  it('of a page that went by the ledger as well is one more copy', async () => {
    const note = wanted();
    await test.ledger.markSent(attemptIn(await test.ledger.claim(note, test.time.now())), { ...SENT, ref: { ...SENT.ref, id: 'SM-0' } }, test.time.now());
    const attempt = attemptOf(note);
    await enter(attempt);
    await test.ledger.adopt(attempt.attemptId, SENT, test.time.now());
    await expect(test.ledger.claim(note, test.time.now())).resolves.toMatchObject({ grant: 'done', ref: { id: 'SM-0' } });
    expect((await test.ledger.posted(CODE)).map(({ ref }) => ref.id).sort()).toEqual(['SM-0', 'SM-1']);
  });

  it('for an alert that never came to be counts, and is nobody’s page', async () => {
    const attempt = attemptOf(wanted({ code: 'M3NP-R4ST' }));
    await enter(attempt);
    await test.ledger.adopt(attempt.attemptId, SENT, test.time.now());
    expect(await used()).toBe(1);
    expect(await test.ledger.posted('M3NP-R4ST')).toEqual([]);
    await expect(test.ledger.report('twilio', { providerId: 'SM-1' }, 'delivered', null, test.time.now())).resolves.toBeNull();
  });
});
