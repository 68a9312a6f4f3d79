import { randomUUID } from 'node:crypto';
import { GatewayError } from '../../src/client.ts';
import { readOptions, type MCPGatewayOptions } from '../../src/mcp-gateway/gateway-options.ts';
import { connectByMcp } from '../../src/mcp-gateway/mcp-tool-caller.ts';
import { toMeantCall } from '../../src/mcp-gateway/operation-call.ts';
import { ToolCalls } from '../../src/mcp-gateway/tool-calls.ts';
import type { ToolOutcome } from '../../src/mcp-gateway/tool-caller.ts';
import { gatewayOf, sandboxKeyOf } from '../gateway/support/callers.ts';
import { NO_LIMITS } from '../scenarios/support/told.ts';
import { openWard, type Ward } from '../scenarios/support/ward.ts';
import { createRelay, type Relay } from './support/relay.ts';

describe('a call of the client on a bad road', () => {
  let ward: Ward;
  let relay: Relay;
  const opened: ToolCalls[] = [];
  const waits: number[] = [];
  beforeAll(async () => {
    ward = await openWard({ env: NO_LIMITS });
    relay = await createRelay(gatewayOf(ward.service));
  });
  beforeEach(() => {
    relay.count();
    waits.length = 0;
  });
  afterAll(async () => {
    for (const calls of opened) await calls.close();
    await relay.close();
    await ward.close();
  });

  /** Waits between tries are noted and take no time. */
  const client = (options: MCPGatewayOptions = {}): ToolCalls => {
    const read = readOptions({ gatewayUrl: relay.url, apiKey: sandboxKeyOf(ward.service), ...options }, {});
    const surroundings = { nowMs: () => 0, chance: () => 0, newKey: () => randomUUID(), sleep: async (ms: number) => void waits.push(ms) };
    const calls = new ToolCalls({ ...read, connect: () => connectByMcp(read), surroundings });
    opened.push(calls);
    return calls;
  };

  const codes = async (): Promise<string[]> => (await ward.service.client.list()).map(({ code }) => code);

  const failureOf = (outcome: ToolOutcome): unknown => (outcome.ok ? 'none' : outcome.failure);

  test('that writes a message is tried again when its answer is lost, and one message goes out', async () => {
    relay.next('answer_lost');
    const outcome = await client().tryCall('slack_send_message', { channel: '#medical-alerts', message: 'Ring the ward.' });
    expect(outcome).toMatchObject({ ok: true, data: { status: 'accepted', duplicate: true } });
    expect({ requests: relay.count(), waits }).toEqual({ requests: 2, waits: [250] });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message']);
  });

  test('that raises a finding of which nothing tells the patient is one alert, and the next call is another', async () => {
    const calls = client();
    const finding = { lpp_grade: 0, confidence: 0.98 };
    relay.next('answer_lost', 'refused');
    expect(await calls.tryCall('notify_lpp_detection', finding)).toMatchObject({ ok: true, data: { duplicate: true } });
    expect(await calls.tryCall('notify_lpp_detection', finding)).toMatchObject({ ok: true, data: { duplicate: false } });
    expect(await ward.service.client.list()).toHaveLength(2);
  });

  test.each([
    ['send_medical_alert', { ok: true, call: { tool: 'send_medical_alert', args: { alert_type: 'fall_risk', severity: 'low' } } }],
    ['send_alert', toMeantCall('slack_operation', 'send_alert', { channel: '#medical-alerts', message: 'A fall.', severity: 'low' })],
  ] as const)('that raises an alert about no patient by %s is one alert when its answer is lost', async (_name, meant) => {
    if (!meant.ok) throw new Error('it means a call');
    const before = await codes();
    relay.next('answer_lost');
    expect(await client().tryCall(meant.call.tool, meant.call.args)).toMatchObject({ ok: true, data: { duplicate: true } });
    const raised = (await codes()).filter((code) => !before.includes(code));
    expect({ requests: relay.count(), raised: raised.length }).toEqual({ requests: 2, raised: 1 });
    for (const code of raised) await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test("that raises the finding of one patient is left to the service's own key, which knows it from another program's call as well", async () => {
    const finding = { lpp_grade: 0, confidence: 0.98, patient_context: { patient_id: 'PAT-1' } };
    expect(await client().tryCall('notify_lpp_detection', finding)).toMatchObject({ ok: true, data: { duplicate: false } });
    expect(await client().tryCall('notify_lpp_detection', finding)).toMatchObject({ ok: true, data: { duplicate: true } });
  });

  test.each([['nobody is there', 'refused', 'unreachable'], ['a proxy says that the gateway is away', 'away', 'unexpected_answer']] as const)('is tried four times while %s, and says so then', async (_what, fault, code) => {
    relay.next(fault, fault, fault, fault);
    const outcome = await client().tryCall('get_service_status', {});
    expect(failureOf(outcome)).toMatchObject({ code, retryable: true });
    expect({ requests: relay.count(), waits }).toEqual({ requests: 4, waits: [250, 500, 1_000] });
    expect(await client().tryCall('get_service_status', {})).toMatchObject({ ok: true, data: { status: 'ok' }, requestId: expect.stringMatching(/^mcp_/) as string });
  });

  test('ends with its time when nobody answers', async () => {
    relay.next('silence');
    expect(failureOf(await client({ timeoutMs: 200, retries: { tries: 1 } }).tryCall('get_service_status', {}))).toMatchObject({ code: 'timed_out', retryable: true });
  });

  test('says that something else is at the address', async () => {
    relay.next('something_else');
    expect(failureOf(await client().tryCall('get_service_status', {}))).toMatchObject({ code: 'unexpected_answer', retryable: false, hint: expect.stringContaining('gatewayUrl') as string });
    expect(relay.count()).toBe(1);
  });

  test("is not tried again when the service refuses it, and says so in the service's words", async () => {
    const refusal = await client().tryCall('notify_lpp_detection', { lpp_grade: 7, confidence: 0.9 });
    expect(refusal).toMatchObject({ ok: false, failure: { code: 'invalid_arguments', field: 'lpp_grade', retryable: false }, requestId: expect.stringMatching(/^mcp_/) as string });
    expect(failureOf(await client().tryCall('juggle', {}))).toMatchObject({ code: 'unknown_tool', retryable: false });
    expect(relay.count()).toBe(2);
  });

  test('with a key that is none is refused once, without a word of the key', async () => {
    const key = 'vigia_aaaaaaaaaaaa_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const calls = client({ apiKey: key });
    const error = await calls.call('get_alert', { code: 'K7F2-Q9MD' }).catch((thrown: unknown) => thrown as GatewayError);
    expect(error).toMatchObject({ name: 'GatewayError', code: 'not_authenticated', message: expect.stringContaining('This API key is not known here.') as string, retryable: false });
    await expect(calls.tools()).rejects.toMatchObject({ code: 'not_authenticated' });
    expect(`${(error as GatewayError).stack} ${JSON.stringify(error)}`).not.toContain('AAAA');
    expect(relay.count()).toBe(2);
  });

  test('that is under way is answered before its client is closed', async () => {
    const calls = client();
    const sent = calls.tryCall('slack_send_message', { channel: '#medical-alerts', message: 'Ring the ward.' });
    await calls.close();
    expect(await sent).toMatchObject({ ok: true, data: { status: 'accepted', duplicate: false } });
    expect(await ward.messages()).toEqual(['#medical-alerts by slack: direct message']);
  });

  test('that waits for a change ends at once when its client is closed, and so does every later one', async () => {
    const code = await ward.detect({ stage: 2, confidence: 0.9 });
    await ward.messages();
    const calls = client();
    const waiting = calls.tryCall('get_alert', { code, wait_seconds: 25 });
    await calls.tryCall('get_alert', { code });
    await calls.close();
    expect(failureOf(await waiting)).toMatchObject({ code: 'closed' });
    expect(failureOf(await calls.tryCall('get_alert', { code }))).toMatchObject({ code: 'closed' });
    await expect(calls.tools()).rejects.toMatchObject({ code: 'closed' });
    await ward.ask(code, 'cancel', 'ana');
    await ward.messages();
  });

  test("throws its caller's own reason when that ends it", async () => {
    const calls = client();
    const given = new AbortController();
    relay.next('silence');
    const waiting = calls.tryCall('get_service_status', {}, { signal: given.signal });
    given.abort(new Error('nobody waits any more'));
    await expect(waiting).rejects.toThrow('nobody waits any more');
    await expect(calls.tryCall('get_service_status', {}, { signal: given.signal })).rejects.toThrow('nobody waits any more');
  });
});
