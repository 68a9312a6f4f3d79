import { createDatabase } from '../support/postgres-database.ts';
import { createRoad, type Road } from '../support/road.ts';
import { waitUntil } from '../support/wait-until.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('the database of the ledger cannot be reached', () => {
  let ward: Ward;
  let road: Road;
  beforeAll(async () => {
    road = await createRoad((await createDatabase()).url);
    ward = await openWard({ startAt: TUESDAY_MORNING, env: { ...NO_LIMITS, VIGIA_LEDGER_URL: road.url } });
  });
  afterAll(async () => {
    await ward.close();
    await road.close();
  });

  test('nothing is sent twice and nothing is lost: who is called meanwhile is paged once it is back', async () => {
    const code = await ward.detect({ stage: 4, confidence: 0.93 });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);

    await road.cut();
    expect((await ward.get('/health')).body).toMatchObject({ status: 'down', parts: { ledger: false, temporal: true } });
    await expect(ward.service.client.raise({ stage: 2, confidence: 0.9 })).rejects.toMatchObject({ kind: 'unreachable', message: expect.stringContaining("doesn't answer") });
    const sent = ward.sandbox.journal.since(0).length;
    await ward.wait('5 min');
    expect(ward.sandbox.journal.since(0)).toHaveLength(sent);

    await road.mend();
    // What fell due meanwhile is tried again every 15 s: the second step, and no reminder of the first, which is over.
    await ward.wait('1 min');
    await waitUntil('all that fell due has been sent', () => ward.sandbox.journal.since(0).length >= sent + SECOND_STEP_OF_CRITICAL.length, 30_000);
    expect(await ward.messages()).toEqual(SECOND_STEP_OF_CRITICAL);
    expect(await ward.show(code)).toMatchObject({ status: 'notified', escalationLevel: 2 });
    expect((await ward.get('/health')).body).toMatchObject({ status: 'ok' });
  });
});
