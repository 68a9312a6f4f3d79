import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { alertCodeFrom, CODE_RANDOM_BYTES } from '../../src/domain/alert-code.ts';
import type { Detection } from '../../src/domain/detection.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { dependenciesOf } from '../../src/roles/activity-dependencies.ts';
import { Watchdog } from '../../src/roles/watchdog.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, SECOND_STEP_OF_CRITICAL, told, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STAGE_4 = { stage: 4, confidence: 0.93 } as const;
const FAIL_SAFE = told(['pedro'], ['slack', 'sms', 'whatsapp'], 'fail-safe').sort();

describe('critical alerts while Temporal is down, or its clock stands', () => {
  let ward: Ward;
  let cutOff: AlertClient;
  let connection: Connection;
  let watchdog: Watchdog;

  /** As a platform's role has it; `down`: while Temporal can't be reached. */
  const aWatchdog = (down: boolean): Watchdog =>
    new Watchdog(down ? { ...ward.service, client: cutOff } : ward.service, dependenciesOf(ward.service, ['slack', 'twilio']));

  /** Takes an alert in as while Temporal is down, without waiting for it. */
  const takeIn = async (detection: Detection, { drill = false } = {}): Promise<string> => {
    const code = alertCodeFrom(randomBytes(CODE_RANDOM_BYTES));
    await ward.service.ledger.accept({ code, detection, alertType: null, plan: planFor(ward.service.config.current().policy, detection), drill, acceptedAt: ward.time.now() });
    return code;
  };

  /** Who was paged about an alert that has no workflow yet, and by what. */
  const reached = async (code: string): Promise<string[]> => (await ward.service.ledger.posted(code)).map(({ responder, route }) => `${responder} by ${route}`).sort();

  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS });
    const { ledger, config } = ward.service;
    // The discard port: nothing listens there.
    connection = Connection.lazy({ address: '127.0.0.1:9' });
    cutOff = new AlertClient({
      temporal: new Client({ connection }), ledger, now: () => ward.time.now(),
      planFor: (detection) => planFor(config.current().policy, detection), planForAlert: (alert) => planForAlert(config.current().policy, alert),
    });
  });
  afterAll(async () => {
    await cutOff.settled();
    await connection.close();
    await ward.close();
  });

  describe('one that nothing was sent for', () => {
    let code: string;
    beforeAll(async () => {
      watchdog = aWatchdog(true);
      code = await takeIn(STAGE_4);
    });

    test('goes to its fail-safe recipient after 30 s, by every route, once', async () => {
      for (const tick of [0, 29 * SECOND]) await watchdog.look(tick);
      expect(await reached(code)).toEqual([]);
      for (const tick of [30, 31, 32]) await watchdog.look(tick * SECOND);
      expect(await reached(code)).toEqual(['pedro by slack', 'pedro by twilio', 'pedro by twilio-sms']);
      await aWatchdog(true).look(0);
      const afterRestart = aWatchdog(true);
      for (const tick of [0, 31 * SECOND]) await afterRestart.look(tick);
      expect(await reached(code)).toHaveLength(3);
      expect(ward.texts('pedro').at(-1)).toContain('sin respuesta');
    });

    test('says so in its status and its story', async () => {
      const view = await ward.show(code);
      expect(view).toMatchObject({ status: 'notified', timeline: [{ kind: 'fail_safe_called', reason: 'nothing_sent_in_time', step: 4 }, { kind: 'paged', responder: 'pedro' }, { kind: 'paged' }, { kind: 'paged' }] });
      expect(await ward.service.operator.problems()).toMatchObject([{ code: 'watchdog_paged' }]);
    });

    test('has its fail-safe recipient reminded while nobody answers', async () => {
      await watchdog.look(5 * MINUTE + 31 * SECOND);
      expect(await reached(code)).toHaveLength(6);
    });

    test('pages its first step once Temporal is back, and the fail-safe recipient no more', async () => {
      await ward.messages();
      await ward.sweep();
      await ward.begun({ code });
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
      await watchdog.look(11 * MINUTE);
      expect(await ward.messages()).toEqual([]);
      expect((await ward.show(code)).timeline.map(({ kind }) => kind).slice(0, 2)).toEqual(['fail_safe_called', 'paged']);
      await ward.ask(code, 'cancel', 'luis');
      await ward.messages();
    });
  });

  test('whoever takes it from the fail-safe recipient\'s page has it, and nobody else is paged', async () => {
    watchdog = aWatchdog(true);
    const code = await takeIn(STAGE_4);
    for (const tick of [0, 30 * SECOND]) await watchdog.look(tick);
    await ward.reply('pedro', `SÍ ${code}`);
    await ward.begun({ code });
    expect(await ward.show(code)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'pedro' });
    expect((await ward.messages()).filter((message) => message.includes('page'))).toEqual([]);
    await watchdog.look(6 * MINUTE);
    expect(await ward.messages()).toEqual([]);
    await ward.ask(code, 'cancel', 'luis');
    await ward.messages();
  });

  describe('one whose next step does not come', () => {
    test('because the clock was set back: is escalated when its time is over all the same, once', async () => {
      const code = await ward.detect(STAGE_4);
      expect(await ward.messages()).toEqual(FIRST_STEP_OF_CRITICAL);
      watchdog = aWatchdog(false);
      for (const tick of [0, 5 * MINUTE]) await watchdog.look(tick);
      expect(await ward.messages()).toEqual([]);
      await watchdog.look(5 * MINUTE + 31 * SECOND);
      expect((await ward.messages()).filter((message) => message.endsWith('page'))).toEqual(SECOND_STEP_OF_CRITICAL);
      await watchdog.look(5 * MINUTE + 32 * SECOND);
      expect(await ward.messages()).toEqual([]);
      expect(await ward.show(code)).toMatchObject({ escalationLevel: 2 });
      await ward.ask(code, 'cancel', 'luis');
      await ward.messages();
    });

    test('because Temporal is down: goes to its fail-safe recipient directly', async () => {
      const code = await ward.detect(STAGE_4);
      await ward.messages();
      watchdog = aWatchdog(true);
      for (const tick of [0, 5 * MINUTE + 31 * SECOND]) await watchdog.look(tick);
      expect(await ward.messages()).toEqual(FAIL_SAFE);
      expect((await ward.show(code)).timeline).toMatchObject(expect.arrayContaining([expect.objectContaining({ kind: 'fail_safe_called', reason: 'deadline_missed' })]));
      await ward.ask(code, 'cancel', 'luis');
      await ward.messages();
    });
  });

  test('a drill, and a finding that is less than critical, are left alone', async () => {
    watchdog = aWatchdog(true);
    await takeIn(STAGE_4, { drill: true });
    await takeIn({ stage: 2, confidence: 0.93 });
    const before = ward.sandbox.journal.last;
    for (const tick of [0, MINUTE]) await watchdog.look(tick);
    expect(ward.sandbox.journal.last).toBe(before);
  });
});
