import { NO_LIMITS, told } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a stage 2 finding that nobody answers at night', () => {
  let ward: Ward;
  let code: string;
  beforeAll(async () => {
    ward = await openWard({ startAt: '2027-03-02T22:00:00-03:00', env: NO_LIMITS });
    code = await ward.detect({ stage: 2, confidence: 0.9 });
  });
  afterAll(() => ward.close());

  test('pages the primary nurse for 30 minutes, then the charge nurse', async () => {
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'diego by slack: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', severity: 'medium', escalationLevel: 1 });
    await ward.wait('30 min');
    expect(await ward.messages()).toEqual(['diego by slack: reminder', 'elena by slack: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
  });

  test('is unanswered after that, and wakes nobody: the fail-safe recipient is for the day', async () => {
    await ward.wait('30 min');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', 'elena by slack: reminder']);
    expect(await ward.show(code)).toMatchObject({ status: 'unanswered', escalationLevel: 3, nextDeadline: expect.stringMatching(/^2027-03-03T11:00:00/) });
    await ward.wait('8 h');
    expect(await ward.messages()).toEqual([]);
  });

  test('calls the fail-safe recipient at 8 in the morning, and reminds them every half hour of the day', async () => {
    await ward.wait('1 h');
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
    await ward.wait('30 min');
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'whatsapp', 'sms'], 'fail-safe').sort());
  });

  test('is still anybody\'s to take who was paged', async () => {
    await ward.press('diego', 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'diego' });
    expect(await ward.messages()).toEqual(['pedro by sms: taken notice', 'pedro by whatsapp: taken notice']);
  });
});
