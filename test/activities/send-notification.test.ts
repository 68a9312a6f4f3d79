import type { SendInput } from '../../src/activities/activity-inputs.ts';
import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { sendNotification } from '../../src/activities/send-notification.ts';
import { pageAheadId } from '../../src/domain/escalation/page-ahead.ts';
import type { SendResult } from '../../src/domain/escalation/alert-event.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import type { OperatorProblem } from '../../src/domain/operator-problem.ts';
import { whoIsOnCall } from '../../src/domain/on-call.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { anAlert, aRecord, closeAll, CODE, sendOne, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { LOST_AFTER, LOST_BEFORE, NOT_ON_WHATSAPP, PUT_OFF, startTwilioWire, stopWires, type TwilioWire, WRONG_CREDENTIAL } from './twilio-wire.ts';

afterEach(async () => {
  await closeAll();
  await stopWires();
});

const config = defaultConfig();
const hospital = createHospital(config.directory, config.onCall);
const nurseAt = (at: Date): string => whoIsOnCall(config.onCall, 'primary_nurse', null, at)?.responder ?? '';
const minutesOn = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000);

async function aCriticalAlert(): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  return test;
}

/** A page of the first step, asked for at the alert's second revision, five minutes before its deadline. */
function aSend(kind: 'page' | 'attend_reminder', alert: Partial<SendInput['alert']> = {}): SendInput {
  const recipient = kind === 'page' ? { kind: 'role' as const, role: 'primary_nurse' } : { kind: 'responder' as const, responder: nurseAt(T0) };
  const deadline = minutesOn(5).toISOString();
  return {
    alert: {
      code: CODE, revision: 2, status: 'notified', severity: 'critical', stage: 4, confidence: 0.9, unit: null, drill: false, round: 1, step: 1, owner: null, offeredTo: [],
      nextDeadline: deadline, timeline: [], ...alert,
    },
    send: {
      id: `${CODE}.1.1.primary_nurse.twilio.${kind}.0`, recipient, route: 'twilio', kind, round: 1, step: 1, deadline, exclude: [], afterAcknowledgment: kind !== 'page', patient: true, resultSeq: 5,
    },
  };
}

async function send({ ledger, time }: TestLedger, wire: TwilioWire, input: SendInput, told: OperatorProblem[] = []): Promise<SendResult> {
  const deps: ActivityDependencies = { ledger, platforms: { twilio: wire.platform }, elsewhere: [], hospital: () => hospital, operator: { tell: (problem) => void told.push(problem), isWell: () => undefined }, now: () => time.now(), tick: () => time.tick() };
  return sendNotification(deps, input, T0);
}

/** As the messages write it. */
const timeOf = (at: Date): string => new Intl.DateTimeFormat('en-GB', { timeZone: hospital.timeZone, hour: '2-digit', minute: '2-digit' }).format(at);

test('whom a program has paged ahead of their step is not paged by that way again in the first round, and is in a later one', async () => {
  const test = await aCriticalAlert();
  const wire = await startTwilioWire(test.time);
  await sendOne(test, { id: pageAheadId({ code: CODE, message: 'M3NP-R4ST', responder: nurseAt(T0), route: 'twilio' }), responder: nurseAt(T0) });
  await expect(send(test, wire, aSend('page'))).resolves.toEqual({ outcome: 'sent', responder: nurseAt(T0), reason: 'paged_ahead' });
  expect(wire.taken()).toEqual([]);
  const again = aSend('page');
  await expect(send(test, wire, { ...again, send: { ...again.send, id: `${CODE}.2.1.primary_nurse.twilio.page.0`, round: 2 } })).resolves.toMatchObject({ outcome: 'sent', reason: null });
  expect(wire.taken()).toHaveLength(1);
});

test('pages of a new alert that somebody has answered already wait for what comes of that, one and all', async () => {
  const test = await aCriticalAlert();
  const wire = await startTwilioWire(test.time);
  const event = { platform: 'twilio', eventId: 'SM-in', receivedAt: test.time.now(), kind: 'reply', code: CODE, mayAcknowledge: true, body: '{}' } as const;
  await test.ledger.receive(event);
  await test.ledger.markProcessed('twilio', event.eventId, 'acknowledge', test.time.now());
  const first = aSend('page', { revision: 1 });
  const pages = [first, { ...first, send: { ...first.send, id: `${CODE}.1.1.charge_nurse.twilio.page.0`, recipient: { kind: 'role' as const, role: 'charge_nurse' } } }];
  for (const page of pages) await expect(send(test, wire, page)).rejects.toThrow('waiting: in_flight');
  expect(wire.taken()).toEqual([]);
  test.time.pass(5_000);
  for (const page of pages) await expect(send(test, wire, page)).resolves.toMatchObject({ outcome: 'sent' });
  expect(wire.taken()).toHaveLength(2);
});

test('a page that waited names the deadline that its alert has by then', async () => {
  const test = await aCriticalAlert();
  const wire = await startTwilioWire(test.time, { faults: [PUT_OFF] });
  await expect(send(test, wire, aSend('page'))).rejects.toThrow('waiting: retry_after');
  test.time.pass(6 * 60_000);
  await test.ledger.record(aRecord({ revision: 3, round: 1, escalationLevel: 2, nextDeadline: minutesOn(11).toISOString() }), test.time.now());
  await expect(send(test, wire, aSend('page'))).resolves.toMatchObject({ outcome: 'sent' });
  expect(wire.taken()).toEqual([expect.stringContaining(timeOf(minutesOn(11)))]);
});

test('one whose deadline has passed with nothing new known asks for an answer now', async () => {
  const test = await aCriticalAlert();
  const wire = await startTwilioWire(test.time, { faults: [PUT_OFF] });
  await expect(send(test, wire, aSend('page'))).rejects.toThrow('waiting: retry_after');
  test.time.pass(6 * 60_000);
  await send(test, wire, aSend('page'));
  expect(wire.taken()).toEqual([expect.stringContaining(CODE)]);
  expect(wire.taken()[0]).not.toMatch(/\d\d:\d\d/);
});

describe('a page in doubt', () => {
  /** In doubt, and asked for again when its alert has another deadline. */
  const askTwice = async (test: TestLedger, wire: TwilioWire): Promise<SendResult> => {
    await expect(send(test, wire, aSend('page'))).resolves.toMatchObject({ outcome: 'in_doubt' });
    test.time.pass(6 * 60_000);
    await test.ledger.record(aRecord({ revision: 3, round: 1, escalationLevel: 1, nextDeadline: minutesOn(11).toISOString() }), test.time.now());
    return send(test, wire, aSend('page'));
  };

  test('is looked up by what it said, whatever the deadline is by then, and found though the provider’s clock is behind', async () => {
    const test = await aCriticalAlert();
    const wire = await startTwilioWire(test.time, { faults: [LOST_AFTER], behindMs: 30_000 });
    await expect(askTwice(test, wire)).resolves.toMatchObject({ outcome: 'sent' });
    expect(wire.taken()).toEqual([expect.stringContaining(timeOf(minutesOn(5)))]);
  });

  test('that is not there goes out again with the deadline of now', async () => {
    const test = await aCriticalAlert();
    const wire = await startTwilioWire(test.time, { faults: [LOST_BEFORE] });
    await expect(askTwice(test, wire)).resolves.toMatchObject({ outcome: 'sent' });
    expect(wire.taken()).toEqual([expect.stringContaining(timeOf(minutesOn(11)))]);
  });
});

test('a reminder to an owner goes while they are on duty, and is withdrawn once they have gone home', async () => {
  const owner = { responder: nurseAt(T0), since: T0.toISOString() };
  const held = { status: 'acknowledged' as const, owner };
  const [onDuty, atHome] = [await aCriticalAlert(), await aCriticalAlert()];
  await expect(send(onDuty, await startTwilioWire(onDuty.time), aSend('attend_reminder', held))).resolves.toMatchObject({ outcome: 'sent', responder: owner.responder });
  atHome.time.pass(61 * 60_000);
  const wire = await startTwilioWire(atHome.time);
  await expect(send(atHome, wire, aSend('attend_reminder', held))).resolves.toMatchObject({ outcome: 'withdrawn', reason: 'off_duty' });
  expect(wire.taken()).toEqual([]);
});

test.each([
  ['what the operator has to put right', WRONG_CREDENTIAL, '20003', true],
  ['what lies with the person', NOT_ON_WHATSAPP, `63024:${nurseAt(T0)}`, false],
])('a failure for %s says whether it would be the same for anybody, and the operator is told', async (_for, fault, code, isAway) => {
  const test = await aCriticalAlert();
  const told: OperatorProblem[] = [];
  const result = await send(test, await startTwilioWire(test.time, { faults: [fault] }), aSend('page'), told);
  expect(told).toMatchObject([{ platform: 'twilio', code }]);
  const reason = code.split(':')[0];
  expect(result).toMatchObject({ outcome: 'failed', reason });
  expect(result.away ?? false).toBe(isAway);
});
