import { anAlert, aRecord, closeAll, CODE, onEachStore, T0, testLedger } from './fixtures.ts';

afterEach(closeAll);

const later = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000);

onEachStore('accepting an alert', () => {
  test('an alert that was accepted can be read back whole, by another process too', async () => {
    const { ledger, again } = await testLedger();
    const given = anAlert({ detection: { stage: 'deep_tissue', confidence: 0.7, bodySite: 'sacrum', patientRef: 'p-1', unit: 'uci' }, drill: true });
    await expect(ledger.accept(given)).resolves.toEqual({ result: 'created', code: CODE });
    await expect((await again()).accepted(CODE)).resolves.toEqual(given);
  });

  test('the same key with the same content is the first alert again, whatever the order of its fields', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert({ detection: { stage: 4, confidence: 0.9, idempotencyKey: 'finding-1' } }));
    const second = anAlert({ code: 'AAAA-AAAA', detection: { idempotencyKey: 'finding-1', confidence: 0.9, stage: 4 } });
    await expect(ledger.accept(second)).resolves.toEqual({ result: 'duplicate', code: CODE });
    await expect(ledger.accepted('AAAA-AAAA')).resolves.toBeNull();
  });

  test('the same key with other content is a conflict that names the first alert', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert({ detection: { stage: 4, confidence: 0.9, idempotencyKey: 'finding-1' } }));
    const second = anAlert({ code: 'AAAA-AAAA', detection: { stage: 3, confidence: 0.9, idempotencyKey: 'finding-1' } });
    await expect(ledger.accept(second)).resolves.toEqual({ result: 'conflict', code: CODE });
  });

  test('without a key each is an alert of its own', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    await expect(ledger.accept(anAlert({ code: 'AAAA-AAAA' }))).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA' });
  });

  test('a code that another alert has is taken, and that alert stays as it is', async () => {
    const { ledger } = await testLedger();
    const first = anAlert();
    await ledger.accept(first);
    await expect(ledger.accept(anAlert({ detection: { stage: 1, confidence: 0.5 } }))).resolves.toEqual({ result: 'code_taken', code: CODE });
    await expect(ledger.accepted(CODE)).resolves.toEqual(first);
  });

  test('twenty callers with one key at the same moment make one alert', async () => {
    const { ledger, again } = await testLedger();
    const other = await again();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? ledger : other).accept(anAlert({ code: `AAAA-AA${index + 10}`, detection: { stage: 4, confidence: 0.9, idempotencyKey: 'one' } })),
      ),
    );
    expect(answers.filter((answer) => answer.result === 'created')).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.code)).size).toBe(1);
  });

  test('an accepted alert counts as unstarted until its workflow was seen to start or recorded something, oldest first', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert({ code: 'BBBB-BBBB', acceptedAt: later(1) }));
    await ledger.accept(anAlert({ code: 'AAAA-AAAA', acceptedAt: later(0) }));
    expect((await ledger.unstarted(10)).map((alert) => alert.code)).toEqual(['AAAA-AAAA', 'BBBB-BBBB']);
    await ledger.markStarted('AAAA-AAAA', later(2));
    expect((await ledger.unstarted(10)).map((alert) => alert.code)).toEqual(['BBBB-BBBB']);
    await ledger.record(aRecord({ code: 'BBBB-BBBB' }), later(3));
    await expect(ledger.unstarted(10)).resolves.toEqual([]);
    await expect(ledger.isStarted('BBBB-BBBB')).resolves.toBe(true);
  });
});

onEachStore('recording an alert', () => {
  test('an alert shows what was recorded last', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged', acknowledgedBy: 'ana', nextDeadline: later(30).toISOString() }), T0);
    await expect(ledger.alert(CODE)).resolves.toEqual({
      code: CODE, status: 'acknowledged', severity: 'critical', stage: 4, escalationLevel: 1, acknowledgedBy: 'ana',
      nextDeadline: later(30).toISOString(), duplicate: false, timeline: [],
      unit: null, acceptedAt: later(0).toISOString(), drill: false,
    });
  });

  test('an alert shows its unit, when it was taken in, and whether it is a drill', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert({ detection: { stage: 4, confidence: 0.9, unit: 'uci' }, acceptedAt: later(3), drill: true }));
    const shown = { unit: 'uci', acceptedAt: later(3).toISOString(), drill: true };
    await expect(ledger.alert(CODE)).resolves.toMatchObject(shown);
    await expect(ledger.alerts({ limit: 10 })).resolves.toMatchObject([shown]);
  });

  test('an alert that came by its severity shows no stage', async () => {
    const { ledger } = await testLedger();
    const given = anAlert({ detection: { stage: null, confidence: null }, alertType: 'fall' });
    await ledger.accept(given);
    await expect(ledger.alert(CODE)).resolves.toMatchObject({ stage: null });
    await expect(ledger.accepted(CODE)).resolves.toEqual(given);
  });

  test('an older revision that comes late changes nothing but adds its line to the timeline', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    await ledger.record(aRecord({ revision: 2, status: 'acknowledged', timeline: [{ seq: 1, entry: { at: later(2).toISOString(), kind: 'acknowledged' } }] }), T0);
    await ledger.record(aRecord({ revision: 1, status: 'notified', timeline: [{ seq: 0, entry: { at: later(1).toISOString(), kind: 'paged' } }] }), T0);
    const view = await ledger.alert(CODE);
    expect(view?.status).toBe('acknowledged');
    expect(view?.timeline.map((entry) => entry.kind)).toEqual(['paged', 'acknowledged']);
  });

  test('a place in the timeline is written once', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    const entry = { at: later(1).toISOString(), kind: 'paged' } as const;
    await ledger.record(aRecord({ revision: 1, timeline: [{ seq: 0, entry }] }), T0);
    await ledger.record(aRecord({ revision: 2, timeline: [{ seq: 0, entry }, { seq: 1, entry: { ...entry, kind: 'delivered' } }] }), T0);
    expect((await ledger.alert(CODE))?.timeline.map((line) => line.kind)).toEqual(['paged', 'delivered']);
  });

  test('an unknown code is no alert', async () => {
    const { ledger } = await testLedger();
    await expect(ledger.alert('ZZZZ-ZZZZ')).resolves.toBeNull();
    await expect(ledger.accepted('ZZZZ-ZZZZ')).resolves.toBeNull();
  });
});

onEachStore('listing alerts', () => {
  test('open ones come first, then the worst, then the oldest', async () => {
    const { ledger } = await testLedger();
    const add = async (code: string, minute: number, record: Parameters<typeof aRecord>[0]): Promise<void> => {
      await ledger.accept(anAlert({ code, acceptedAt: later(minute) }));
      await ledger.record(aRecord({ code, ...record }), T0);
    };
    await add('CLOSED-1', 0, { status: 'resolved', severity: 'critical' });
    await add('MEDIUM-1', 1, { severity: 'medium' });
    await add('CRITIC-2', 3, { severity: 'critical' });
    await add('CRITIC-1', 2, { severity: 'critical' });
    expect((await ledger.alerts({ limit: 10 })).map((alert) => alert.code)).toEqual(['CRITIC-1', 'CRITIC-2', 'MEDIUM-1', 'CLOSED-1']);
    expect((await ledger.alerts({ open: true, limit: 2 })).map((alert) => alert.code)).toEqual(['CRITIC-1', 'CRITIC-2']);
    expect((await ledger.alerts({ open: false, limit: 10 })).map((alert) => alert.code)).toEqual(['CLOSED-1']);
  });

  test('those of a unit are found behind however many of others, up to the limit', async () => {
    const { ledger } = await testLedger();
    const add = (index: number, unit: string): Promise<unknown> =>
      ledger.accept(anAlert({ code: `ALERT-${String(index).padStart(3, '0')}`, acceptedAt: later(index), detection: { stage: 4, confidence: 0.9, unit } }));
    await Promise.all(Array.from({ length: 201 }, (_, index) => add(index, 'uci')));
    await Promise.all([201, 202, 203].map((index) => add(index, 'medicina')));
    const listed = async (filter: { unit: string; open?: boolean; limit: number }): Promise<string[]> => (await ledger.alerts(filter)).map(({ code }) => code);
    expect(await listed({ unit: 'medicina', limit: 9 })).toEqual(['ALERT-201', 'ALERT-202', 'ALERT-203']);
    expect(await listed({ unit: 'medicina', limit: 2, open: true })).toEqual(['ALERT-201', 'ALERT-202']);
    expect(await listed({ unit: 'uci', limit: 300 })).toHaveLength(201);
    expect(await listed({ unit: 'uci', limit: 9, open: false })).toEqual([]);
  });

  test('an unanswered alert is still open', async () => {
    const { ledger } = await testLedger();
    await ledger.accept(anAlert());
    await ledger.record(aRecord({ status: 'unanswered' }), T0);
    expect(await ledger.alerts({ open: true, limit: 1 })).toHaveLength(1);
  });
});
