import type { Detection } from '../../src/domain/detection.ts';
import { planFor } from '../../src/domain/triage.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a finding that turns out worse', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')]);
  });
  afterAll(() => ward.close());

  function worse(stage: Detection['stage']): Parameters<Ward['ask']>[3] {
    return { stage, plan: planFor(ward.service.config.current().policy, { stage, confidence: 0.9 }), by: { kind: 'agent', id: 'vision-model' }, via: 'api' };
  }

  test('no worse than it was: nothing changes', async () => {
    expect(await ward.ask(code, 'raise', '', worse('deep_tissue'))).toMatchObject({ ok: false, outcome: 'not_raised' });
    expect(await ward.messages()).toEqual([]);
  });

  test('is paged anew by the higher severity, whose window begins', async () => {
    await ward.wait('7 min');
    expect(await ward.ask(code, 'raise', '', worse(4))).toMatchObject({ ok: true, outcome: 'raised' });
    expect(await ward.show(code)).toMatchObject({ status: 'notified', severity: 'critical', stage: 4, escalationLevel: 1 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', ...FIRST_STEP_OF_CRITICAL].sort());
    expect(ward.texts('ana').at(-1)).toContain('Alerta CRÍTICA');
  });

  test('goes on by the new plan', async () => {
    await ward.wait('5 min');
    expect(await ward.messages()).toEqual([
      ...told(['ana', 'fernando'], ['slack', 'whatsapp'], 'reminder'), '#wound-care-team by slack: page', ...told(['hugo', 'isidora'], ['slack', 'whatsapp'], 'page'),
    ].sort());
    expect(await ward.show(code)).toMatchObject({ severity: 'critical', escalationLevel: 2 });
  });
});
