import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

describe('Temporal cannot be reached when a finding comes in', () => {
  let ward: Ward;
  let cutOff: AlertClient;
  let connection: Connection;
  const finding = { stage: 4 as const, confidence: 0.93, idempotencyKey: 'finding-1' };
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const { ledger, config } = ward.service;
    const policy = () => config.current().policy;
    // The discard port: nothing listens there.
    connection = Connection.lazy({ address: '127.0.0.1:9' });
    cutOff = new AlertClient({
      temporal: new Client({ connection }), ledger, now: () => ward.time.now(),
      planFor: (detection) => planFor(policy(), detection), planForAlert: (alert) => planForAlert(policy(), alert),
    });
  });
  afterAll(async () => {
    await connection.close();
    await ward.close();
  });

  test('it is accepted, and whoever raised it hears that it has not begun', async () => {
    const { code, ...raised } = await cutOff.raise(finding);
    expect(raised).toEqual({ duplicate: false, started: false });
    expect(await ward.show(code)).toMatchObject({ status: 'triggered', severity: 'critical' });
    expect(await ward.messages()).toEqual([]);
  });

  test('raised again, it is the same alert and has still not begun', async () => {
    expect(await cutOff.raise(finding)).toMatchObject({ duplicate: true, started: false });
  });

  test('it begins once Temporal is there again, without being asked for twice', async () => {
    await ward.sweep();
    const [view] = await ward.service.client.list();
    await ward.begun({ code: view?.code ?? '' });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await ward.service.client.raise(finding)).toMatchObject({ code: view?.code, duplicate: true, started: true });
    await ward.sweep();
    expect(await ward.messages()).toEqual([]);
  });
});
