import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { sendDirect } from '../../src/activities/send-direct.ts';
import type { DirectRecipient, DirectRoute } from '../../src/domain/direct-recipient.ts';
import type { DirectMessage } from '../../src/domain/direct-message.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import type { OperatorProblem } from '../../src/domain/operator-problem.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { closeAll, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { LOST_AFTER, LOST_BEFORE, NOT_ON_WHATSAPP, PUT_OFF, startTwilioWire, stopWires, type TwilioWire } from './twilio-wire.ts';

afterEach(async () => {
  await closeAll();
  await stopWires();
});

const config = defaultConfig();
const CODE = 'M3NP-R4ST';
const ANA: DirectRecipient = { kind: 'responder', responder: 'ana' };

async function aMessage(recipient: DirectRecipient = ANA, route: DirectRoute = 'twilio'): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.acceptDirect({ code: CODE, recipient, status: 'accepted', alert: null, acceptedAt: T0, asked: { by: 'agent-1', route, to: 'whoever', text: 'SECRETO' } });
  return test;
}

async function send({ ledger, time }: TestLedger, wire: TwilioWire | null, told: OperatorProblem[] = []): Promise<DirectMessage['delivery']> {
  const deps: ActivityDependencies = {
    ledger, platforms: wire ? { twilio: wire.platform } : {}, elsewhere: [], hospital: () => createHospital(config.directory, config.onCall),
    operator: { tell: (problem) => void told.push(problem), isWell: () => undefined }, now: () => time.now(), tick: () => time.tick(),
  };
  const route = (await ledger.directMessage(CODE))?.route ?? 'twilio';
  await sendDirect(deps, { platform: 'twilio', route, message: CODE, platformsWithWorkflows: [] }, T0);
  return (await ledger.directMessage(CODE))?.delivery ?? null;
}

test('a message leaves as the notice that it waits, and asked for twice it leaves once', async () => {
  const test = await aMessage();
  const wire = await startTwilioWire(test.time);
  for (const _ of [1, 2]) await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent', reason: null });
  expect(wire.taken()).toEqual([expect.stringContaining(`Vigía tiene un mensaje para usted: ${CODE}\n`)]);
  expect(wire.taken()[0]).not.toContain('SECRETO');
});

describe('one of unknown outcome', () => {
  test('is looked up by its words, sent again and marked where it is not there; the repeat is looked up by its own words', async () => {
    const test = await aMessage();
    const wire = await startTwilioWire(test.time, { faults: [LOST_BEFORE, LOST_AFTER] });
    for (const _ of ['the first', 'its repeat']) {
      await expect(send(test, wire)).rejects.toThrow('waiting: connection_reset');
      test.time.pass(60_000);
    }
    await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent' });
    expect(wire.taken()).toEqual([expect.stringContaining(`: ${CODE} (repetición)\n`)]);
  });

  test('whose repeat is in doubt as well is not followed by a third', async () => {
    const test = await aMessage();
    const wire = await startTwilioWire(test.time, { faults: [LOST_BEFORE, LOST_BEFORE] });
    for (const _ of ['the first', 'its repeat']) {
      await expect(send(test, wire)).rejects.toThrow('waiting: connection_reset');
      test.time.pass(60_000);
    }
    await expect(send(test, wire)).resolves.toMatchObject({ state: 'failed_permanent' });
    expect(wire.taken()).toEqual([]);
  });
});

test('one that the platform puts off is tried again, and one that it refuses has failed for the reason given', async () => {
  const away = await aMessage();
  const wire = await startTwilioWire(away.time, { faults: [PUT_OFF] });
  await expect(send(away, wire)).rejects.toThrow('waiting: retry_after');
  away.time.pass(10 * 60_000);
  await expect(send(away, wire)).resolves.toMatchObject({ state: 'sent' });
  const refused = await aMessage();
  await expect(send(refused, await startTwilioWire(refused.time, { faults: [NOT_ON_WHATSAPP] }))).resolves.toMatchObject({ state: 'failed_permanent', reason: '63024' });
});

test('one for somebody outside their contact hours waits for them', async () => {
  const test = await aMessage({ kind: 'responder', responder: 'isidora' });
  const wire = await startTwilioWire(test.time);
  // T0 is seven in the morning in Santiago; isidora takes WhatsApp from half past seven.
  await expect(send(test, wire)).rejects.toThrow('waiting: outside_contact_hours');
  expect(wire.taken()).toEqual([]);
  test.time.pass(31 * 60_000);
  await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent' });
});

test.each<[string, DirectRecipient, string]>([
  ['somebody who has left the directory', { kind: 'responder', responder: 'nobody' }, 'unknown_responder'],
  ['a channel that has', { kind: 'channel', channel: 'gossip' }, 'unknown_channel'],
])('one for %s is given up, with the reason', async (_whom, recipient, reason) => {
  const test = await aMessage(recipient);
  const wire = await startTwilioWire(test.time);
  await expect(send(test, wire)).resolves.toEqual({ state: 'failed_permanent', reason, sentAt: null });
  expect(wire.taken()).toEqual([]);
});

test('one for who wrote STOP meanwhile, and one whose platform is gone, are given up', async () => {
  const test = await aMessage();
  await test.ledger.setOptedOut({ platform: 'twilio', kind: 'person', address: 'whatsapp:+14155550101' }, true, T0);
  await expect(send(test, await startTwilioWire(test.time))).resolves.toMatchObject({ state: 'failed_permanent', reason: 'opted_out' });
  await expect(send(await aMessage(), null)).resolves.toMatchObject({ state: 'failed_permanent', reason: 'platform_not_configured' });
});

test('one for which the platform has no number to send from is told to the operator', async () => {
  const test = await aMessage(ANA, 'twilio-sms');
  const told: OperatorProblem[] = [];
  await expect(send(test, await startTwilioWire(test.time, { platform: { smsNumber: null } }), told)).resolves.toMatchObject({ state: 'failed_permanent', reason: 'no_sms_number' });
  expect(told).toMatchObject([{ platform: 'twilio', code: 'no_sms_number' }]);
});
