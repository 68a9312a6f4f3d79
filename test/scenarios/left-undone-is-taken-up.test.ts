import { toBody } from '../../src/webhooks/inbox/incoming.ts';
import { planFor } from '../../src/domain/triage.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('what a crash leaves undone is taken up', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('an alert that was accepted and not started is started, once', async () => {
    const detection = { stage: 4 as const, confidence: 0.93 };
    const { policy } = ward.service.config.current();
    await ward.service.ledger.accept({ code: 'L3FT-0VER', detection, alertType: null, plan: planFor(policy, detection), drill: false, acceptedAt: ward.time.now() });
    expect(await ward.messages()).toEqual([]);
    await ward.sweep();
    await ward.begun({ code: 'L3FT-0VER' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
  });

  test('a press that was stored and not handed on takes the alert', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.messages();
    const page = (await ward.service.ledger.posted(code)).find(({ responder, platform }) => responder === 'ana' && platform === 'slack');
    if (!page) throw new Error('ana was not paged');
    const press = {
      eventId: 'press:T1:stored', teamId: 'T0SANDBOX1', userId: ward.address('ana', 'slack'), channel: page.ref.conversation, messageTs: page.ref.id,
      actionId: 'vigia_acknowledge' as const, action: 'acknowledge' as const, notificationId: page.notificationId, at: ward.time.now().toISOString(),
    };
    await ward.service.ledger.receive({ platform: 'slack', eventId: press.eventId, receivedAt: ward.time.now(), kind: 'press', code, mayAcknowledge: true, body: toBody({ type: 'press', press }) });
    await ward.sweep();
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'fernando by whatsapp: taken notice']);
  });
});
