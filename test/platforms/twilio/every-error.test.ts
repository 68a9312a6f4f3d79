import type { Failure } from '../../../src/domain/failure.ts';
import { createTwilioClient } from '../../../src/platforms/twilio/client.ts';
import { readReportedFailure, TWILIO_CODES } from '../../../src/platforms/twilio/error-table.ts';
import { createTwilioReading } from '../../../src/platforms/twilio/reading.ts';
import type { FaultRuleInput } from '../../../src/sandbox/faults.ts';
import { toTwilioEvent } from '../../../src/webhooks/twilio/to-event.ts';
import { LATE_ANSWERS, oddAnswers } from '../wire-faults.ts';
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
  test.each(oddAnswers<Failure>({
    '429 with a time to wait': { kind: 'retry_after', code: 'http_429', retryAfterMs: 7_000 },
    500: { kind: 'settle_first', code: 'http_500' },
    '500 after the message was taken': { kind: 'settle_first', code: 'http_500' },
    502: { kind: 'settle_first', code: 'http_502' },
    503: { kind: 'settle_first', code: 'http_503' },
    '503 with a time to wait': { kind: 'settle_first', code: 'http_503', retryAfterMs: 9_000 },
    403: { kind: 'page_operator', code: 'http_403' },
    'a redirect': { kind: 'page_operator', code: 'http_302' },
    'a page of HTML': { kind: 'settle_first', code: 'not_json' },
    'a page of HTML after the message was taken': { kind: 'settle_first', code: 'not_json' },
    'half a body': { kind: 'settle_first', code: 'not_json' },
    'a connection reset before the message was taken': { kind: 'settle_first', code: 'connection_reset' },
    'a connection reset after it': { kind: 'settle_first', code: 'connection_reset' },
    'a connection half closed before the message was taken': { kind: 'settle_first', code: 'connection_reset' },
    'a connection half closed after it': { kind: 'settle_first', code: 'connection_reset' },
  }))('%s is classified', async (_name, { fault, taken }, failure) => {
    expect(await sendUnder(fault)).toEqual({ failure, taken });
  });

  test.each(LATE_ANSWERS)('%s is given up in time, with the outcome unknown', async (_name, { fault, taken }) => {
    expect(await sendUnder(fault, SHORT_MS)).toEqual({ failure: { kind: 'settle_first', code: 'timeout' }, taken });
  });

  test('nobody at the address means that nothing was sent', async () => {
    const nobody = createTwilioClient(sandbox.rig.simulator.account, { api: 'http://127.0.0.1:9', content: 'http://127.0.0.1:9' });
    const sending = sandbox.platform({ client: nobody, templateSids: { vigia_page_es_v1: template() } }).send(toAna());
    await expect(sending).rejects.toMatchObject({ failure: { kind: 'retry_after', code: 'unreachable' } });
  });
});
