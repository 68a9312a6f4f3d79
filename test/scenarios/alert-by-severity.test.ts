import { workflowIdOf } from '../../src/workflows/messages.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a medical alert that comes in by its severity', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  async function workflowTypeOf(code: string): Promise<string> {
    return (await ward.service.temporal.workflow.getHandle(workflowIdOf(code)).describe()).type;
  }

  test('when critical runs as criticalEscalation, and answers like any other alert', async () => {
    const code = await ward.alert({ alertType: 'rapid_deterioration', severity: 'critical', unit: 'uci' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await workflowTypeOf(code)).toBe('criticalEscalation');
    await ward.tap('ana', 'SÍ, VOY', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', severity: 'critical', stage: null, acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'ana by whatsapp: answer', 'fernando by whatsapp: taken notice']);
  });

  test('when high goes to the channel of medical alerts instead of that of findings', async () => {
    const code = await ward.alert({ alertType: 'image_backlog', severity: 'high' });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')]);
    expect(await workflowTypeOf(code)).toBe('lppNotification');
  });

  test('is raised by a stage that it names', async () => {
    const code = await ward.alert({ alertType: 'finding', severity: 'medium', stage: 4 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await workflowTypeOf(code)).toBe('criticalEscalation');
    expect(await ward.show(code)).toMatchObject({ severity: 'critical', stage: 4 });
  });
});
