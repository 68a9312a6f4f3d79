import { judgeEpisode } from '../../src/domain/episode.ts';
import type { Detection } from '../../src/domain/detection.ts';
import type { Severity } from '../../src/domain/severity.ts';
import type { AcceptedAlert, AcceptResult, EpisodeJudge, PendingRaise } from '../../src/ledger/ledger.ts';
import type { StoreLedger } from '../../src/ledger/store-ledger.ts';
import { anAlert, aRecord, closeAll, CODE, onEachStore, T0, testLedger } from './fixtures.ts';

afterEach(closeAll);

const SITE = { patientRef: 'p-1', bodySite: 'sacrum' };
const SEVERITIES: Partial<Record<Detection['stage'], Severity>> = { 2: 'medium', 3: 'high', 4: 'critical' };
const HOUR_MS = 3_600_000;

const later = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000);

function detected(stage: Detection['stage'], code: string, detection: Partial<Detection> = SITE, at = T0): AcceptedAlert {
  const alert = anAlert({ code, detection: { stage, confidence: 0.9, ...detection }, acceptedAt: at });
  return { ...alert, plan: { ...alert.plan, severity: SEVERITIES[stage] ?? 'low', mode: stage === 0 ? 'record' : 'page' } };
}

function judgeOf({ detection, plan, acceptedAt }: AcceptedAlert): EpisodeJudge {
  return {
    agent: 'vigia',
    decide: (known) => judgeEpisode({ stage: detection.stage, severity: plan.severity }, known, 72 * HOUR_MS, acceptedAt.getTime()),
    planFrom: (already) => ({ ...plan, reasons: [`from_${already}`] }),
  };
}

/** As the client does. */
function handIn(ledger: StoreLedger, alert: AcceptedAlert): Promise<AcceptResult> {
  return ledger.accept(alert, judgeOf(alert));
}

function raiseIn(result: AcceptResult): PendingRaise {
  if (result.result !== 'repeated' || result.raise === null) throw new Error(`Expected a raise, got ${JSON.stringify(result)}`);
  return result.raise;
}

async function resolveAs(ledger: StoreLedger, found: 'confirmed' | 'not_an_injury' | null, stage: Detection['stage'], at = T0, code = CODE): Promise<void> {
  await ledger.record(aRecord({ code, revision: 5, status: 'resolved', severity: SEVERITIES[stage] ?? 'low', stage, found }), at);
}

onEachStore('a wound that has an open alert', () => {
  test('is that alert still when it is detected again, and the story says so', async () => {
    const { ledger, again } = await testLedger();
    await expect(handIn(ledger, detected(3, CODE))).resolves.toEqual({ result: 'created', code: CODE });
    await expect(handIn(ledger, detected(3, 'AAAA-AAAA', SITE, later(7)))).resolves.toEqual({ result: 'repeated', code: CODE, decision: 'join', reason: 'same_stage', raise: null });
    await expect(ledger.accepted('AAAA-AAAA')).resolves.toBeNull();
    expect((await ledger.alert(CODE))?.timeline).toEqual([{ at: later(7).toISOString(), kind: 'joined', reason: 'stage_3_high,same_stage' }]);
    await expect((await again()).episodeDetections(CODE)).resolves.toEqual([
      { at: later(7), decision: 'join', reason: 'same_stage', outcome: null, agent: 'vigia', detection: { stage: 3, confidence: 0.9, ...SITE } },
    ]);
  });

  test('is another one on another site or of another patient, and never the same where either isn\'t known', async () => {
    const { ledger } = await testLedger();
    const places: Partial<Detection>[] = [SITE, { ...SITE, bodySite: 'heel_left' }, { ...SITE, patientRef: 'p-2' }, { patientRef: 'p-1' }, { patientRef: 'p-1' }, { bodySite: 'sacrum' }, { bodySite: 'sacrum' }, {}, {}];
    for (const [index, place] of places.entries()) {
      await expect(handIn(ledger, detected(3, `AAAA-AAA${index}`, place))).resolves.toMatchObject({ result: 'created' });
    }
  });

  test('isn\'t a drill\'s, whatever that names', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, { ...detected(3, 'DRILL-001'), drill: true });
    await expect(handIn(ledger, detected(3, CODE))).resolves.toMatchObject({ result: 'created' });
    await expect(handIn(ledger, { ...detected(3, 'DRILL-002'), drill: true })).resolves.toMatchObject({ result: 'created' });
  });

  test('detected at once by twenty makes one alert, and every detection is kept', async () => {
    const { ledger, again } = await testLedger();
    const other = await again();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => handIn(index % 2 ? ledger : other, detected(3, `AAAA-AA${index + 10}`, { ...SITE, idempotencyKey: `image-${index}` }))));
    expect(answers.filter(({ result }) => result === 'created')).toHaveLength(1);
    expect(answers.filter(({ result }) => result === 'repeated')).toHaveLength(19);
    const [code = '', ...others] = [...new Set(answers.map((answer) => answer.code))];
    expect(others).toEqual([]);
    await expect(ledger.alerts({ limit: 100 })).resolves.toHaveLength(1);
    await expect(ledger.episodeDetections(code)).resolves.toHaveLength(19);
  });

  test('is not one that was only recorded', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(0, CODE));
    await expect(handIn(ledger, detected(3, 'AAAA-AAAA'))).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA' });
  });
});

onEachStore('a wound that gets worse', () => {
  test('raises its open alert once, from what that was, and waits to be handed on', async () => {
    const { ledger, again } = await testLedger();
    await handIn(ledger, detected(2, CODE));
    const result = await handIn(ledger, detected(4, 'AAAA-AAAA', SITE, later(1)));
    const raise = raiseIn(result);
    expect(result).toMatchObject({ code: CODE, decision: 'raise', reason: 'worse_stage', raise: { code: CODE, agent: 'vigia', plan: { severity: 'critical', reasons: ['from_medium'] } } });
    await expect((await again()).pendingRaises(10)).resolves.toEqual([raise]);
    // Its workflow hasn't heard of it, and it counts all the same.
    await expect(handIn(ledger, detected(4, 'BBBB-BBBB', SITE, later(2)))).resolves.toMatchObject({ code: CODE, decision: 'join', reason: 'same_stage' });
    await expect(handIn(ledger, detected(3, 'CCCC-CCCC', SITE, later(3)))).resolves.toMatchObject({ code: CODE, decision: 'join', reason: 'not_worse' });
    await ledger.markRaised(raise.id, 'raised', later(2));
    await expect(ledger.pendingRaises(10)).resolves.toEqual([]);
    expect((await ledger.alert(CODE))?.timeline.map(({ reason }) => reason)).toEqual(['stage_4_critical,same_stage', 'stage_3_high,not_worse']);
  });

  test('in several steps is handed on in their order', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(2, CODE));
    await handIn(ledger, detected(3, 'AAAA-AAAA', SITE, later(1)));
    await handIn(ledger, detected(4, 'BBBB-BBBB', SITE, later(2)));
    const raises = await ledger.pendingRaises(10);
    expect(raises.map(({ detection, plan }) => [detection.stage, ...plan.reasons])).toEqual([[3, 'from_medium'], [4, 'from_high']]);
    await expect(ledger.pendingRaises(1)).resolves.toEqual(raises.slice(0, 1));
  });

  test('has joined when somebody had raised the alert as far already', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    const raise = raiseIn(await handIn(ledger, detected(4, 'AAAA-AAAA')));
    await ledger.markRaised(raise.id, 'not_raised', later(2));
    await ledger.markRaised(raise.id, 'not_raised', later(3));
    expect((await ledger.alert(CODE))?.timeline).toEqual([{ at: later(2).toISOString(), kind: 'joined', reason: 'stage_4_critical,not_worse' }]);
  });

  test('gets an alert of its own when the one that it was to raise is over, though the ledger doesn\'t know that yet', async () => {
    const { ledger, again } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    const worse = detected(4, 'AAAA-AAAA', { ...SITE, idempotencyKey: 'image-2' });
    const raise = raiseIn(await handIn(ledger, worse));
    await expect(ledger.acceptAnew(raise, worse, judgeOf(worse))).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA' });
    const second = { ...worse, code: 'BBBB-BBBB' };
    await expect((await again()).acceptAnew(raise, second, judgeOf(second))).resolves.toEqual({ result: 'duplicate', code: 'AAAA-AAAA' });
    await expect(ledger.pendingRaises(10)).resolves.toEqual([]);
    await expect(handIn(ledger, { ...worse, code: 'CCCC-CCCC' })).resolves.toEqual({ result: 'duplicate', code: 'AAAA-AAAA' });
    await expect(ledger.accepted('AAAA-AAAA')).resolves.toEqual(worse);
  });

  test('loses what its caller wrote beside it by retention, as its alert does once that is over, and not while it waits to be handed on', async () => {
    const { ledger } = await testLedger();
    const kept = { message: 'words', imagePath: 'img/1.png' };
    await handIn(ledger, { ...detected(3, CODE), kept });
    const raise = raiseIn(await handIn(ledger, { ...detected(4, 'AAAA-AAAA'), kept }));
    expect((await ledger.pendingRaises(1))[0]).toMatchObject({ kept });
    await expect(ledger.purgeHistory(later(10))).resolves.toBe(0);
    await ledger.markRaised(raise.id, 'raised', later(2));
    await expect(ledger.purgeHistory(later(10))).resolves.toBe(1);
    await ledger.record({ code: CODE, revision: 1, status: 'cancelled', severity: 'critical', escalationLevel: 1, acknowledgedBy: null, nextDeadline: null, timeline: [] }, later(3));
    await expect(ledger.purgeHistory(later(10))).resolves.toBe(1);
    expect((await ledger.accepted(CODE))?.kept).toBeUndefined();
  });

  test('waits on when the code for its own alert is taken', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    await handIn(ledger, detected(3, 'TAKEN-01', { ...SITE, bodySite: 'heel_left' }));
    const worse = detected(4, 'TAKEN-01', { ...SITE, idempotencyKey: 'image-2' });
    const raise = raiseIn(await handIn(ledger, { ...worse, code: 'AAAA-AAAA' }));
    await expect(ledger.acceptAnew(raise, worse, judgeOf(worse))).resolves.toEqual({ result: 'code_taken', code: 'TAKEN-01' });
    await expect(ledger.pendingRaises(10)).resolves.toEqual([raise]);
    await expect(handIn(ledger, { ...worse, code: 'BBBB-BBBB' })).resolves.toMatchObject({ result: 'duplicate', code: CODE });
  });
});

onEachStore('a wound whose alert is over', () => {
  test('confirmed at this stage is recorded with it for as long as policy says, and then alerts, saying why', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    await resolveAs(ledger, 'confirmed', 3, later(10));
    await expect(handIn(ledger, detected(3, 'AAAA-AAAA', SITE, later(20)))).resolves.toMatchObject({ result: 'repeated', code: CODE, decision: 'record', raise: null });
    await ledger.record(aRecord({ revision: 6, status: 'resolved', severity: 'high', found: 'confirmed' }), later(19));
    expect(await ledger.alert(CODE)).toMatchObject({ status: 'resolved', timeline: [{ kind: 'joined', reason: 'stage_3_high,confirmed_at_this_stage' }] });
    await expect(handIn(ledger, detected(3, 'BBBB-BBBB', SITE, later(10 + 72 * 60)))).resolves.toEqual({ result: 'created', code: 'BBBB-BBBB', anew: 'confirmed_too_long_ago' });
    expect((await ledger.accepted('BBBB-BBBB'))?.plan.reasons).toEqual(['stage_4_critical', 'confirmed_too_long_ago']);
  });

  test('confirmed at a lesser stage alerts', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    await resolveAs(ledger, 'confirmed', 3);
    await expect(handIn(ledger, detected(4, 'AAAA-AAAA', SITE, later(20)))).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA', anew: 'worse_than_confirmed' });
  });

  test('alerts when nobody said what it was, when it was no injury, and when the resolve was undone and taken back otherwise', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    await resolveAs(ledger, null, 3);
    await expect(handIn(ledger, detected(3, 'AAAA-AAAA'))).resolves.toEqual({ result: 'created', code: 'AAAA-AAAA' });
    await resolveAs(ledger, 'not_an_injury', 3, later(1), 'AAAA-AAAA');
    await expect(handIn(ledger, detected(3, 'BBBB-BBBB'))).resolves.toEqual({ result: 'created', code: 'BBBB-BBBB', anew: 'found_not_an_injury' });
    await resolveAs(ledger, 'confirmed', 3, later(2), 'BBBB-BBBB');
    await ledger.record(aRecord({ code: 'BBBB-BBBB', revision: 7, status: 'acknowledged', severity: 'high' }), later(3));
    await ledger.record(aRecord({ code: 'BBBB-BBBB', revision: 9, status: 'cancelled', severity: 'high' }), later(4));
    await expect(handIn(ledger, detected(3, 'CCCC-CCCC'))).resolves.toEqual({ result: 'created', code: 'CCCC-CCCC', anew: 'found_not_an_injury' });
  });

  test('is judged by the last alert of which somebody said what it was', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    await resolveAs(ledger, 'confirmed', 3, later(1));
    await handIn(ledger, detected(4, 'AAAA-AAAA'));
    await resolveAs(ledger, null, 4, later(2), 'AAAA-AAAA');
    await expect(handIn(ledger, detected(3, 'BBBB-BBBB', SITE, later(3)))).resolves.toMatchObject({ code: CODE, decision: 'record' });
    await expect(handIn(ledger, detected(4, 'CCCC-CCCC', SITE, later(3)))).resolves.toMatchObject({ result: 'created', anew: 'worse_than_confirmed' });
  });
});

onEachStore('the caller\'s key', () => {
  test('comes before the wound: the same detection twice is kept once, and the second caller gets the same answer', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE));
    const joins = detected(3, 'AAAA-AAAA', { ...SITE, idempotencyKey: 'image-2' });
    await handIn(ledger, joins);
    await expect(handIn(ledger, { ...joins, code: 'BBBB-BBBB' })).resolves.toEqual({ result: 'duplicate', code: CODE, repeated: { decision: 'join', reason: 'same_stage', isPending: false } });
    await resolveAs(ledger, null, 3);
    await expect(handIn(ledger, { ...joins, code: 'CCCC-CCCC' })).resolves.toMatchObject({ result: 'duplicate', code: CODE });
    await expect(ledger.episodeDetections(CODE)).resolves.toHaveLength(1);
  });

  test('with other content is a conflict, whether its detection made an alert or joined one', async () => {
    const { ledger } = await testLedger();
    await handIn(ledger, detected(3, CODE, { ...SITE, idempotencyKey: 'image-1' }));
    await handIn(ledger, detected(3, 'AAAA-AAAA', { ...SITE, idempotencyKey: 'image-2' }));
    await expect(handIn(ledger, detected(4, 'BBBB-BBBB', { ...SITE, idempotencyKey: 'image-1' }))).resolves.toEqual({ result: 'conflict', code: CODE });
    await expect(handIn(ledger, detected(4, 'BBBB-BBBB', { idempotencyKey: 'image-2' }))).resolves.toEqual({ result: 'conflict', code: CODE });
    await expect(ledger.pendingRaises(10)).resolves.toEqual([]);
  });

  test('of two wounds at the same moment is one\'s, and a conflict for the other', async () => {
    const { ledger, again } = await testLedger();
    const other = await again();
    await handIn(ledger, detected(3, CODE));
    for (let round = 0; round < 10; round += 1) {
      const key = { idempotencyKey: `image-${round}` };
      const answers = await Promise.all([
        handIn(ledger, detected(3, `AAAA-AA${round + 10}`, { ...SITE, ...key })),
        handIn(other, detected(3, `BBBB-BB${round + 10}`, { ...SITE, bodySite: `site_${round}`, ...key })),
      ]);
      expect(answers.filter(({ result }) => result === 'conflict')).toHaveLength(1);
    }
  });
});
