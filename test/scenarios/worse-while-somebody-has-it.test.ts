import { NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a wound that gets worse while somebody has its alert', () => {
  let ward: Ward;
  let code: string;
  const wound = { confidence: 0.9, patientRef: 'ref-1', bodySite: 'sacrum' };
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    code = await ward.detect({ stage: 3, ...wound });
    await ward.press('ana', 'acknowledge', code);
    await ward.messages();
  });
  afterAll(() => ward.close());

  test('is told to them alone, at once and with its new severity, and leaves them the whole time to attend', async () => {
    await ward.wait('20 min');
    const since = (await ward.show(code)).timeline.findLast(({ kind }) => kind === 'acknowledged')?.at;
    await expect(ward.service.client.raise({ stage: 4, ...wound })).resolves.toMatchObject({ code, started: true, episode: { outcome: 'raised' } });
    expect(await ward.messages()).toEqual(told(['ana'], ['slack'], 'attend reminder'));
    expect(ward.slackTexts('ana').at(-1)).toContain('CRÍTICA');
    const view = await ward.show(code);
    expect(view).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', severity: 'critical', stage: 4 });
    expect(Date.parse(view.nextDeadline ?? '') - ward.time.now().getTime()).toBeGreaterThan(29 * 60_000);
    expect(view.timeline.findLast(({ kind }) => kind === 'acknowledged')?.at).toBe(since);
  });

  test('goes on by the new severity: the owner is reminded when its time is over', async () => {
    await ward.wait('31 min');
    expect(await ward.messages()).toEqual(told(['ana'], ['slack'], 'attend reminder'));
  });
});
