import type { AlertView } from '../../src/domain/alert.ts';
import type { Detection } from '../../src/domain/detection.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const SACRUM = { patientRef: 'ref-1', bodySite: 'sacrum', unit: 'uci' };
const FIRST_STEP_OF_HIGH = ['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')];

const seen = (stage: Detection['stage'], more: Partial<Detection> = {}): Detection => ({ stage, confidence: 0.9, ...SACRUM, ...more });

function linesOf({ timeline }: AlertView, kind: string): (string | undefined)[] {
  return timeline.filter((line) => line.kind === kind).map(({ reason }) => reason);
}

describe('the same wound detected again', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect(seen(3));
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_HIGH);
  });
  afterAll(() => ward.close());

  test('joins its open alert: nobody is told, no deadline moves, and the story says so', async () => {
    const before = await ward.show(code);
    await ward.wait('2 min');
    await expect(ward.service.client.raise(seen(3))).resolves.toEqual({ code, duplicate: true, started: true, episode: { outcome: 'joined', reason: 'same_stage' } });
    await expect(ward.service.client.raise(seen(2), { by: 'night-camera' })).resolves.toMatchObject({ code, episode: { outcome: 'joined', reason: 'not_worse' } });
    expect(await ward.messages()).toEqual([]);
    const after = await ward.show(code);
    expect(after).toMatchObject({ severity: 'high', stage: 3, escalationLevel: 1, nextDeadline: before.nextDeadline });
    expect(linesOf(after, 'joined')).toEqual(['stage_3_high,same_stage', 'stage_2_medium,not_worse']);
    expect((await ward.service.ledger.episodeDetections(code)).map(({ agent, detection }) => [agent, detection.stage])).toEqual([['vigia', 3], ['night-camera', 2]]);
  });

  test('at a worse stage raises it: its people are paged anew, and its window begins anew', async () => {
    await ward.wait('8 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack'], 'reminder'));
    await expect(ward.service.client.raise(seen(4, { confidence: 0.7 }))).resolves.toEqual({ code, duplicate: true, started: true, episode: { outcome: 'raised', reason: 'worse_stage' } });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', ...FIRST_STEP_OF_CRITICAL].sort());
    expect(ward.texts('ana').at(-1)).toContain('Alerta CRÍTICA');
    const raised = await ward.show(code);
    expect(raised).toMatchObject({ status: 'notified', severity: 'critical', stage: 4, escalationLevel: 1 });
    expect(linesOf(raised, 'raised')).toEqual(['critical']);
    await ward.wait('4 min');
    expect(await ward.messages()).toEqual(told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'));
    expect(await ward.show(code)).toMatchObject({ escalationLevel: 1 });
  });

  test('by ten callers at once raises or joins, and pages nobody twice', async () => {
    const raised = await Promise.all(Array.from({ length: 10 }, () => ward.service.client.raise(seen(4))));
    expect(new Set(raised.map((each) => each.code))).toEqual(new Set([code]));
    expect(await ward.messages()).toEqual([]);
  });

  test('while somebody has the alert joins it', async () => {
    await ward.press('ana', 'acknowledge', code);
    await ward.messages();
    await expect(ward.service.client.raise(seen(4))).resolves.toMatchObject({ code, episode: { outcome: 'joined' } });
    expect(await ward.messages()).toEqual([]);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('of which a person has confirmed that stage is recorded, and calls nobody', async () => {
    await ward.ask(code, 'resolve', 'ana', { found: 'confirmed' });
    await ward.messages();
    await expect(ward.service.client.raise(seen(4))).resolves.toEqual({ code, duplicate: true, started: true, episode: { outcome: 'recorded', reason: 'confirmed_at_this_stage' } });
    expect(await ward.messages()).toEqual([]);
    expect(linesOf(await ward.show(code), 'joined').at(-1)).toBe('stage_4_critical,confirmed_at_this_stage');
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
  });

  test('alerts again once policy\'s interval is over, and the story says why', async () => {
    await ward.wait('72 h');
    const again = await ward.detect(seen(4));
    expect(again).not.toBe(code);
    expect(linesOf(await ward.show(again), 'triggered')).toEqual(['stage_4_critical,confirmed_too_long_ago']);
    expect((await ward.messages()).filter((line) => line.includes('page'))).toHaveLength(5);
  });
});

describe('a wound that was confirmed', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  async function endedAs(detection: Detection, found: 'confirmed' | 'not_an_injury'): Promise<string> {
    const code = await ward.detect(detection);
    await ward.ask(code, 'resolve', 'ana', { found });
    await ward.messages();
    return code;
  }

  test('and is worse now alerts', async () => {
    await endedAs(seen(3), 'confirmed');
    const worse = await ward.detect(seen(4));
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(linesOf(await ward.show(worse), 'triggered')).toEqual(['stage_4_critical,worse_than_confirmed']);
    await ward.ask(worse, 'cancel', 'ana');
    await ward.messages();
  });

  test('as none alerts again', async () => {
    await endedAs(seen(3, { bodySite: 'heel_left' }), 'not_an_injury');
    const again = await ward.detect(seen(3, { bodySite: 'heel_left' }));
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_HIGH);
    expect(linesOf(await ward.show(again), 'triggered')).toEqual(['stage_3_high,found_not_an_injury']);
    await ward.ask(again, 'cancel', 'ana');
    await ward.messages();
  });

  test('on one site says nothing of another, and without a site nothing of any', async () => {
    await endedAs(seen(3, { bodySite: 'heel_right' }), 'confirmed');
    for (const detection of [seen(3, { bodySite: 'elbow_left' }), { stage: 3, confidence: 0.9, patientRef: 'ref-1' } as const, { stage: 3, confidence: 0.9, patientRef: 'ref-1' } as const]) {
      const code = await ward.detect(detection);
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_HIGH);
      await ward.ask(code, 'cancel', 'ana');
      await ward.messages();
    }
  });

  test('and whose resolve was undone is open, and raised as such', async () => {
    const code = await endedAs(seen(2, { bodySite: 'hip_left' }), 'confirmed');
    await ward.ask(code, 'giveBack', 'ana');
    await ward.messages();
    await expect(ward.service.client.raise(seen(2, { bodySite: 'hip_left' }))).resolves.toMatchObject({ code, episode: { outcome: 'joined' } });
    expect(await ward.messages()).toEqual([]);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });
});
