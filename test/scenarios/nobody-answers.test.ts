import { openWard, type Ward } from './support/ward.ts';

describe('a stage 4 finding that nobody answers', () => {
  let ward: Ward;
  // Monday, 3 a.m. in Santiago.
  beforeAll(async () => {
    ward = await openWard({ startAt: '2027-03-01T03:00:00-03:00' });
  });
  afterAll(() => ward.close());

  test('climbs step by step to the fail-safe recipient, who is reminded until somebody answers', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    console.log(await ward.messages());
    await ward.wait('3 min');
    console.log(await ward.messages());
    await ward.wait('2 min');
    console.log(await ward.messages());
    await ward.wait('5 min');
    console.log(await ward.messages());
    await ward.wait('5 min');
    console.log(await ward.messages());
    await ward.wait('5 min');
    console.log(await ward.messages());
    console.log(await ward.show(code));
  });
});
