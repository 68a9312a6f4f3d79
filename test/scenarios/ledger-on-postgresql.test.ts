import { createDatabase } from '../support/postgres-database.ts';
import { FIRST_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('on a ledger in PostgreSQL', () => {
  let ward: Ward;
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { VIGIA_LEDGER_URL: (await createDatabase()).url } });
  });
  afterAll(() => ward.close());

  test('a stage 4 finding pages its first step, is taken by a button, resolved by a reply, and its whole history is there', async () => {
    expect(ward.service.ledger.store.isShared).toBe(true);
    const code = await ward.detect({ stage: 4, confidence: 0.93, unit: 'uci' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);

    await ward.press('ana', 'acknowledge', code);
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'ana', escalationLevel: 1 });
    expect(await ward.messages()).toEqual(['#emergency-escalation by slack: timeline', 'fernando by whatsapp: taken notice']);

    await ward.reply('ana', `RESUELTA ${code}`);
    expect(await ward.show(code)).toMatchObject({ status: 'resolved' });
    await ward.messages();
    const history = await ward.service.ledger.history(code);
    expect(history.filter(({ direction }) => direction === 'in').map(({ kind }) => kind)).toEqual(expect.arrayContaining(['press', 'reply']));
    expect((await ward.get('/ready')).status).toBe(200);
  });
});
