import { drillPlan } from '../../src/domain/drill-plan.ts';
import { NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('a drill that is over', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
  });
  afterAll(async () => {
    await ward.messages();
    await ward.close();
  });

  const drillFor = async (responder: string): Promise<string> => ward.begun(await ward.service.client.raiseDrill(drillPlan(responder, ['slack', 'twilio'])));
  const openCodes = async (): Promise<string[]> => (await ward.service.client.list({ open: true })).map(({ code }) => code);

  test('without an answer leaves the list, and stands in no reply\'s way: a bare SÍ means the alert that is open', async () => {
    const drill = await drillFor('ana');
    await ward.wait('15 min');
    expect(await ward.show(drill)).toMatchObject({ status: 'unanswered', nextDeadline: null });
    expect(await openCodes()).not.toContain(drill);
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    await ward.reply('ana', 'SÍ');
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana' });
  });

  test('because it was answered is over as answered, though nobody reported it done', async () => {
    const drill = await drillFor('isidora');
    await ward.reply('isidora', `SÍ ${drill}`);
    await ward.wait('16 min');
    expect(await ward.show(drill)).toMatchObject({ status: 'resolved', acknowledgedBy: 'isidora', nextDeadline: null });
    expect(await openCodes()).not.toContain(drill);
  });
});
