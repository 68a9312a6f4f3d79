import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const FIRST_STEP = '      - to: [primary_nurse, charge_nurse]\n        window: 5 min\n';

describe('a step that one person of each role must acknowledge', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    const config = { 'policy.yaml': (text: string) => text.replace(FIRST_STEP, `${FIRST_STEP}        needs: { roles: [primary_nurse, charge_nurse] }\n`) };
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config });
    code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
  });
  afterAll(() => ward.close());

  test('is not taken by two others: a role is missing', async () => {
    expect(await ward.ask(code, 'acknowledge', 'fernando')).toMatchObject({ ok: true, outcome: 'taken_waiting_for_others' });
    expect(await ward.ask(code, 'acknowledge', 'carla')).toMatchObject({ ok: true, outcome: 'taken_waiting_for_others' });
    expect(await ward.show(code)).toMatchObject({ status: 'notified' });
  });

  test('is taken when the second role says so; who came first holds it', async () => {
    expect(await ward.ask(code, 'acknowledge', 'ana')).toMatchObject({ ok: true, outcome: 'taken', owner: { responder: 'fernando' } });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'fernando' });
    await ward.messages();
    await ward.wait('20 min');
  });
});
