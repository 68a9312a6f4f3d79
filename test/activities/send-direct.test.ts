import type { ActivityDependencies } from '../../src/activities/dependencies.ts';
import { sendDirect } from '../../src/activities/send-direct.ts';
import type { DirectRecipient, DirectRoute } from '../../src/domain/direct-recipient.ts';
import type { DirectMessage } from '../../src/domain/direct-message.ts';
import type { Failure } from '../../src/domain/failure.ts';
import { createHospital } from '../../src/domain/hospital.ts';
import type { OperatorProblem } from '../../src/domain/operator-problem.ts';
import { PlatformError } from '../../src/platforms/platform-error.ts';
import type { LookUp, Outbound, Platform } from '../../src/platforms/platform.ts';
import { defaultConfig } from '../config/hospital-folder.ts';
import { closeAll, T0, testLedger, type TestLedger } from '../ledger/fixtures.ts';

afterEach(closeAll);

const config = defaultConfig();
const CODE = 'M3NP-R4ST';
const ANA: DirectRecipient = { kind: 'responder', responder: 'ana' };

/** A provider that fails as it is told, one call after another, and takes everything after that. */
class Wire implements Platform {
  readonly name = 'twilio';
  readonly callTimeoutMs = 10_000;
  readonly taken: string[] = [];
  readonly lookedUp: string[] = [];
  private readonly failures: Failure[];

  constructor(...failures: Failure[]) {
    this.failures = failures;
  }

  senderFor(): string {
    return 'sender';
  }

  async send({ attemptId, destination, message }: Outbound): ReturnType<Platform['send']> {
    const failure = this.failures.shift();
    if (failure) throw new PlatformError('twilio', failure);
    this.taken.push(message.text);
    return { ref: { id: attemptId, conversation: destination.address }, sender: 'sender', state: 'sent' };
  }

  async lookUp({ message }: Parameters<Platform['lookUp']>[0]): Promise<LookUp> {
    this.lookedUp.push(message.text);
    return { found: 'no' };
  }

  async check(): ReturnType<Platform['check']> {
    return { ok: true, findings: [] };
  }
}

async function aMessage(recipient: DirectRecipient = ANA, route: DirectRoute = 'twilio'): Promise<TestLedger> {
  const test = await testLedger();
  await test.ledger.acceptDirect({ code: CODE, recipient, status: 'accepted', alert: null, acceptedAt: T0, asked: { by: 'agent-1', route, to: 'whoever', text: 'SECRETO' } });
  return test;
}

async function send({ ledger, time }: TestLedger, wire: Platform | null, told: OperatorProblem[] = []): Promise<DirectMessage['delivery']> {
  const deps: ActivityDependencies = {
    ledger, platforms: wire ? { twilio: wire } : {}, elsewhere: [], hospital: () => createHospital(config.directory, config.onCall),
    operator: { tell: (problem) => void told.push(problem), isWell: () => undefined }, now: () => time.now(), tick: () => time.tick(),
  };
  const route = (await ledger.directMessage(CODE))?.route ?? 'twilio';
  await sendDirect(deps, { platform: 'twilio', route, message: CODE, platformsWithWorkflows: [] }, T0);
  return (await ledger.directMessage(CODE))?.delivery ?? null;
}

test('a message leaves as the notice that it waits, and asked for twice it leaves once', async () => {
  const [test, wire] = [await aMessage(), new Wire()];
  for (const _ of [1, 2]) await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent', reason: null });
  expect(wire.taken).toEqual([expect.stringContaining(`Vigía tiene un mensaje para usted: ${CODE}\n`)]);
  expect(wire.taken[0]).not.toContain('SECRETO');
});

test('one of unknown outcome is looked up by its words, sent again and marked; the repeat is looked up by its own words', async () => {
  const doubt: Failure = { kind: 'settle_first', code: 'timeout' };
  const [test, wire] = [await aMessage(), new Wire(doubt, doubt)];
  await expect(send(test, wire)).rejects.toThrow('waiting: timeout');
  test.time.pass(60_000);
  await expect(send(test, wire)).rejects.toThrow('waiting: timeout');
  test.time.pass(60_000);
  // A second copy in doubt is not followed by a third.
  await expect(send(test, wire)).resolves.toMatchObject({ state: 'failed_permanent' });
  expect(wire.lookedUp).toEqual([expect.stringContaining(`: ${CODE}\n`), expect.stringContaining(`: ${CODE} (repetición)\n`)]);
  expect(wire.taken).toEqual([]);
});

test('one that the platform puts off is tried again, and one that it refuses has failed for the reason given', async () => {
  const away = await aMessage();
  const wire = new Wire({ kind: 'retry_after', code: 'http_503' });
  await expect(send(away, wire)).rejects.toThrow('waiting: retry_after');
  away.time.pass(10 * 60_000);
  await expect(send(away, wire)).resolves.toMatchObject({ state: 'sent' });
  await expect(send(await aMessage(), new Wire({ kind: 'fail_over', code: '63024' }))).resolves.toMatchObject({ state: 'failed_permanent', reason: '63024' });
});

test('one for somebody outside their contact hours waits for them', async () => {
  const test = await aMessage({ kind: 'responder', responder: 'isidora' });
  const wire = new Wire();
  // T0 is seven in the morning in Santiago; isidora takes WhatsApp from half past seven.
  await expect(send(test, wire)).rejects.toThrow('waiting: outside_contact_hours');
  expect(wire.taken).toEqual([]);
  test.time.pass(31 * 60_000);
  await expect(send(test, wire)).resolves.toMatchObject({ state: 'sent' });
});

test.each<[string, DirectRecipient, string]>([
  ['somebody who has left the directory', { kind: 'responder', responder: 'nobody' }, 'unknown_responder'],
  ['a channel that has', { kind: 'channel', channel: 'gossip' }, 'unknown_channel'],
])('one for %s is given up, with the reason', async (_whom, recipient, reason) => {
  const wire = new Wire();
  await expect(send(await aMessage(recipient), wire)).resolves.toEqual({ state: 'failed_permanent', reason, sentAt: null });
  expect(wire.taken).toEqual([]);
});

test('one for who wrote STOP meanwhile, and one whose platform is gone, are given up', async () => {
  const test = await aMessage();
  await test.ledger.setOptedOut({ platform: 'twilio', kind: 'person', address: 'whatsapp:+14155550101' }, true, T0);
  await expect(send(test, new Wire())).resolves.toMatchObject({ state: 'failed_permanent', reason: 'opted_out' });
  await expect(send(await aMessage(), null)).resolves.toMatchObject({ state: 'failed_permanent', reason: 'platform_not_configured' });
});

test('one for which the platform has no number to send from is told to the operator', async () => {
  const wire = Object.assign(new Wire(), { senderFor: () => { throw new PlatformError('twilio', { kind: 'page_operator', code: 'no_sms_number' }); } });
  const told: OperatorProblem[] = [];
  await expect(send(await aMessage(ANA, 'twilio-sms'), wire, told)).resolves.toMatchObject({ state: 'failed_permanent', reason: 'no_sms_number' });
  expect(told).toMatchObject([{ platform: 'twilio', code: 'no_sms_number' }]);
});
