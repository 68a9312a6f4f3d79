import { FIRST_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a stage 4 finding', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING });
  });
  afterAll(() => ward.close());

  test('pages the primary and the charge nurse by Slack and WhatsApp at once, and stops when one takes it', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', severity: 'critical', stage: 4, escalationLevel: 1, acknowledgedBy: null });

    await ward.press('ana', 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'fernando by whatsapp: taken notice']);
    expect(ward.slackTexts('#emergency-escalation')[0]).toContain('La tomó Ana Rojas');
    await ward.wait('20 min');
  });
});
