import { anAlert, aRecord, closeAll, CODE, SENDER, sendOne, T0, testLedger, wanted } from './fixtures.ts';

afterEach(closeAll);

describe('work that one process does for all', () => {
  test('is done by whoever took it first, who keeps it by coming back', async () => {
    const { ledger, again, time } = await testLedger();
    const other = await again();
    expect(await ledger.holdLease('watchdog', 10_000, time.now())).toBe(true);
    expect(await other.holdLease('watchdog', 10_000, time.now())).toBe(false);
    expect(await other.holdLease('something else', 10_000, time.now())).toBe(true);
    time.pass(9_000);
    expect(await ledger.holdLease('watchdog', 10_000, time.now())).toBe(true);
    time.pass(9_000);
    expect(await other.holdLease('watchdog', 10_000, time.now())).toBe(false);
  });

  test('goes to another when its holder no longer comes, or has ended', async () => {
    const { ledger, again, time } = await testLedger();
    const other = await again();
    await ledger.holdLease('watchdog', 10_000, time.now());
    time.pass(10_001);
    expect(await other.holdLease('watchdog', 10_000, time.now())).toBe(true);
    const third = await again({ bootId: 'boot-3' });
    await other.close();
    expect(await third.holdLease('watchdog', 10_000, time.now())).toBe(true);
  });

  test('setting the wall clock back neither ends nor prolongs it', async () => {
    const { ledger, again, time } = await testLedger();
    const other = await again();
    await ledger.holdLease('watchdog', 10_000, time.now());
    time.setWallBy(-3_600_000);
    expect(await other.holdLease('watchdog', 10_000, time.now())).toBe(false);
    time.pass(10_001);
    expect(await other.holdLease('watchdog', 10_000, time.now())).toBe(true);
  });
});

describe('what the watchdog looks after', () => {
  const critical = { code: CODE, acceptedAt: T0, status: 'triggered', revision: -1, nextDeadline: null, tried: false, raise: null };

  test('is a critical alert that nobody has taken and that no page was tried for', async () => {
    const { ledger, time } = await testLedger();
    await ledger.accept(anAlert());
    expect(await ledger.untakenCritical(time.now())).toMatchObject([critical]);
    await ledger.record(aRecord({ acknowledgedBy: 'ana', status: 'acknowledged' }), time.now());
    expect(await ledger.untakenCritical(time.now())).toEqual([]);
  });

  test('is one too that somebody has said yes to where others are needed as well', async () => {
    const { ledger, time } = await testLedger();
    await ledger.accept(anAlert());
    await ledger.record(aRecord({ acknowledgedBy: 'ana' }), time.now());
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ code: CODE, status: 'notified', acknowledgedBy: 'ana' }]);
  });

  test('counts a page that was sent as tried, and none that it sent itself', async () => {
    const { ledger, time } = await testLedger();
    await ledger.accept(anAlert());
    await sendOne({ ledger, time }, { id: `${CODE}.0.0.fail_safe.twilio.fail_safe.0` });
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ tried: false }]);
    await sendOne({ ledger, time }, { id: `${CODE}.1.1.primary_nurse.twilio.page.0` });
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ tried: true }]);
  });

  test('counts one that waits for its limit as tried, for as long as it is expected back', async () => {
    const { ledger, time } = await testLedger({ limits: () => 1 });
    await ledger.accept(anAlert());
    await sendOne({ ledger, time }, { code: 'another one', sender: SENDER });
    await ledger.claim(wanted({ id: `${CODE}.1.1.primary_nurse.twilio.page.0` }), time.now());
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ tried: true }]);
    time.pass(70_000);
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ tried: false }]);
  });

  test('is one that is to be critical, since then and as if nothing had been sent, until its alert has heard of it', async () => {
    const { ledger, time } = await testLedger();
    const high = anAlert({ detection: { stage: 3, confidence: 0.9, patientRef: 'p-1', bodySite: 'sacrum' } });
    await ledger.accept({ ...high, plan: { ...high.plan, severity: 'high' } });
    await sendOne({ ledger, time }, { id: `${CODE}.1.1.primary_nurse.twilio.page.0` });
    expect(await ledger.untakenCritical(time.now())).toEqual([]);
    time.pass(60_000);
    const raises = { agent: 'vigia', decide: () => ({ decision: 'raise', code: CODE, reason: 'worse_stage', from: 'high' }) as const, planFrom: () => high.plan };
    await ledger.accept({ ...high, code: 'AAAA-AAAA', acceptedAt: time.now() }, raises);
    const [raise] = await ledger.pendingRaises(1);
    expect(await ledger.untakenCritical(time.now())).toMatchObject([{ code: CODE, acceptedAt: time.now(), tried: false, raise }]);
    await ledger.markRaised(raise?.id ?? '', 'raised', time.now());
    expect(await ledger.untakenCritical(time.now())).toEqual([]);
  });

  test('is neither a drill nor less than critical', async () => {
    const { ledger, time } = await testLedger();
    await ledger.accept(anAlert({ drill: true }));
    await ledger.accept(anAlert({ code: 'AAAA-AAAA', plan: { ...anAlert().plan, severity: 'high' } }));
    expect(await ledger.untakenCritical(time.now())).toEqual([]);
  });
});
