import { NO_LIMITS } from './support/told.ts';
import { openWard } from './support/ward.ts';

/** The night's hand-over at three in the morning, where clocks that change would move it if anything would. */
const HAND_OVER_AT_THREE = (rota: string): string =>
  rota.replace('{ from: "08:00", people: [ana, bruno, carla, diego] }', '{ from: "03:00", people: [ana, bruno, carla, diego] }');

/** Four teams from 2024-01-01 on: ana has the day of 2 March 2027, diego its night. */
describe('who is paged around a hand-over', () => {
  test.each([
    ['at three in the morning of an ordinary night', '2027-03-02T02:59:00-03:00', 'carla', '2 min', 'ana'],
    ['over midnight: none', '2027-03-02T23:59:00-03:00', 'diego', '2 min', 'diego'],
    ['the night that is an hour longer', '2027-04-04T02:59:00-04:00', 'diego', '2 min', 'bruno'],
    ['when the clock goes back at midnight: none', '2027-04-03T23:59:00-03:00', 'diego', '2 min', 'diego'],
    ['the night that is an hour shorter', '2027-09-05T02:59:00-03:00', 'bruno', '2 min', 'diego'],
    ['when the clock skips midnight: none', '2027-09-04T23:59:00-04:00', 'bruno', '2 min', 'bruno'],
  ])('%s', async (_when, startAt, before, wait, after) => {
    const ward = await openWard({ startAt, env: NO_LIMITS, config: { 'oncall.yaml': HAND_OVER_AT_THREE } });
    await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', `${before} by slack: page`]);
    await ward.wait(wait);
    await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', `${after} by slack: page`]);
    await ward.close();
  });

  test('deadlines are told by the clock of the moment they fall on', async () => {
    const ward = await openWard({ startAt: '2027-04-03T23:50:00-03:00', env: NO_LIMITS });
    await ward.detect({ stage: 2, confidence: 0.9 });
    // Half an hour later the clock shows 23:20: it went back to 23:00 at midnight.
    expect(ward.slackTexts('diego').at(-1)).toMatch(/antes de 23:20/);
    await ward.messages();
    await ward.close();
  });
});

describe('a shift that changes while an alert runs', () => {
  test('the next step calls whoever is on duty then, and so does a reminder', async () => {
    const ward = await openWard({ startAt: '2027-03-02T19:48:00-03:00', env: NO_LIMITS });
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page']);
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual(['diego by slack: reminder']);
    await ward.wait('15 min');
    expect(await ward.messages()).toEqual(['elena by slack: page']);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
    await ward.press('ana', 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
    await ward.messages();
    await ward.close();
  });

  test('a stand-in is called from the minute on that they stand in, and no longer', async () => {
    const override = '\n  - { role: primary_nurse, person: bruno, from: 2027-03-02T10:00, to: 2027-03-02T11:00 }';
    const ward = await openWard({ startAt: '2027-03-02T09:59:00-03:00', env: NO_LIMITS, config: { 'oncall.yaml': (rota) => rota.replace('overrides: []', `overrides:${override}`) } });
    const paged: string[] = [];
    for (const wait of ['1 min', '59 min', '1 min']) {
      const code = await ward.detect({ stage: 2, confidence: 0.9 });
      paged.push(...(await ward.messages()).filter((message) => !message.startsWith('#')));
      await ward.ask(code, 'cancel', 'luis');
      await ward.messages();
      await ward.wait(wait);
    }
    expect(paged).toEqual(['ana by slack: page', 'bruno by slack: page', 'bruno by slack: page']);
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page']);
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
    await ward.close();
  });
});
