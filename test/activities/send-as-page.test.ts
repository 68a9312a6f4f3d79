import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { sendDirect } from '../../src/activities/send-direct.ts';
import type { DirectMessage } from '../../src/domain/direct-message.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { anAlert, aRecord, closeAll, CODE, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';
import { LOST_AFTER, NOT_ON_WHATSAPP, startTwilioWire, stopWires, type TwilioWire } from './twilio-wire.ts';

afterEach(async () => {
  await closeAll();
  await stopWires();
});

const config = defaultConfig();
const MESSAGE = 'M3NP-R4ST';

/** A critical alert of which nobody has heard, and a message to gabriela that goes out as its page. */
async function aMessage(): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.accept(anAlert());
  await test.ledger.acceptDirect({
    code: MESSAGE, recipient: { kind: 'responder', responder: 'gabriela' }, status: 'as_page', alert: CODE, acceptedAt: T0,
    asked: { by: 'agent-1', route: 'twilio', to: 'gabriela', text: 'SECRETO' },
  });
  return test;
}

async function send({ ledger, time }: TestLedger, wire: TwilioWire): Promise<DirectMessage['delivery']> {
  const deps: ActivityDependencies = {
    ledger, platforms: { twilio: wire.platform }, elsewhere: [], hospital: () => createHospital(config.directory, config.onCall),
    operator: { tell: () => undefined, isWell: () => undefined }, now: () => time.now(), tick: () => time.tick(),
  };
  await sendDirect(deps, { platform: 'twilio', route: 'twilio', message: MESSAGE, platformsWithWorkflows: [] }, T0);
  return (await ledger.directMessage(MESSAGE))?.delivery ?? null;
}

const reminds = expect.stringContaining(CODE) as unknown;

test('it leaves as the alert’s page, once, and the story says why', async () => {
  const test = await aMessage();
  const wire = await startTwilioWire(test.time);
  for (const _ of [1, 2]) await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent', reason: null });
  expect(wire.taken()).toEqual([reminds]);
  expect(wire.taken()[0]).not.toContain('SECRETO');
  const view = await test.ledger.alert(CODE);
  expect(view).toMatchObject({ status: 'notified', timeline: expect.arrayContaining([expect.objectContaining({ kind: 'person_added', responder: 'gabriela', reason: 'asked_by_program' }), expect.objectContaining({ kind: 'paged', responder: 'gabriela', route: 'twilio' })]) as unknown });
});

test.each<[string, Parameters<typeof aRecord>[0]]>([
  ['somebody has taken it', { revision: 2, status: 'acknowledged', acknowledgedBy: 'ana' }],
  ['it is over', { revision: 3, status: 'cancelled' }],
])('where %s meanwhile, a notice says that a message waits', async (_why, record) => {
  const test = await aMessage();
  const wire = await startTwilioWire(test.time);
  await test.ledger.record(aRecord(record), test.time.now());
  await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent' });
  expect(wire.taken()).toEqual([expect.stringContaining(`Vigía tiene un mensaje para usted: ${MESSAGE}\n`)]);
});

test('of unknown outcome it is looked up, and adopted where it arrived', async () => {
  const test = await aMessage();
  const wire = await startTwilioWire(test.time, { faults: [LOST_AFTER] });
  await expect(send(test, wire)).rejects.toThrow('waiting: connection_reset');
  test.time.pass(60_000);
  await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent' });
  expect(wire.taken()).toEqual([reminds]);
});

test('that its provider refuses it is told of the message, with the reason', async () => {
  const test = await aMessage();
  await expect(send(test, await startTwilioWire(test.time, { faults: [NOT_ON_WHATSAPP] }))).resolves.toMatchObject({ state: 'failed_permanent', reason: '63024' });
});
