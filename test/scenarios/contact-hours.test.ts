import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Isidora reads WhatsApp from noon on. */
const fromNoon = (text: string): string => text.replace('from: "07:30", to: "19:00"', 'from: "12:00", to: "19:00"');

describe('outside the hours in which somebody reads WhatsApp', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'directory.yaml': fromNoon } });
    ward.sandbox.faults.add({ platform: 'slack', operation: 'chat.postMessage', match: { to: ward.address('isidora', 'slack') }, fault: { kind: 'platform_error', code: 'user_not_found' } });
  });
  afterAll(() => ward.close());

  test('a high alert does not go there, and the others of the step are paged all the same', async () => {
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.messages();
    await ward.ask(code, 'escalate', 'ana');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', '#wound-care-team by slack: page', 'hugo by slack: page']);
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'page_failed').map(({ platform, reason, responder }) => [platform, reason, responder]))
      .toEqual([['slack', 'user_not_found', 'isidora'], ['twilio', 'outside_contact_hours', 'isidora']]);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('a critical alert goes there all the same', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.9 });
    await ward.messages();
    await ward.ask(code, 'escalate', 'ana');
    expect(await ward.messages()).toEqual([
      '#emergency-escalation by slack: timeline', '#wound-care-team by slack: page', ...told(['hugo'], ['slack', 'whatsapp'], 'page'), 'isidora by whatsapp: page',
    ].sort());
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('a high alert goes there once the hours have begun', async () => {
    await ward.wait('2 h');
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    await ward.messages();
    await ward.ask(code, 'escalate', 'ana');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', '#wound-care-team by slack: page', 'hugo by slack: page', 'isidora by whatsapp: page']);
  });
});
