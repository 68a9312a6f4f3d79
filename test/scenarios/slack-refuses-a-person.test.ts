import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('Slack does not know the person who is paged', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterEach(() => ward.sandbox.faults.clear());
  afterAll(() => ward.close());

  test.each(['user_not_found', 'channel_not_found', 'account_inactive'])('%s: WhatsApp goes out at once, for that person alone', async (code) => {
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address('ana', 'slack') }, fault: { kind: 'platform_error', code } });
    const alert = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by slack: page']);
    const view = await ward.show(alert);
    expect(view).toMatchObject({ status: 'notified', escalationLevel: 1 });
    expect(view.timeline.find(({ kind }) => kind === 'page_failed')).toMatchObject({ platform: 'slack', responder: 'ana', reason: code });
    await ward.wait('8 min');
    expect(await ward.messages()).toEqual(['ana by whatsapp: reminder', 'fernando by slack: reminder']);
    await ward.tap('ana', 'SÍ, VOY', alert);
    expect(await ward.show(alert)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'ana by whatsapp: answer']);
  });

  test('and WhatsApp refuses as well: when that is so for everybody, the next step is called at once', async () => {
    for (const person of ['ana', 'fernando']) {
      ward.sandbox.faults.add([
        { platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address(person, 'slack') }, fault: { kind: 'platform_error', code: 'user_not_found' } },
        { platform: 'twilio', operation: 'messages.create', match: { to: ward.address(person, 'twilio') }, fault: { kind: 'platform_error', code: 21610 } },
      ]);
    }
    const alert = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', '#wound-care-team by slack: page', ...told(['hugo', 'isidora'], ['slack'], 'page')]);
    const view = await ward.show(alert);
    expect(view).toMatchObject({ status: 'notified', escalationLevel: 2 });
    expect(view.timeline.findLast(({ kind }) => kind === 'step_started')).toMatchObject({ step: 2, reason: 'nobody_reached' });
    expect(view.timeline.filter(({ kind, reason }) => kind === 'page_failed' && reason === '21610').map(({ responder }) => responder).sort()).toEqual(['ana', 'fernando']);
  });
});
