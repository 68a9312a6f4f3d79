import type { Failure } from '../../../src/domain/failure.ts';
import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import { readReportedFailure, TWILIO_CODES } from '../../../src/platforms/twilio/error-table.ts';
import { createTwilioReading } from '../../../src/platforms/twilio/reading.ts';
import type { FaultRuleInput } from '../../../src/sandbox/faults.ts';
import { toTwilioEvent } from '../../../src/webhooks/twilio/to-event.ts';
import { CODES } from './codes.ts';
import { ANA, BUTTON_KEY, START, startSandboxed, toAna, type Sandboxed } from './sandboxed.ts';

/** A call that hangs is given up by then, milliseconds. */
const SHORT_MS = 250;

let sandbox: Sandboxed;
let turn = 0;

beforeAll(async () => {
  sandbox = await startSandboxed();
});
afterAll(() => sandbox.stop());

/** Sends one message by the real SDK under a fault: what came of it, and whether Twilio has the message. */
async function sendUnder(fault: FaultRuleInput['fault'], timeoutMs?: number): Promise<{ failure: Failure | null; taken: boolean }> {
  const { rig, client } = sandbox;
  rig.faults.clear();
  rig.faults.add({ platform: 'twilio', operation: 'messages.create', fault });
  const before = rig.simulator.messages.list({ to: ANA }).length;
  const urls = { api: rig.baseUrl, content: rig.baseUrl };
  const platform = sandbox.platform({ publicUrl: rig.receiver.url, client: timeoutMs === undefined ? client : createTwilioClient(rig.simulator.account, urls, timeoutMs), templateSids: { vigia_page_es_v1: template() } });
  turn += 1;
  const failure = await platform.send(toAna({ attemptId: `att_${turn}` })).then(() => null, (error: { failure: Failure }) => error.failure);
  return { failure, taken: rig.simulator.messages.list({ to: ANA }).length > before };
}

function template(): string {
  return sandbox.rig.simulator.contents.list()[0]?.sid ?? '';
}

describe('each code of Twilio', () => {
  test('is in the table, and nothing else is', () => {
    expect([...TWILIO_CODES].map(([code, { kind }]) => `${kind} ${code}`).sort()).toEqual(Object.entries(CODES).flatMap(([kind, codes]) => codes.split(' ').map((code) => `${kind} ${code}`)).sort());
  });

  test.each([...TWILIO_CODES])('%s is read alike where it refuses a message and where a callback tells it of one that was taken', async (code, row) => {
    expect(await sendUnder({ kind: 'platform_error', code: Number(code) })).toEqual({ failure: row, taken: false });
    const { received } = sandbox.rig.receiver;
    received.splice(0);
    expect(await sendUnder({ kind: 'receipts', plan: [{ status: 'undelivered', errorCode: Number(code) }] })).toEqual({ failure: null, taken: true });
    await sandbox.rig.simulator.settle();
    const events = received.map(({ params }) => toTwilioEvent(params, `att_${turn}`, createTwilioReading(BUTTON_KEY), START));
    expect(events).toMatchObject([{ kind: 'status', event: { attemptId: `att_${turn}`, state: 'failed_permanent', errorCode: code } }]);
    expect(readReportedFailure(code).failure).toEqual(row);
  });
});

describe('an answer that isn\'t Twilio\'s own', () => {
  test.each<[string, FaultRuleInput['fault'], Failure, boolean]>([
    ['429 with a time to wait', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, { kind: 'retry_after', code: 'http_429', retryAfterMs: 7_000 }, false],
    ['500', { kind: 'status', status: 500 }, { kind: 'settle_first', code: 'http_500' }, false],
    ['500 after the message was taken', { kind: 'status', status: 500, when: 'after' }, { kind: 'settle_first', code: 'http_500' }, true],
    ['502', { kind: 'status', status: 502, body: '<html>' }, { kind: 'settle_first', code: 'http_502' }, false],
    ['503', { kind: 'status', status: 503 }, { kind: 'settle_first', code: 'http_503' }, false],
    ['503 with a time to wait', { kind: 'status', status: 503, headers: { 'retry-after': '9' } }, { kind: 'settle_first', code: 'http_503', retryAfterMs: 9_000 }, false],
    ['403', { kind: 'status', status: 403 }, { kind: 'page_operator', code: 'http_403' }, false],
    ['a redirect', { kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } }, { kind: 'page_operator', code: 'http_302' }, false],
    ['a page of HTML', { kind: 'html' }, { kind: 'settle_first', code: 'not_json' }, false],
    ['a page of HTML after the message was taken', { kind: 'html', when: 'after' }, { kind: 'settle_first', code: 'not_json' }, true],
    ['half a body', { kind: 'truncate' }, { kind: 'settle_first', code: 'not_json' }, true],
    ['a connection reset before the message was taken', { kind: 'reset' }, { kind: 'settle_first', code: 'connection_reset' }, false],
    ['a connection reset after it', { kind: 'reset', when: 'after' }, { kind: 'settle_first', code: 'connection_reset' }, true],
    ['a connection half closed before the message was taken', { kind: 'half_close', ms: 60_000 }, { kind: 'settle_first', code: 'connection_reset' }, false],
    ['a connection half closed after it', { kind: 'half_close', ms: 60_000, when: 'after' }, { kind: 'settle_first', code: 'connection_reset' }, true],
  ])('%s is classified', async (_name, fault, failure, taken) => {
    expect(await sendUnder(fault)).toEqual({ failure, taken });
  });

  test.each<[string, FaultRuleInput['fault'], boolean]>([
    ['a hang', { kind: 'hang', ms: 60_000 }, false],
    ['a hang after the message was taken', { kind: 'hang', ms: 60_000, when: 'after' }, true],
    ['a body that comes too slowly', { kind: 'slow_body', ms: 60_000 }, true],
    ['an answer that comes too late', { kind: 'delay', ms: 60_000 }, true],
  ])('%s is given up in time, with the outcome unknown', async (_name, fault, taken) => {
    expect(await sendUnder(fault, SHORT_MS)).toEqual({ failure: { kind: 'settle_first', code: 'timeout' }, taken });
  });

  test('nobody at the address means that nothing was sent', async () => {
    const nobody = createTwilioClient(sandbox.rig.simulator.account, { api: 'http://127.0.0.1:9', content: 'http://127.0.0.1:9' });
    const sending = sandbox.platform({ client: nobody, templateSids: { vigia_page_es_v1: template() } }).send(toAna());
    await expect(sending).rejects.toMatchObject({ failure: { kind: 'retry_after', code: 'unreachable' } });
  });
});
