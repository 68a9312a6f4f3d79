import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import type { Detection } from '../../src/domain/detection.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { dependenciesOf } from '../../src/roles/activity-dependencies.ts';
import { Watchdog } from '../../src/roles/watchdog.ts';
import { workflowIdOf } from '../../src/workflows/messages.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const FIRST_STEP_OF_HIGH = ['#lpp-notifications by slack: page', ...told(['ana', 'fernando'], ['slack'], 'page')];

describe('a wound that gets worse while Temporal cannot be reached', () => {
  let ward: Ward;
  let cutOff: AlertClient;
  let connection: Connection;

  const at = (bodySite: string, stage: Detection['stage']): Detection => ({ stage, confidence: 0.9, patientRef: 'ref-1', bodySite, idempotencyKey: `${bodySite}-${stage}` });

  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const { ledger, config } = ward.service;
    const policy = () => config.current().policy;
    // The discard port: nothing listens there.
    connection = Connection.lazy({ address: '127.0.0.1:9' });
    cutOff = new AlertClient({
      temporal: new Client({ connection }), ledger, now: () => ward.time.now(),
      planFor: (detection, already) => planFor(policy(), detection, already), planForAlert: (alert) => planForAlert(policy(), alert),
    });
  });
  afterAll(async () => {
    await cutOff.settled();
    await connection.close();
    await ward.close();
  });

  describe('and whose alert runs', () => {
    let code: string;
    beforeAll(async () => {
      code = await ward.detect(at('sacrum', 3));
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_HIGH);
    });

    test('is accepted, and whoever hands it in hears that it is still to come', async () => {
      await expect(cutOff.raise(at('sacrum', 4))).resolves.toEqual({ code, duplicate: true, started: false, episode: { outcome: 'raised', reason: 'worse_stage' } });
      await expect(ward.service.client.raise(at('sacrum', 4))).resolves.toEqual({ code, duplicate: true, started: false, episode: { outcome: 'raised', reason: 'worse_stage' } });
      await expect(cutOff.raise({ ...at('sacrum', 4), idempotencyKey: 'another' })).resolves.toMatchObject({ code, episode: { outcome: 'joined' } });
      expect(await ward.messages()).toEqual([]);
      expect(await ward.show(code)).toMatchObject({ severity: 'high', stage: 3 });
    });

    test('raises it once Temporal is there again, and once only', async () => {
      await ward.sweep();
      expect(await ward.messages()).toEqual(['#lpp-notifications by slack: timeline', ...FIRST_STEP_OF_CRITICAL].sort());
      expect(await ward.show(code)).toMatchObject({ severity: 'critical', stage: 4 });
      await ward.sweep();
      expect(await ward.messages()).toEqual([]);
      await expect(ward.service.client.raiseUnraised()).resolves.toBe(0);
    });
  });

  test('and critical, goes to the fail-safe recipient after 30 s, and to its first step once Temporal is there again', async () => {
    const code = await ward.detect(at('hip_left', 3));
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_HIGH);
    const watchdog = new Watchdog({ ...ward.service, client: cutOff }, dependenciesOf(ward.service, ['slack', 'twilio']));
    await watchdog.look(0);
    await cutOff.raise(at('hip_left', 4));
    // Handing it in has taken some of the 30 s, and looking first leaves at least ten.
    for (const second of [1, 10]) await watchdog.look(second * 1_000);
    expect(await ward.messages()).toEqual([]);
    for (const second of [31, 32]) await watchdog.look(second * 1_000);
    expect(await ward.messages()).toEqual(told(['pedro'], ['slack', 'sms', 'whatsapp'], 'fail-safe').sort());
    expect(ward.texts('pedro').at(-1)).toContain('Alerta CRÍTICA');
    await ward.sweep();
    expect(await ward.messages()).toEqual(expect.arrayContaining([...FIRST_STEP_OF_CRITICAL]));
    for (const second of [33, 66]) await watchdog.look(second * 1_000);
    expect(await ward.messages()).toEqual([]);
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test('and whose alert hasn\'t begun, begins and is raised once Temporal is there again', async () => {
    const { code } = await cutOff.raise(at('heel_left', 3));
    await expect(cutOff.raise(at('heel_left', 4))).resolves.toMatchObject({ code, started: false, episode: { outcome: 'raised' } });
    await ward.sweep();
    await ward.begun({ code });
    expect(await ward.show(code)).toMatchObject({ severity: 'critical', stage: 4, status: 'notified' });
    expect(await ward.messages()).toEqual(expect.arrayContaining([...FIRST_STEP_OF_CRITICAL]));
    expect((await ward.show(code)).timeline.filter(({ kind }) => kind === 'raised')).toHaveLength(1);
  });

  test('and whose alert is over, though the ledger does not know it yet: a caller who is answered before the new one has begun hears its code', async () => {
    const over = await ward.detect(at('hip_right', 3));
    await ward.messages();
    await ward.service.temporal.workflow.getHandle(workflowIdOf(over)).terminate();
    const { config, connection: there, ledger } = ward.service;
    const held = Promise.withResolvers<void>();
    const slow = new AlertClient({
      temporal: new Client({ connection: there, interceptors: { workflow: [{ startWithDetails: async (input, next) => held.promise.then(() => next(input)) }] } }), ledger, now: () => ward.time.now(),
      planFor: (detection, already) => planFor(config.current().policy, detection, already), planForAlert: (alert) => planForAlert(config.current().policy, alert),
      taskQueue: ward.service.taskQueue,
    });
    const { code, ...rest } = await slow.raise(at('hip_right', 4), { answerWithinMs: 500 });
    expect(rest).toEqual({ duplicate: false, started: false });
    expect(code).not.toBe(over);
    held.resolve();
    await slow.settled();
    await ward.begun({ code });
    expect(await ward.show(code)).toMatchObject({ severity: 'critical', stage: 4, status: 'notified' });
    await ward.messages();
  });

  test('and whose alert was resolved meanwhile, gets one of its own', async () => {
    const over = await ward.detect(at('heel_right', 3));
    const handedIn = { by: 'agent-1', content: 'digest-1', kept: { message: 'words' } };
    await expect(cutOff.raise(at('heel_right', 4), handedIn)).resolves.toMatchObject({ code: over, started: false });
    await ward.ask(over, 'resolve', 'ana', { found: 'confirmed' });
    await ward.messages();
    await ward.sweep();
    const { code, ...rest } = await ward.service.client.raise(at('heel_right', 4), handedIn);
    expect(rest).toEqual({ duplicate: true, started: true, words: 'kept_before' });
    expect(code).not.toBe(over);
    await ward.begun({ code });
    expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
    expect(await ward.show(code)).toMatchObject({ severity: 'critical', stage: 4 });
    expect((await ward.show(code)).timeline[0]).toMatchObject({ kind: 'triggered', reason: 'stage_4_critical,worse_than_confirmed' });
    await expect(ward.service.ledger.accepted(code)).resolves.toMatchObject({ by: 'agent-1', kept: { message: 'words' } });
    expect(await ward.show(over)).toMatchObject({ status: 'resolved', severity: 'high' });
  });
});
