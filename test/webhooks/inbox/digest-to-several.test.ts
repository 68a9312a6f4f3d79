import type { Destination } from '../../../src/domain/people.ts';
import { createHospital } from '../../../src/domain/hospital.ts';
import { bindIncoming } from '../../../src/webhooks/inbox/bind-incoming.ts';
import type { Incoming } from '../../../src/webhooks/inbox/incoming.ts';
import { defaultConfig } from '../../config/hospital-folder.ts';
import { anAlert, attemptIn, closeAll, NURSE, sendOne, T0, testLedger, wanted, type TestLedger } from '../../ledger/fixtures.ts';

afterEach(closeAll);

const { directory, onCall } = defaultConfig();
/** Ana and Bruno answer on one ward phone. */
const hospital = createHospital(
  { ...directory, responders: directory.responders.map((responder) => (['ana', 'bruno'].includes(responder.id) ? { ...responder, destinations: { ...responder.destinations, twilio: NURSE.address } } : responder)) },
  onCall,
);
const A = 'AAAA-AAAA';
const B = 'BBBB-BBBB';
const CHANNEL: Destination = { platform: 'slack', kind: 'channel', address: 'C0VIGIA0002' };

/** One message about several alerts, each to this responder; null in a channel. Answers its attempt. */
async function sendDigest(test: TestLedger, destination: Destination, pages: readonly (readonly [string, string | null])[]): Promise<string> {
  const route = destination.platform === 'slack' ? 'slack' : 'twilio';
  for (const code of new Set(pages.map(([each]) => each))) {
    await test.ledger.accept(anAlert({ code }));
    await test.ledger.markStarted(code, T0);
  }
  for (let sent = 0; sent < 2; sent += 1) await sendOne(test, { code: 'OTHER' });
  const notes = pages.map(([code, responder]) => wanted({ code, responder, destination, route, severity: 'critical', mayJoin: true }));
  for (const note of notes) await test.ledger.claim(note, test.time.now());
  test.time.pass(2_000);
  const attemptId = attemptIn(await test.ledger.claim(notes[0] ?? wanted(), test.time.now()));
  await test.ledger.markSent(attemptId, { ref: { id: 'digest', conversation: destination.address }, state: 'sent' }, test.time.now());
  await test.ledger.report('twilio', { providerId: 'digest' }, 'delivered', null, test.time.now());
  test.time.pass(1_000);
  return attemptId;
}

function fromTheWard(body: string, quotedSid: string | null): Incoming {
  return { type: 'reply', reply: { eventId: 'SM1', from: NURSE.address, to: 'whatsapp:+56200000001', body, button: null, quotedSid, mediaTypes: [], externalUserId: null, at: T0.toISOString() } };
}

async function decisionOn(test: TestLedger, incoming: Incoming) {
  return (await bindIncoming({ ledger: test.ledger, hospital, now: test.time.now(), receivedAt: test.time.now() }, incoming)).decision;
}

test('"ack todos" quoting a message on a shared phone takes the speaker\'s own of it, as the words alone do', async () => {
  const test = await testLedger({ limits: () => 4 });
  await sendDigest(test, NURSE, [[A, 'ana'], [B, 'bruno'], [A, 'bruno']]);
  expect(await decisionOn(test, fromTheWard('ack todos, soy ana', 'digest'))).toMatchObject({ type: 'actMany', responder: 'ana', alerts: [{ code: A }], notDelivered: [B] });
  expect(await decisionOn(test, fromTheWard('ack todos, soy bruno', 'digest'))).toMatchObject({ type: 'actMany', responder: 'bruno', alerts: [{ code: A }, { code: B }], notDelivered: [] });
  expect(await decisionOn(test, fromTheWard('ack todos, soy ana', null))).toMatchObject({ type: 'act', responder: 'ana', code: A });
});

test('a channel\'s message is for everybody in it: whoever presses takes all that it names', async () => {
  const test = await testLedger({ limits: () => 4 });
  const attemptId = await sendDigest(test, CHANNEL, [[A, null], [B, null]]);
  const press: Incoming = {
    type: 'press',
    press: { eventId: 'p', teamId: 'T', userId: 'U0VIGIA0006', channel: CHANNEL.address, messageTs: 'digest', actionId: 'vigia_acknowledge_all', action: 'acknowledgeAll', notificationId: attemptId, at: T0.toISOString() },
  };
  expect(await decisionOn(test, press)).toMatchObject({ type: 'actMany', responder: 'fernando', alerts: [{ code: A }, { code: B }] });
});
