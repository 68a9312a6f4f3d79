import { NO_LIMITS } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';
import { endAlert } from './support/whatsapp-page.ts';

/** The night's hand-over at three in the morning, where clocks that change would move it if anything would. */
const HAND_OVER_AT_THREE = (rota: string): string =>
  rota.replace('{ from: "08:00", people: [ana, bruno, carla, diego] }', '{ from: "03:00", people: [ana, bruno, carla, diego] }');

/** Raises a stage 2 finding, which pages one nurse, ends it, and answers who was paged. */
async function pagedNow(ward: Ward): Promise<string | undefined> {
  const code = await ward.detect({ stage: 2, confidence: 0.9 });
  const [channel, nurse, ...others] = await ward.messages();
  expect([channel, others]).toEqual(['#lpp-notifications by slack: page', []]);
  await endAlert(ward, code);
  return /^(\w+) by slack: page$/.exec(nurse ?? '')?.[1];
}

/**
 * From a minute before midnight on: two minutes later, a minute before three, and a minute after it. Whoever has the night has it
 * over midnight, however often the clock shows midnight, and until it shows three.
 */
describe('who is paged on a night', () => {
  test.each([
    ['of the usual length', '2027-03-02T23:59:00-03:00', '178 min', 'diego', 'bruno'],
    // 2027-04-04 at 00:00 the clock goes back to 23:00 of the day before.
    ['that is an hour longer', '2027-04-03T23:59:00-03:00', '238 min', 'diego', 'bruno'],
    // 2027-09-05 at 00:00 it goes forward to 01:00.
    ['that is an hour shorter', '2027-09-04T23:59:00-04:00', '118 min', 'bruno', 'diego'],
  ])('%s', async (_which, startAt, untilThree, night, day) => {
    const ward = await openWard({ startAt, env: NO_LIMITS, config: { 'oncall.yaml': HAND_OVER_AT_THREE } });
    const paged = [await pagedNow(ward)];
    for (const wait of ['2 min', untilThree, '2 min']) {
      await ward.wait(wait);
      paged.push(await pagedNow(ward));
    }
    expect(paged).toEqual([night, night, night, day]);
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
    const paged = [await pagedNow(ward)];
    for (const wait of ['1 min', '59 min', '1 min']) {
      await ward.wait(wait);
      paged.push(await pagedNow(ward));
    }
    expect(paged).toEqual(['ana', 'bruno', 'bruno', 'ana']);
    await ward.close();
  });
});
