import { createHospital } from '../../../src/domain/hospital.ts';
import type { BindingDecision } from '../../../src/domain/reply-binding.ts';
import { bindIncoming } from '../../../src/webhooks/inbox/bind-incoming.ts';
import { defaultConfig } from '../../config/hospital-folder.ts';
import { anAlert, closeAll, sendOne, testLedger, type TestLedger } from '../../ledger/fixtures.ts';

afterEach(closeAll);

const HOUR_MS = 3_600_000;

const { directory, onCall } = defaultConfig();
const hospital = createHospital(directory, onCall);
const ANA = { platform: 'twilio', kind: 'person', address: addressOf('ana') } as const;

function addressOf(responder: string): string {
  const found = hospital.addressee({ recipient: { kind: 'responder', responder }, route: 'twilio', unit: null, severity: 'critical', exclude: [], at: new Date(0) });
  if ('nobody' in found) throw new Error(`Nobody to write to: ${found.nobody}`);
  return found.destination.address;
}

/** Pages Ana about an alert of that code, and her phone has it. */
async function pageAna(test: TestLedger, code: string): Promise<void> {
  await test.ledger.accept(anAlert({ code }));
  await sendOne(test, { code, destination: ANA, responder: 'ana' }, `SM-${code}`);
  await test.ledger.report('twilio', { providerId: `SM-${code}` }, 'delivered', null, test.time.now());
}

/** What Ana's words come to, which came in then and are read now. */
async function read({ ledger, time }: TestLedger, body: string, receivedAt = time.now()): Promise<BindingDecision> {
  const reply = { eventId: 'SM-in', from: ANA.address, to: '', body, button: null, quotedSid: null, mediaTypes: [], externalUserId: null, at: receivedAt.toISOString() };
  return (await bindIncoming({ ledger, hospital, now: time.now(), receivedAt }, { type: 'reply', reply })).decision;
}

describe('"all" from a phone', () => {
  test('means what had been sent when it came in, however late it is read', async () => {
    const test = await testLedger();
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB']) await pageAna(test, code);
    const receivedAt = test.time.now();
    test.time.pass(60_000);
    await pageAna(test, 'CCCC-CCCC');
    await expect(read(test, 'ack todos', receivedAt)).resolves.toMatchObject({ type: 'actMany', alerts: [{ code: 'AAAA-AAAA' }, { code: 'BBBB-BBBB' }], notDelivered: [] });
  });

  test('means what had been sent before the clock was set back, too', async () => {
    const test = await testLedger();
    for (const code of ['AAAA-AAAA', 'BBBB-BBBB']) await pageAna(test, code);
    test.time.setWallBy(-HOUR_MS);
    test.time.pass(10_000);
    await pageAna(test, 'CCCC-CCCC');
    const decision = await read(test, 'ack todos');
    expect(decision).toMatchObject({ type: 'actMany', responder: 'ana' });
    expect(decision.type === 'actMany' && decision.alerts.map(({ code }) => code).sort()).toEqual(['AAAA-AAAA', 'BBBB-BBBB', 'CCCC-CCCC']);
  });
});
