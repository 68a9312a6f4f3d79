import { waitsToBeOpened } from '../../src/domain/alert.ts';
import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe.each([
  ['a stage 1 finding', { stage: 1, confidence: 0.9 }],
  ['a stage 0 finding of which the AI is not sure', { stage: 0, confidence: 0.65 }],
] as const)('%s', (_name, detection) => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('pages nobody, and is done once somebody of the unit has opened it', async () => {
    const code = await ward.detect({ ...detection, unit: 'medicina' });
    expect(await ward.messages()).toEqual([]);
    const listed = await ward.show(code);
    expect(listed).toMatchObject({ status: 'triggered', severity: 'low', stage: detection.stage, escalationLevel: 0 });
    expect(listed.timeline.map(({ kind }) => kind)).toEqual(['triggered', 'listed']);
    await ward.wait('11 h');
    expect(await ward.messages()).toEqual([]);
    expect(await ward.ask(code, 'open', 'ana')).toMatchObject({ ok: true, outcome: 'informed' });
    const opened = await ward.show(code);
    expect(opened).toMatchObject({ status: 'informed', nextDeadline: null });
    expect(opened.timeline.at(-1)).toMatchObject({ kind: 'informed', responder: 'ana' });
    await ward.wait('2 h');
    expect(await ward.messages()).toEqual([]);
  });
});

describe('a listed finding that nobody opens', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('pages as medium after 12 hours, whoever is on call then', async () => {
    const code = await ward.detect({ stage: 1, confidence: 0.9, unit: 'medicina' });
    await ward.wait('12 h');
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'diego by slack: page']);
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'notified', severity: 'medium', stage: 1, escalationLevel: 1 });
    expect(view.timeline.map(({ kind }) => kind).slice(0, 4)).toEqual(['triggered', 'listed', 'promoted', 'step_started']);
    expect(await ward.ask(code, 'open', 'ana')).toMatchObject({ ok: false, outcome: 'already_paging' });
  });
});

describe('a listed finding that somebody is asked to take', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(() => ward.close());

  test('is shown as waiting to be opened, before and after they say no', async () => {
    const code = await ward.detect({ stage: 1, confidence: 0.9, unit: 'medicina' });
    await ward.ask(code, 'reassign', 'eva', { by: { kind: 'operator', id: 'eva' }, to: 'hugo' });
    expect(await ward.messages()).toEqual(told(['hugo'], ['slack', 'whatsapp', 'sms'], 'added').sort());
    const asked = await ward.show(code);
    expect(asked).toMatchObject({ status: 'triggered', escalationLevel: 0 });
    expect(waitsToBeOpened(asked)).toBe(true);
    await ward.press('hugo', 'decline', code);
    const declined = await ward.show(code);
    expect(waitsToBeOpened(declined)).toBe(true);
    expect(declined.timeline.map(({ kind }) => kind)).toContain('declined');
    expect(await ward.ask(code, 'open', 'ana')).toMatchObject({ ok: true, outcome: 'informed' });
    await ward.messages();
  });
});
