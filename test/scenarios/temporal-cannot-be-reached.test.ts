import { Client, Connection } from '@temporalio/client';
import { AlertClient } from '../../src/client.ts';
import { planFor, planForAlert } from '../../src/domain/triage.ts';
import { readReportedFailure } from '../../src/platforms/twilio/error-table.ts';
import { Inbox } from '../../src/webhooks/inbox/inbox.ts';
import { FIRST_STEP_OF_CRITICAL, NO_LIMITS, TUESDAY_MORNING } from './support/told.ts';
import { openWard, type Ward } from './support/ward.ts';

const HIGH = '  high:\n    mode: page\n    routes: [slack, twilio]\n';
const WHATSAPP_FIRST = '  high:\n    mode: page\n    routes: [twilio, twilio-sms, slack]\n';

describe('Temporal cannot be reached', () => {
  let ward: Ward;
  let cutOff: AlertClient;
  let connection: Connection;
  const finding = { stage: 4 as const, confidence: 0.93, idempotencyKey: 'finding-1' };
  beforeAll(async () => {
    ward = await openWard({ startAt: TUESDAY_MORNING, env: NO_LIMITS, config: { 'policy.yaml': (text) => text.replace(HIGH, WHATSAPP_FIRST) } });
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
    await cutOff.settled();
    await connection.close();
    await ward.close();
  });

  test('it is accepted, and whoever raised it hears that it has not begun', async () => {
    const { code, view, ...raised } = await cutOff.raise(finding);
    expect({ raised, status: view?.status }).toEqual({ raised: { duplicate: false, started: false }, status: 'triggered' });
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

  test('when WhatsApp could not deliver a page: the alert hears of it once Temporal is there again, and pages by SMS', async () => {
    const { ledger, hospital } = ward.service;
    ward.sandbox.faults.add({ platform: 'twilio', operation: 'messages.create', match: { to: ward.address('ana', 'twilio') }, fault: { kind: 'receipts', plan: [{ status: 'sent' }] } });
    const code = await ward.detect({ stage: 3, confidence: 0.9 });
    expect(await ward.messages()).toEqual(['#lpp-notifications by slack: page', 'ana by whatsapp: page', 'fernando by whatsapp: page']);
    const page = (await ledger.posted(code)).find(({ responder, route }) => responder === 'ana' && route === 'twilio');
    const unheard = new Inbox({ ledger, hospital, client: cutOff, now: () => ward.time.now(), report: () => {}, optedIn: () => {}, reported: () => {}, readFailure: readReportedFailure });
    const failed = { eventId: 'failed-1', sid: page?.ref.id ?? '', attemptId: null, state: 'failed_permanent', errorCode: '63003', at: ward.time.now() } as const;
    await expect(unheard.takeReport(failed)).resolves.toBe(true);
    expect(await ward.messages()).toEqual([]);
    await ward.sweep();
    expect(await ward.messages()).toEqual(['ana by sms: page']);
    await ward.sweep();
    await expect(ward.service.inbox.takeReport(failed)).resolves.toBe(false);
    expect(await ward.messages()).toEqual([]);
  });
});
