import { TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a stage 0 finding of which the AI is sure', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING });
  });
  afterAll(() => ward.close());

  test('is kept, tells nobody and waits for nothing', async () => {
    const code = await ward.detect({ stage: 0, confidence: 0.95 });
    expect(await ward.messages()).toEqual([]);
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'informed', severity: 'low', stage: 0, escalationLevel: 0, nextDeadline: null });
    expect(view.timeline.map(({ kind }) => kind)).toEqual(['triggered', 'recorded']);
    expect(await ward.service.client.list({ open: true })).toEqual([]);
    expect(await ward.ask(code, 'acknowledge', 'ana')).toMatchObject({ ok: false, outcome: 'closed', status: 'informed' });
  });
});
