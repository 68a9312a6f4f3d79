import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

/** Nobody has the nurses' days: from 20:00 on only. */
const NIGHTS_ONLY = (rota: string): string => rota.replace('      shifts:\n        - { from: "08:00", people: [ana, bruno, carla, diego] }\n', '      only: [{ from: "20:00", to: "08:00" }]\n      shifts:\n');

/** Ana stands in for a fortnight and a day; the rotation itself begins next year. */
const RUNS_OUT = (rota: string): string => rota
  .replace('primary_nurse:\n    - start: 2024-01-01', 'primary_nurse:\n    - start: 2028-01-01')
  .replace('overrides: []', 'overrides:\n  - { role: primary_nurse, person: ana, from: 2027-03-01T00:00, to: 2027-03-17T00:00 }');

test('a rota that leaves a role to nobody is refused at the start, with the hours and what to do', async () => {
  const refused = openWard({ startAt: TUESDAY_MORNING, config: { 'oncall.yaml': NIGHTS_ONLY } });
  await expect(refused).rejects.toThrow(/oncall\.yaml[\s\S]*leave nobody on call as primary_nurse from 2027-03-02 10:00 to 2027-03-02 20:00/);
});

describe('a rota that has run out while the service ran', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'oncall.yaml': RUNS_OUT } });
  });
  afterAll(() => ward.close());

  test('an alert whose first step has nobody calls the next step at once, and says why', async () => {
    const before = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by slack: page']);
    await ward.ask(before, 'cancel', 'luis');
    await ward.messages();
    await ward.wait('360 h');
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'fernando by slack: page']);
    const { timeline, ...view } = await ward.show(code);
    expect(view).toMatchObject({ status: 'notified', escalationLevel: 2 });
    expect(timeline.filter(({ kind }) => kind === 'page_failed')).toContainEqual(expect.objectContaining({ reason: 'nobody_on_call' }));
    expect(timeline.findLast(({ kind }) => kind === 'step_started')).toMatchObject({ step: 2, reason: 'nobody_reached' });
  });
});
